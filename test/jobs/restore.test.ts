import * as tables from "#db/schema.ts";
import { messageRow } from "#db/queries/message.ts";
import { erasePerson } from "#worker/domain/person/actions.ts";
import { openSession, prepareSignInLink } from "#worker/domain/session/actions.ts";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { createClock } from "../clock.ts";
import {
  api,
  createContact,
  createStaff,
  createToken,
  db,
  everythingStored,
  launchedRound,
  post,
  someDay,
  testCtx,
} from "../factories.ts";
import { restore, takeSnapshot } from "../restored.ts";

const minute = 60_000;
const after = (minutes: number) => new Date(someDay.getTime() + minutes * minute);
const email = "zyxwina@qvortrup.example";

let clock: ReturnType<typeof createClock>;
beforeEach(() => {
  clock = createClock();
  clock.set(someDay);
});

const entries = async () =>
  (await db.select().from(tables.auditEntry)).filter(
    ({ action }) => action === "database.restored",
  );

test("a restored database forgets again whom we erased, lets nobody in and mails nobody twice", async () => {
  const contact = { firstName: "Zyxwina", lastName: "Qvortrup", email };
  const { invitation } = await launchedRound({ contact });
  await post(`/s/${invitation.token}`, {
    intent: "submit",
    "overall-grade": "B",
    "improve-one-thing": "zyxword",
  });
  const staff = await createStaff();
  const token = await createToken(staff);
  const link = testCtx().newId();
  await prepareSignInLink(testCtx(), staff.email, link);
  const note = { id: "staff-invited/x", kind: "staff_invited", recipient: staff.email };
  await clock.advance(after(0));
  await db.insert(tables.message).values(messageRow({ ...note, staffId: staff.id }, after(0)));
  const snapshot = await takeSnapshot();

  await clock.advance(after(2));
  expect(await openSession(testCtx({ kind: "respondent" }), link, new Headers())).not.toBeNull();
  const sent = await db.select().from(tables.message).where(eq(tables.message.id, note.id));
  expect(sent).toMatchObject([{ status: "sent" }]);
  await db.update(tables.apiToken).set({ revokedAt: after(2) });
  const erased = { ...testCtx({ kind: "system" }, after(3)) };
  expect(await erasePerson(erased, email, { noMoreMail: true })).toEqual({ ok: true });
  await clock.advance(after(10));
  expect(await entries()).toEqual([]);

  await restore(snapshot);
  expect(JSON.stringify(await everythingStored())).toContain("zyxword");
  await clock.advance(after(20));
  const stored = JSON.stringify(await everythingStored()).toLowerCase();
  for (const trace of ["zyxwina", "qvortrup", "zyxword"]) expect(stored).not.toContain(trace);
  expect(await openSession(testCtx({ kind: "respondent" }), link, new Headers())).toBeNull();
  expect(await db.$count(tables.session)).toBe(0);
  expect((await api(token, "GET", "/accounts")).status).toBe(401);
  const waiting = await db.select().from(tables.message).where(eq(tables.message.id, note.id));
  expect(waiting).toMatchObject([{ status: "sent", sentAt: after(2), lastError: null }]);

  await clock.advance(after(30));
  await clock.advance(after(40));
  expect(await entries()).toHaveLength(1);
});

test("who came anew after being erased is left alone when the database is restored", async () => {
  const { account } = await launchedRound({ contact: { email } });
  await erasePerson(testCtx({ kind: "system" }, after(1)), email, { noMoreMail: false });
  await createContact({ accountId: account.id, email, lastName: "Anew", createdAt: after(2) });
  await clock.advance(after(3));
  const snapshot = await takeSnapshot();
  await clock.advance(after(10));
  await restore(snapshot);
  await clock.advance(after(20));
  expect(await entries()).toHaveLength(1);
  const found = await db.select().from(tables.contact).where(eq(tables.contact.email, email));
  expect(found).toMatchObject([{ lastName: "Anew" }]);
});

test("sweeps that come twice, late or in the wrong order are no restore", async () => {
  const token = await createToken(await createStaff());
  for (const at of [0, 10, 5, 10, 60, 30, 61, 0]) await clock.advance(after(at));
  await Promise.all([clock.sweep(after(70)), clock.sweep(after(80)), clock.sweep(after(75))]);
  await clock.advance(after(90));
  expect(await entries()).toEqual([]);
  expect((await api(token, "GET", "/accounts")).status).toBe(200);
});
