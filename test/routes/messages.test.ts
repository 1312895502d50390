import { createMessageBatch } from "cloudflare:test";
import * as tables from "#db/schema.ts";
import type { MailJob } from "#worker/env.ts";
import worker from "#worker/index.ts";
import { asc } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bindings } from "../bindings.ts";
import { createStaff, db, launchedRound, post, someDay, signIn, visit } from "../factories.ts";

let cookie: string;
beforeEach(async () => {
  cookie = await signIn(await createStaff({ role: "admin" }));
});
afterEach(() => void vi.restoreAllMocks());

type Message = typeof tables.message.$inferInsert;
const given = (overrides: Partial<Message> & { id: string }): Message => ({
  kind: "invitation",
  recipient: "gone@client.example",
  data: {},
  status: "failed",
  attempts: 6,
  lastError: "internal_server_error: our fault",
  createdAt: someDay,
  ...overrides,
});
const all = () => db.select().from(tables.message).orderBy(asc(tables.message.id));
const page = async (path = "/messages") => (await visit(path, cookie)).text();

async function deliver(id: string) {
  const key = bindings({ RESEND_API_KEY: "re_test" });
  const job = { id: "job", timestamp: new Date(), attempts: 1, body: { ids: [id] } };
  await worker.queue(createMessageBatch<MailJob>("cleargrade-mail", [job]), key);
}

test("given-up mail is listed with whom, what, how often and why; other mail is not", async () => {
  await db
    .insert(tables.message)
    .values([
      given({ id: "invitation/a" }),
      given({ id: "sign-in/b", kind: "sign_in", status: "sent", recipient: "fine@client.example" }),
    ]);
  const html = await page();
  expect(html).toContain("gone@client.example");
  expect(html).toContain("Invitation");
  expect(html).toContain("The mail service had a fault of its own.");
  expect(html).not.toContain("fine@client.example");
  expect(await page("/")).toContain('href="/messages"');
});

test("without given-up mail the page says so and offers nothing to retry", async () => {
  const html = await page();
  expect(html).toContain("No mail has failed");
  expect(html).not.toContain("/messages/retry");
});

test("one is retried, once, with an entry of who did it", async () => {
  await db
    .insert(tables.message)
    .values([given({ id: "invitation/a" }), given({ id: "invitation/b" })]);
  for (let press = 0; press < 2; press++) {
    const response = await post("/messages/retry", { id: "invitation/a" }, cookie);
    expect([response.status, response.headers.get("location")]).toEqual([
      303,
      "/messages?done=retried",
    ]);
  }
  expect(await all()).toMatchObject([
    { id: "invitation/a", status: "queued", attempts: 0, lastError: null },
    { id: "invitation/b", status: "failed" },
  ]);
  expect(await db.select().from(tables.auditEntry)).toMatchObject([
    { action: "message.retried", subjectId: "invitation/a" },
  ]);
});

test("all are retried, and what was sent or cancelled stays as it is", async () => {
  await db
    .insert(tables.message)
    .values([
      given({ id: "a" }),
      given({ id: "b" }),
      given({ id: "c", status: "sent" }),
      given({ id: "d", status: "cancelled" }),
    ]);
  await post("/messages/retry", { all: "1" }, cookie);
  expect((await all()).map(({ status }) => status)).toEqual([
    "queued",
    "queued",
    "sent",
    "cancelled",
  ]);
  await post("/messages/retry", {}, cookie);
  expect(await db.$count(tables.auditEntry)).toBe(1);
});

test("more than a page goes on where it stopped, and shows each once", async () => {
  const many = Array.from({ length: 60 }, (_, at) =>
    given({ id: `x/${at}`, recipient: `p${at}@client.example` }),
  );
  for (const row of many) await db.insert(tables.message).values(row);
  const first = await page();
  const next = /href="(\/messages\?cursor=[^"]+)" rel="next"/.exec(first)?.[1];
  const found = [first, await page(next)].flatMap((html) => [
    ...html.matchAll(/<th scope="row">([^<]+)<\/th>/g),
  ]);
  expect(found.length).toBe(60);
  expect(new Set(found.map((match) => match[1])).size).toBe(60);
});

test("what failed after the provider had taken it goes out under a key of its own", async () => {
  const keys: (string | null)[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    keys.push(new Request(input, init).headers.get("idempotency-key"));
    return Response.json({ id: "second" });
  });
  const { invitation } = await launchedRound();
  const id = `invitation/${invitation.id}`;
  const links = { recipient: invitation.contact.email, invitationId: invitation.id };
  const failed = given({ id, ...links, providerId: "first", delivery: "failed" });
  await db.insert(tables.message).values(failed);
  await post("/messages/retry", { id }, cookie);
  await deliver(id);
  expect(keys).toEqual([`${id}/first`]);
  expect(await all()).toMatchObject([{ status: "sent", providerId: "second", delivery: null }]);
});
