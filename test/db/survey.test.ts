import * as tables from "#db/schema.ts";
import { app } from "#worker/app.ts";
import { expect, test } from "vitest";
import { messageRow } from "#db/queries/message.ts";
import { insertConfidentialSubmission, insertSubmission, updateDraft } from "#db/queries/survey.ts";
import { counted } from "../counted.ts";
import { db, launchedRound, origin, someDay } from "../factories.ts";

async function ask(path: string, fields?: Record<string, string>) {
  const { env, total } = counted();
  const body = fields && new URLSearchParams(fields);
  const request = new Request(new URL(path, origin), body ? { method: "POST", body } : {});
  const response = await app.fetch(request, env);
  return { ...total, status: response.status };
}

const answers = { "overall-grade": "B", quality: "4" };
const saved = { intent: "save", ...answers };
const sent = { intent: "submit", ...answers };

test("opening, saving and sending take one read, one write where there is something to write, and one read more to say what is missing", async () => {
  const { invitation } = await launchedRound();
  const path = `/s/${invitation.token}`;
  expect(await ask(path)).toMatchObject({ status: 200, calls: 1, written: 0 });
  expect(await ask(path, saved)).toMatchObject({ status: 204, calls: 2, written: 1 });
  expect(await ask(path, saved)).toMatchObject({ status: 204, calls: 1, written: 0 });
  expect(await ask(path, { intent: "submit" })).toMatchObject({
    status: 422,
    calls: 2,
    written: 0,
  });
  expect(await ask(path, sent)).toMatchObject({ status: 200, calls: 2 });
  expect(await ask(path, sent)).toMatchObject({ status: 200, calls: 1, written: 0 });
  expect(await ask(path, { ...sent, quality: "5" })).toMatchObject({ status: 200, calls: 2 });
});

test("a link that opens nothing costs two reads at most", async () => {
  expect(await ask("/s/AAAAAAAAAAAAAAAAAAAAAA")).toMatchObject({ status: 404, calls: 2 });
  expect(await ask("/s/too-short")).toMatchObject({ status: 404, calls: 0 });
});

test("a submission reads ten rows and writes five at most: mark, response, and the receipt with its two indexes", async () => {
  const { invitation } = await launchedRound();
  await ask(`/s/${invitation.token}`);
  const first = await ask(`/s/${invitation.token}`, sent);
  expect(first.read).toBeLessThanOrEqual(10);
  expect(first.written).toBeLessThanOrEqual(5);
  const again = await ask(`/s/${invitation.token}`, { ...sent, quality: "1" });
  expect(again.read).toBeLessThanOrEqual(11);
  expect(again.written).toBeLessThanOrEqual(5);
});

test("a submission that opens a case takes one read more, and writes the case and its mails with it", async () => {
  const { invitation } = await launchedRound();
  const path = `/s/${invitation.token}`;
  const poor = await ask(path, { ...sent, "overall-grade": "D" });
  expect(poor).toMatchObject({ status: 200, calls: 3 });
  expect(poor.written).toBeLessThanOrEqual(16);
  const same = await ask(path, { ...sent, "overall-grade": "D", quality: "1" });
  expect(same).toMatchObject({ status: 200, calls: 3 });
  expect(same.written).toBeLessThanOrEqual(5);
});

test("a confidential submission reads ten rows at most and writes two: completed, and the sealed answers", async () => {
  const { invitation } = await launchedRound({ round: { confidentiality: "confidential" } });
  const path = `/s/${invitation.token}`;
  expect(await ask(path, saved)).toMatchObject({ status: 204, calls: 1, written: 0 });
  const answered = await ask(path, sent);
  expect(answered).toMatchObject({ status: 200, calls: 2, written: 2 });
  expect(answered.read).toBeLessThanOrEqual(10);
});

test("a round that closes between reading and writing takes nothing", async () => {
  const { invitation, round } = await launchedRound();
  await db.update(tables.round).set({ status: "closed" });
  const link = { invitationId: invitation.id, roundId: round.id };
  const base = { ...link, tier: "user" as const, answers };
  const message = { id: "receipt/x/1", kind: "receipt", recipient: "a@client.example" };
  const named = { contactId: invitation.contact.id, revision: 0, preferences: { a: "b" } };
  const receipt = messageRow(message, someDay);
  expect(
    await insertSubmission(db, {
      ...base,
      ...named,
      messages: [receipt],
      cases: [],
      webhooks: [],
      conversationId: null,
      now: someDay,
    }),
  ).toBe(false);
  const response = { roundId: round.id, id: "random", sealed: "sealed" };
  expect(await insertConfidentialSubmission(db, { ...link, response })).toBe(false);
  expect(await db.select().from(tables.sealedResponse)).toEqual([]);
  expect(await updateDraft(db, link, answers)).toBe(false);
  expect(await db.select().from(tables.response)).toEqual([]);
  expect(await db.select().from(tables.message)).toEqual([]);
  expect((await db.select().from(tables.contact))[0]!.preferences).toBeNull();
});
