import { createMessageBatch } from "cloudflare:test";
import { insertMessages, messageRow } from "#db/queries/message.ts";
import * as tables from "#db/schema.ts";
import type { MailJob } from "#worker/env.ts";
import worker from "#worker/index.ts";
import { asc, eq } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { bindings } from "../bindings.ts";
import {
  createContact,
  createInvitation,
  db,
  launchedRound,
  someDay,
  testCtx,
} from "../factories.ts";

afterEach(() => void vi.restoreAllMocks());

type Payload = { to: string[]; tags: { name: string; value: string }[] };
type Call = { path: string; key: string | null; to: string[] };

/** Stands in for the provider, which remembers keys with what came under them; `fate` decides of each request. */
function provider(fate: (call: Call, nth: number) => "fine" | "fails" | "lost" | "refused") {
  const calls: Call[] = [];
  const delivered: string[] = [];
  const known = new Map<string, string>();
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const mails = [JSON.parse(body) as Payload | Payload[]].flat();
    const key = request.headers.get("idempotency-key") ?? "";
    const call = { path: new URL(request.url).pathname, key, to: mails.map(({ to }) => to[0]!) };
    calls.push(call);
    const problem = (status: number, name: string) =>
      Response.json({ statusCode: status, name, message: name }, { status });
    if (known.has(key) && known.get(key) !== body)
      return problem(409, "invalid_idempotent_request");
    const outcome = fate(call, calls.length);
    if (outcome === "fails") return problem(500, "internal_server_error");
    if (outcome === "refused") return problem(422, "validation_error");
    if (!known.has(key)) delivered.push(...call.to);
    known.set(key, body);
    if (outcome === "lost") throw new Error("Network connection lost.");
    const ids = call.to.map((to) => ({ id: `id of ${to}` }));
    return Response.json(call.path.endsWith("/batch") ? { data: ids } : ids[0]);
  });
  return { calls, delivered };
}

/** An open round with so many people to invite, and the messages that do. */
async function toInvite(count: number) {
  const { round, version, account } = await launchedRound({ tiers: [] });
  const links = { roundId: round.id, templateVersionId: version.id };
  const rows = [];
  for (let n = 0; n < count; n++) {
    const contact = await createContact({ accountId: account.id });
    const { id } = await createInvitation({ ...links, contactId: contact.id });
    const intent = { kind: "invitation", recipient: contact.email, invitationId: id };
    rows.push(messageRow({ id: `invitation/${id}`, ...intent }, new Date()));
  }
  await insertMessages(db, rows);
  return rows.map(({ id, recipient }) => ({ id, recipient }));
}

async function deliver(messages: { id: string }[]) {
  const using = bindings({ RESEND_API_KEY: "re_test" });
  const ids = messages.map(({ id }) => id);
  const job = { id: "job", timestamp: new Date(), attempts: 1, body: { ids } };
  await worker.queue(createMessageBatch<MailJob>("cleargrade-mail", [job]), using);
}
const stored = () => db.select().from(tables.message).orderBy(asc(tables.message.id));
const statuses = async () => [...new Set((await stored()).map(({ status }) => status))];

test("a launch leaves in requests of a hundred, each person told what its mail is called there", async () => {
  const { calls, delivered } = provider(() => "fine");
  const messages = await toInvite(103);
  await deliver(messages);
  expect(calls.map(({ path, to }) => [path, to.length])).toEqual([
    ["/emails/batch", 100],
    ["/emails/batch", 3],
  ]);
  expect(delivered.toSorted()).toEqual(messages.map(({ recipient }) => recipient).toSorted());
  const rows = await stored();
  expect(rows.every((row) => row.providerId === `id of ${row.recipient}`)).toBe(true);
  expect(await statuses()).toEqual(["sent"]);
  expect(await db.$count(tables.invitation, eq(tables.invitation.delivery, "sent"))).toBe(103);
});

test("a lost answer is asked for again with the same people, whoever is named then", async () => {
  const { calls, delivered } = provider((_, nth) => (nth === 1 ? "lost" : "fine"));
  const messages = await toInvite(4);
  await deliver(messages);
  expect(await statuses()).toEqual(["queued"]);
  await deliver(messages.slice(0, 1));
  expect(calls[1]).toEqual(calls[0]);
  expect(delivered.length).toBe(4);
  expect(await statuses()).toEqual(["sent"]);
});

test("an answer was lost and somebody opted out since: nobody is mailed twice", async () => {
  const { delivered } = provider((_, nth) => (nth === 1 ? "lost" : "fine"));
  const messages = await toInvite(3);
  await deliver(messages);
  const addressHash = await testCtx().tokens.hashAddress(messages[0]!.recipient);
  await db.insert(tables.optOut).values({ addressHash, createdAt: someDay });
  await deliver(messages);
  expect(delivered.toSorted()).toEqual(messages.map(({ recipient }) => recipient).toSorted());
  expect((await stored()).filter(({ status }) => status === "queued")).toEqual([]);
});

test("its servers fail: all are tried again together, and sent then", async () => {
  const { calls, delivered } = provider((_, nth) => (nth === 1 ? "fails" : "fine"));
  const messages = await toInvite(3);
  await deliver(messages);
  expect((await stored()).map(({ status, attempts }) => [status, attempts])).toEqual(
    messages.map(() => ["queued", 1]),
  );
  await deliver(messages);
  expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
  expect(delivered.length).toBe(3);
});

test("one bad address refuses all of them: each goes by itself, and only the bad one fails", async () => {
  const messages = await toInvite(3);
  const bad = messages[1]!.recipient;
  const { delivered } = provider(({ to }) => (to.includes(bad) ? "refused" : "fine"));
  await deliver(messages);
  expect(delivered).not.toContain(bad);
  expect(delivered.length).toBe(2);
  expect((await stored()).filter(({ status }) => status === "failed")).toMatchObject([
    { recipient: bad },
  ]);
});

test("queue messages that come twice at once send everything once", async () => {
  const { delivered } = provider(() => "fine");
  const messages = await toInvite(5);
  await Promise.all([deliver(messages), deliver(messages), deliver(messages.slice(2))]);
  expect(delivered.toSorted()).toEqual(messages.map(({ recipient }) => recipient).toSorted());
  await deliver(messages);
  expect(delivered.length).toBe(5);
});
