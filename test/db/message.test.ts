import { insertMessages, messageRow } from "#db/queries/message.ts";
import * as tables from "#db/schema.ts";
import { expect, test } from "vitest";
import { db, someDay } from "../factories.ts";

const later = new Date(someDay.getTime() + 5000);
const rows = [
  messageRow({ id: "sign-in/1", kind: "sign_in", recipient: "a@x.example" }, someDay),
  messageRow(
    {
      id: "round-closed/r/s",
      kind: "round_closed",
      recipient: "b@x.example",
      staffId: "s",
      roundId: "r",
      data: { note: 'أمل "quoted"', list: [1] },
      sendAfter: later,
    },
    someDay,
  ),
];

test("messages are stored as they were given, in one statement", async () => {
  await db.batch([insertMessages(db, rows)]);
  const [closed, signIn] = await db.select().from(tables.message).orderBy(tables.message.id);
  expect(signIn).toEqual({
    ...rows[0],
    attempts: 0,
    batchId: null,
    delivery: null,
    lastError: null,
    providerId: null,
    sentAt: null,
  });
  expect(closed).toMatchObject({ ...rows[1], sendAfter: later, createdAt: someDay });
});

test("a message written twice stays as it was the first time", async () => {
  await insertMessages(db, rows);
  await db.update(tables.message).set({ status: "sent" });
  await insertMessages(db, [...rows, messageRow({ ...rows[0]!, id: "sign-in/2" }, later)]);
  const statuses = await db.select({ status: tables.message.status }).from(tables.message);
  expect(statuses.map(({ status }) => status).sort()).toEqual(["queued", "sent", "sent"]);
});

test("no messages are no statement's worth of trouble", async () => {
  await insertMessages(db, []);
  expect(await db.select().from(tables.message)).toEqual([]);
});

test("a thousand messages need one call", async () => {
  const many = Array.from({ length: 1000 }, (_, i) => ({ ...rows[0]!, id: `sign-in/${i}` }));
  await insertMessages(db, many);
  expect(await db.$count(tables.message)).toBe(1000);
});
