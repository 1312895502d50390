import { Hono } from "hono";
import * as z from "zod";
import {
  changeAccount,
  findAccounts,
  requireAccount,
  viewAccount,
} from "../../domain/account/actions.ts";
import { Account, AccountChange } from "../../domain/account/schema.ts";
import { findContacts } from "../../domain/contact/actions.ts";
import { Contact } from "../../domain/contact/change-schema.ts";
import { accepted } from "../../errors.ts";
import type { ApiApp } from "../../middleware/api.ts";
import { validate } from "../../middleware/validate.ts";
import { json, listOf, ok, Page, type Endpoint } from "./endpoint.ts";

const AccountsQuery = Page.extend({ q: z.string().max(200).optional() });

export const accountsApi = new Hono<ApiApp>()
  .get("/accounts", validate("query", AccountsQuery), async (c) => {
    const { accounts, nextCursor } = await findAccounts(c.var.ctx, c.req.valid("query"));
    return c.json({ accounts: accounts.map(viewAccount), nextCursor });
  })
  .get("/accounts/:id", async (c) =>
    c.json({ account: viewAccount(await requireAccount(c.var.ctx, c.req.param("id"))) }),
  )
  .patch("/accounts/:id", validate("json", AccountChange), async (c) => {
    const changed = await changeAccount(c.var.ctx, c.req.param("id"), c.req.valid("json"));
    return c.json({ account: accepted(changed).account });
  })
  .get("/accounts/:id/contacts", validate("query", Page), async (c) =>
    c.json(await findContacts(c.var.ctx, c.req.param("id"), c.req.valid("query"))),
  );

export const accountsEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/accounts",
    summary: "Accounts within reach, by name",
    query: AccountsQuery,
    response: ok(listOf("accounts", Account)),
  },
  {
    method: "get",
    path: "/accounts/{id}",
    summary: "One account",
    response: ok(z.object({ account: Account })),
  },
  {
    method: "patch",
    path: "/accounts/{id}",
    summary: "Change an account; what is left out stays",
    body: json(AccountChange),
    response: ok(z.object({ account: Account })),
    refusals: ["name_taken"],
  },
  {
    method: "get",
    path: "/accounts/{id}/contacts",
    summary: "Contacts of an account, by email address",
    query: Page,
    response: ok(listOf("contacts", Contact)),
  },
];
