import { Hono } from "hono";
import * as z from "zod";
import { changeCase, findCasesOf } from "../../domain/case/actions.ts";
import { Case, CaseChange } from "../../domain/case/schema.ts";
import { accepted } from "../../errors.ts";
import type { ApiApp } from "../../middleware/api.ts";
import { validate } from "../../middleware/validate.ts";
import { json, listOf, ok, Page, type Endpoint } from "./endpoint.ts";

export const casesApi = new Hono<ApiApp>()
  .get("/accounts/:id/cases", validate("query", Page), async (c) =>
    c.json(await findCasesOf(c.var.ctx, c.req.param("id"), c.req.valid("query"))),
  )
  .patch("/cases/:id", validate("json", CaseChange), async (c) => {
    const changed = await changeCase(c.var.ctx, c.req.param("id"), c.req.valid("json"));
    return c.json({ case: accepted(changed).case });
  });

export const casesEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/accounts/{id}/cases",
    summary: "Cases of an account that the token's holder may see, the latest first",
    query: Page,
    response: ok(listOf("cases", Case)),
  },
  {
    method: "patch",
    path: "/cases/{id}",
    summary: "Take a case on, note what was done, resolve it; what is left out stays",
    body: json(CaseChange),
    response: ok(z.object({ case: Case })),
    refusals: ["stale", "case_moved_on"],
  },
];
