import { Hono } from "hono";
import * as z from "zod";
import { changeAction, createAction, findActionsOf } from "../../domain/action/actions.ts";
import { Action, ActionChange, NewAction } from "../../domain/action/schema.ts";
import { accepted } from "../../errors.ts";
import type { ApiApp } from "../../middleware/api.ts";
import { validate } from "../../middleware/validate.ts";
import { created, json, listOf, ok, Page, type Endpoint } from "./endpoint.ts";

export const actionsApi = new Hono<ApiApp>()
  .get("/accounts/:id/actions", validate("query", Page), async (c) =>
    c.json(await findActionsOf(c.var.ctx, c.req.param("id"), c.req.valid("query"))),
  )
  .post("/accounts/:id/actions", validate("json", NewAction), async (c) => {
    const added = await createAction(c.var.ctx, c.req.param("id"), c.req.valid("json"));
    return c.json({ action: accepted(added).action }, 201);
  })
  .patch("/actions/:id", validate("json", ActionChange), async (c) => {
    const changed = await changeAction(c.var.ctx, c.req.param("id"), c.req.valid("json"));
    return c.json({ action: accepted(changed).action });
  });

const OneAction = z.object({ action: Action });

export const actionsEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/accounts/{id}/actions",
    summary: "The action plan of an account, the latest line first",
    query: Page,
    response: ok(listOf("actions", Action)),
  },
  {
    method: "post",
    path: "/accounts/{id}/actions",
    summary: "Add a line to the plan; the client sees it unless `clientVisible` is false",
    body: json(NewAction),
    response: created(OneAction),
  },
  {
    method: "patch",
    path: "/actions/{id}",
    summary:
      "Change a line of the plan, or take it on: in_progress, done with `doneNote`, dropped with `dropReason`; what is left out stays",
    body: json(ActionChange),
    response: ok(OneAction),
    refusals: ["stale", "client_only", "action_moved_on", "action_over"],
  },
];
