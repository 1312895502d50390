import { updateToAccepted } from "#db/queries/invitation.ts";
import { messageRow } from "#db/queries/message.ts";
import { updateDraft } from "#db/queries/round.ts";
import { findMark, updateToClosed } from "#db/queries/round-close.ts";
import { updateToOpen } from "#db/queries/round-launch.ts";
import { updateSelfGrade } from "#db/queries/self-grade.ts";
import * as tables from "#db/schema.ts";
import { buildReport } from "#worker/domain/reports/actions.ts";
import { expect, test } from "vitest";
import { createAccount, createContact, createRound, db, someDay, testCtx } from "../factories.ts";

const version = {
  id: "version",
  slug: "users",
  version: 1,
  definition: {
    slug: "users",
    version: 1,
    title: "Users",
    sections: [
      {
        key: "all",
        questions: [{ key: "overall-grade", type: "grade" as const, wording: "How are we?" }],
      },
    ],
  },
};
const change = (roundId: string, changeId: string) => ({
  roundId,
  changeId,
  at: someDay,
  by: "staff",
});
const invitationOf = (id: string, contactId: string) => ({
  id,
  contactId,
  tier: "user",
  templateVersionId: version.id,
  tokenHash: `token-${id}`,
  optOutHash: `opt-out-${id}`,
});

async function openRound(confidentiality: "named" | "confidential" = "named") {
  const account = await createAccount();
  const contact = await createContact({ accountId: account.id });
  const round = await createRound({ accountId: account.id, confidentiality });
  const opening = {
    ...change(round.id, "launch-1"),
    seen: null,
    explanation: null,
    publicKey: confidentiality === "confidential" ? "key" : null,
    versions: [version],
    invitations: [invitationOf("invitation-1", contact.id)],
    messages: [],
    audit: {},
  };
  expect(await updateToOpen(db, opening)).toBe(true);
  return { account, contact, round, opening };
}

const answer = (roundId: string, id: string, revision: number | null) =>
  db
    .insert(tables.response)
    .values({ roundId, id, tier: "user", answers: { "overall-grade": "A" }, revision })
    .onConflictDoUpdate({
      target: [tables.response.roundId, tables.response.id],
      set: { revision },
    });

async function closing(roundId: string) {
  const mark = await findMark(db, roundId);
  return {
    ...change(roundId, "close-1"),
    closedBy: null,
    reason: null,
    mark,
    rows: await buildReport(testCtx(), roundId, someDay),
    messages: [
      messageRow({ id: "round-closed/x", kind: "round_closed", recipient: "a@b.example" }, someDay),
    ],
    cases: [],
    webhooks: [],
    suggestions: [],
    receipt: null,
  };
}

test("a launch that lost the race to another at the same instant writes nothing", async () => {
  const { account, opening } = await openRound();
  const other = await createContact({ accountId: account.id });
  const late = {
    ...opening,
    changeId: "launch-2",
    invitations: [invitationOf("invitation-2", other.id)],
    messages: [
      messageRow({ id: "invitation/2", kind: "invitation", recipient: other.email }, someDay),
    ],
  };
  expect(await updateToOpen(db, late)).toBe(false);
  expect(await db.$count(tables.invitation)).toBe(1);
  expect(await db.$count(tables.message)).toBe(0);
  expect(await db.$count(tables.auditEntry)).toBe(1);
});

test("a draft that was changed after it was checked does not open", async () => {
  const account = await createAccount();
  const contact = await createContact({ accountId: account.id });
  const round = await createRound({ accountId: account.id });
  const opening = {
    ...change(round.id, "launch-1"),
    seen: round.changeId,
    explanation: null,
    publicKey: "key",
    versions: [version],
    invitations: [invitationOf("invitation-1", contact.id)],
    messages: [],
    audit: {},
  };
  const edit = { roundId: round.id, changeId: "edit-1" };
  expect(await updateDraft(db, edit, { confidentiality: "confidential" })).toBe(true);
  expect(await updateToOpen(db, opening)).toBe(false);
  expect(await db.$count(tables.invitation)).toBe(0);
  expect(await updateToOpen(db, { ...opening, seen: "edit-1" })).toBe(true);
});

test.each<[string, (roundId: string, accountId: string) => Promise<unknown>]>([
  ["an answer", (roundId) => answer(roundId, "late", 1)],
  ["a new version of an answer", (roundId) => answer(roundId, "early", 2)],
  [
    "an accepted colleague",
    async (roundId, accountId) => {
      const contact = await createContact({ accountId });
      const row = invitationOf("invitation-2", contact.id);
      await db
        .insert(tables.invitation)
        .values({ ...row, roundId, tier: "user", status: "invited", invitedAt: someDay });
    },
  ],
])("a close whose figures lack %s writes nothing, and the next one has it", async (_, arrives) => {
  const { round, account } = await openRound();
  await answer(round.id, "early", 1);
  const stale = await closing(round.id);
  await arrives(round.id, account.id);
  expect(await updateToClosed(db, stale)).toBe(false);
  expect(await db.$count(tables.report)).toBe(0);
  expect(await db.$count(tables.reportArea)).toBe(0);
  expect(await db.$count(tables.message)).toBe(0);
  const fresh = await closing(round.id);
  expect(await updateToClosed(db, fresh)).toBe(true);
  expect(await db.$count(tables.report)).toBe(1);
  expect(await db.$count(tables.message)).toBe(1);
});

test("a close that lost to another at the same instant adds nothing to its report", async () => {
  const { round } = await openRound();
  await answer(round.id, "early", 1);
  const [first, second] = [await closing(round.id), await closing(round.id)];
  const comment = {
    roundId: round.id,
    questionKey: "overall-grade",
    position: 9,
    tier: "user" as const,
    text: "From the figures that lost",
    contactId: null,
  };
  expect(await updateToClosed(db, first)).toBe(true);
  const lost = { ...second, changeId: "close-2", rows: { ...second.rows, comments: [comment] } };
  expect(await updateToClosed(db, lost)).toBe(false);
  expect(await db.$count(tables.report)).toBe(1);
  expect(await db.$count(tables.reportComment)).toBe(0);
});

test("figures keep every digit on their way into the report", async () => {
  const { round } = await openRound();
  const one = await closing(round.id);
  const third = 10 / 3;
  const area = { tier: "all" as const, low: null, high: null, n: 3, invited: 9, favourable: 1 / 7 };
  const areas = [{ roundId: round.id, area: "teamwork", mean: third, ...area }];
  const report = { ...one.rows.report, clientPoints: third };
  await updateToClosed(db, { ...one, rows: { ...one.rows, report, areas } });
  const [kept] = await db.select().from(tables.reportArea);
  expect(kept!.mean).toBeCloseTo(third, 14);
  expect(kept!.favourable).toBeCloseTo(1 / 7, 14);
  expect((await db.select().from(tables.report))[0]!.clientPoints).toBe(third);
});

test("a self-grade given while the round opens is either in time or not written", async () => {
  const { round } = await openRound();
  const row = { roundId: round.id, grade: "A" as const, reason: "x", predicted: {} };
  expect(await updateSelfGrade(db, { ...row, givenBy: "staff", givenAt: someDay })).toBe(false);
  expect(await db.$count(tables.selfGrade)).toBe(0);
});

test("two acceptances of one nomination invite one person once", async () => {
  const { round, account } = await openRound();
  await db.insert(tables.nomination).values({
    invitationId: "invitation-1",
    roundId: round.id,
    name: "Ana Roy",
    email: "ana@client.example",
    status: "proposed",
    createdAt: someDay,
  });
  const acceptance = (id: string) => ({
    roundId: round.id,
    invitationId: "invitation-1",
    by: "staff",
    at: someDay,
    reason: null,
    newContact: {
      id: `contact-${id}`,
      accountId: account.id,
      firstName: "Ana",
      lastName: "Roy",
      email: "ana@client.example",
      tier: "user" as const,
      createdAt: someDay,
      updatedAt: someDay,
    },
    invitation: invitationOf(id, `contact-${id}`),
    mail: messageRow(
      { id: `invitation/${id}`, kind: "invitation", recipient: "ana@client.example" },
      someDay,
    ),
  });
  const won = await Promise.all([
    updateToAccepted(db, acceptance("one")),
    updateToAccepted(db, acceptance("two")),
  ]);
  expect(won.filter(Boolean)).toHaveLength(1);
  expect(await db.$count(tables.contact)).toBe(2);
  expect(await db.$count(tables.invitation)).toBe(2);
  expect(await db.$count(tables.message)).toBe(1);
});
