import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import * as z from "zod";
import { changeContact, requireContact, viewContact } from "../../domain/contact/actions.ts";
import { Contact, ContactChange } from "../../domain/contact/change-schema.ts";
import { ImportResult } from "../../domain/import/schema.ts";
import { importContacts } from "../../domain/import/actions.ts";
import { accepted, AppError } from "../../errors.ts";
import type { ApiApp } from "../../middleware/api.ts";
import { validate } from "../../middleware/validate.ts";
import { json, ok, type Endpoint } from "./endpoint.ts";

const ImportQuery = z.object({ dryRun: z.enum(["true", "false"]).default("false") });

const requireCsv = createMiddleware(async (c, next) => {
  if (!/^text\/csv\s*(;|$)/i.test(c.req.header("content-type") ?? ""))
    throw new AppError("unsupported", "Send the file as `Content-Type: text/csv`.");
  await next();
});

export const contactsApi = new Hono<ApiApp>()
  .post("/contacts/import", requireCsv, validate("query", ImportQuery), async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const dryRun = c.req.valid("query").dryRun === "true";
    const { result } = accepted(await importContacts(c.var.ctx, { bytes, dryRun }));
    return c.json(result);
  })
  .get("/contacts/:id", async (c) =>
    c.json({ contact: viewContact(await requireContact(c.var.ctx, c.req.param("id"))) }),
  )
  .patch("/contacts/:id", validate("json", ContactChange), async (c) => {
    const changed = await changeContact(c.var.ctx, c.req.param("id"), c.req.valid("json"));
    return c.json({ contact: accepted(changed).contact });
  });

export const contactsEndpoints: Endpoint[] = [
  {
    method: "post",
    path: "/contacts/import",
    summary: "Import contacts from CSV; accounts are made as needed",
    query: ImportQuery,
    body: { type: "text/csv" },
    response: ok(ImportResult),
  },
  {
    method: "get",
    path: "/contacts/{id}",
    summary: "One contact",
    response: ok(z.object({ contact: Contact })),
  },
  {
    method: "patch",
    path: "/contacts/{id}",
    summary: "Change a contact; what is left out stays. The most senior mark moves here",
    body: json(ContactChange),
    response: ok(z.object({ contact: Contact })),
    refusals: ["email_taken", "contact_left"],
  },
];
