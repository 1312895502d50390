import { Hono } from "hono";
import * as z from "zod";
import { findStaffPage, inviteStaff, viewStaff } from "../../domain/staff/actions.ts";
import { NewStaff, Staff } from "../../domain/staff/schema.ts";
import { accepted, AppError } from "../../errors.ts";
import type { ApiApp } from "../../middleware/api.ts";
import { validate } from "../../middleware/validate.ts";
import { created, json, listOf, ok, Page, type Endpoint } from "./endpoint.ts";

/** A form may send more than its fields; a program that does has misspelled one. */
const NewStaffBody = NewStaff.strict();

export const staffApi = new Hono<ApiApp>()
  .get("/staff", validate("query", Page), async (c) =>
    c.json(await findStaffPage(c.var.ctx, c.req.valid("query"))),
  )
  .post("/staff", validate("json", NewStaffBody), async (c) => {
    if (c.var.ctx.actor.role !== "admin")
      throw new AppError("forbidden", "Only an admin may add staff.");
    const invited = await inviteStaff(c.var.ctx, c.req.valid("json"), { withToken: true });
    const { staff, token } = accepted(invited);
    return c.json({ staff: viewStaff(staff), token }, 201);
  });

export const staffEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/staff",
    summary: "Everybody of ours, by name, the deactivated too",
    query: Page,
    response: ok(listOf("staff", Staff)),
  },
  {
    method: "post",
    path: "/staff",
    summary: "Invite a person; the token acts as them and is shown this once (admins only)",
    body: json(NewStaffBody),
    response: created(z.object({ staff: Staff, token: z.string() })),
    refusals: ["email_taken"],
  },
];
