import { Hono } from "hono";
import { findOutbox } from "../../domain/message/actions.ts";
import { OutboxMessage } from "../../domain/message/schema.ts";
import type { ApiApp } from "../../middleware/api.ts";
import { validate } from "../../middleware/validate.ts";
import { listOf, ok, Page, type Endpoint } from "./endpoint.ts";

export const outboxApi = new Hono<ApiApp>().get("/outbox", validate("query", Page), async (c) =>
  c.json(await findOutbox(c.var.ctx, c.req.valid("query"))),
);

export const outboxEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/outbox",
    summary: "Messages of a local run, newest first; 404 elsewhere",
    query: Page,
    response: ok(listOf("messages", OutboxMessage)),
  },
];
