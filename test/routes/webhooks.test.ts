import * as tables from "#db/schema.ts";
import { beforeEach, expect, test } from "vitest";
import { createStaff, db, everythingStored, post, signIn, visit } from "../factories.ts";

let cookie: string;
beforeEach(async () => {
  cookie = await signIn(await createStaff({ role: "admin" }));
});

const address = "https://crm.example.com/hooks";
const secretIn = (html: string) => /whsec_[A-Za-z0-9+/]{43}=/.exec(html)?.[0];
const endpoints = () => db.select().from(tables.webhookEndpoint);

test("a webhook is added, and its secret is shown on that page only and stored nowhere", async () => {
  const made = await post("/webhooks", { url: address, "round.closed": "yes" }, cookie);
  expect(made.status).toBe(200);
  const secret = secretIn(await made.text());
  expect(secret).toBeDefined();
  const [endpoint] = await endpoints();
  expect(endpoint).toMatchObject({ url: address, events: ["round.closed"], status: "active" });
  const pages = ["/webhooks", `/webhooks/${endpoint!.id}`];
  for (const page of pages) {
    const html = await (await visit(page, cookie)).text();
    expect(html).toContain("crm.example.com");
    expect(secretIn(html)).toBeUndefined();
  }
  expect(JSON.stringify(await everythingStored())).not.toContain(secret);
});

test.each([
  ["no address", { url: "" }, "The address is empty."],
  ["no event", { url: address }, "choose at least one"],
  [
    "an address that is none",
    { url: "crm", "round.closed": "yes" },
    "The address is not an address",
  ],
])("a webhook with %s is refused, and what was typed is kept", async (_, fields, says) => {
  const answered = await post("/webhooks", fields, cookie);
  const html = await answered.text();
  expect(answered.status).toBe(422);
  expect(html).toContain(says);
  if (fields.url) expect(html).toContain(`value="${fields.url}"`);
  expect(await endpoints()).toEqual([]);
});

test("a webhook is paused, let go on and deleted", async () => {
  await post("/webhooks", { url: address, "round.closed": "yes" }, cookie);
  const [{ id } = { id: "" }] = await endpoints();
  const act = async (verb: string, fields = {}) =>
    (await post(`/webhooks/${id}/${verb}`, fields, cookie)).status;
  expect(await act("status", { status: "paused" })).toBe(303);
  expect(await endpoints()).toMatchObject([{ status: "paused" }]);
  expect(await act("status", { status: "active" })).toBe(303);
  expect(await endpoints()).toMatchObject([{ status: "active" }]);
  expect(await act("delete")).toBe(303);
  expect(await endpoints()).toEqual([]);
  expect((await visit(`/webhooks/${id}`, cookie)).status).toBe(404);
  const deeds = (await db.select().from(tables.auditEntry)).map(({ action }) => action);
  expect(deeds.filter((deed) => deed.startsWith("webhook."))).toEqual([
    "webhook.added",
    "webhook.paused",
    "webhook.resumed",
    "webhook.deleted",
  ]);
});
