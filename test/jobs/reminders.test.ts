import * as tables from "#db/schema.ts";
import { createCtx } from "#worker/context.ts";
import { changeContact } from "#worker/domain/contact/actions.ts";
import { cancelRound, closeRound } from "#worker/domain/round/actions-close.ts";
import { decideNomination } from "#worker/domain/round/actions-nomination.ts";
import { resendCorrected } from "#worker/domain/round/actions-running.ts";
import { defaultSettings } from "#worker/domain/setting/actions.ts";
import { eq, like, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { createClock } from "../clock.ts";
import {
  createAccount,
  createContact,
  createInvitation,
  createStaff,
  db,
  launchedRound,
  post,
  someDay,
  staffCtx,
  testCtx,
} from "../factories.ts";

const hour = 3600 * 1000;
const minute = 60 * 1000;
/** The round opens on 2 March 2026 at 10:00 in Berlin; the clocks there go forward on 29 March. */
const day = (days: number, more = 0) => new Date(someDay.getTime() + days * 24 * hour + more);

let clock: ReturnType<typeof createClock>;
beforeEach(async () => {
  clock = createClock();
  clock.set(someDay);
  const settings = { ...defaultSettings(testCtx().config), timeZone: "Europe/Berlin" };
  await db.insert(tables.setting).values({ id: 1, ...settings });
});

type Options = Parameters<typeof launchedRound>[0];
/** An open round whose invitations have been sent. */
async function openRound(options: Options = {}) {
  const set = await launchedRound(options);
  for (const one of set.invitations) await sendInvitation(set.round.id, one, one.contact.email);
  return set;
}

async function sendInvitation(
  roundId: string,
  { id }: { id: string },
  recipient: string,
  at = someDay,
) {
  const row = { id: `invitation/${id}`, kind: "invitation", recipient, invitationId: id, roundId };
  await db
    .insert(tables.message)
    .values({ ...row, data: {}, status: "sent", createdAt: at, sentAt: at });
  await db.update(tables.invitation).set({ delivery: "sent" }).where(eq(tables.invitation.id, id));
}

const reminders = async () =>
  (await db.select().from(tables.message).where(like(tables.message.id, "reminder/%"))).sort(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.id.localeCompare(b.id),
  );
/** The steps sent so far, each with the hours since the first invitation. */
const sent = async () =>
  (await reminders())
    .filter(({ status }) => status === "sent")
    .map(({ data, sentAt }) => [data["step"], (sentAt!.getTime() - someDay.getTime()) / hour]);
const setInvitation = (set: Partial<typeof tables.invitation.$inferInsert>) =>
  db.update(tables.invitation).set(set);
const setRound = (set: Partial<typeof tables.round.$inferInsert>) =>
  db.update(tables.round).set(set);

/** Sweeps every three hours from one day to another. */
async function everyThreeHours(from: number, to: number) {
  for (let at = day(from).getTime(); at <= day(to).getTime(); at += 3 * hour)
    await clock.advance(new Date(at));
}

describe("a silent person", () => {
  test("is reminded on days 4, 11 and 19, at the time of day of the invitation", async () => {
    await openRound();
    await clock.advance(day(4, -1));
    expect(await reminders()).toEqual([]);
    for (const days of [4, 5, 11, 12, 19, 20]) await clock.advance(day(days));
    expect(await sent()).toEqual([
      [1, 4 * 24],
      [2, 11 * 24],
      [3, 19 * 24],
    ]);
  });

  test("is reminded by a sweep told a later instant than the clock's, and the mail leaves at that one", async () => {
    await openRound();
    for (const days of [4, 4.5, 11, 19]) {
      await clock.sweep(day(days));
      await clock.deliver();
    }
    expect(await sent()).toEqual([
      [1, 4 * 24],
      [2, 11 * 24],
      [3, 19 * 24],
    ]);
  });

  test("is reminded on the days of the settings, the last of them by the last wording", async () => {
    const days = { reminderDays: [2, 7] };
    await db.update(tables.setting).set(days);
    await openRound();
    for (const one of [2, 4, 7, 11, 19]) await clock.advance(day(one));
    expect((await reminders()).map(({ data }) => data)).toEqual([
      { step: 1, last: false },
      { step: 2, last: true },
    ]);
  });

  test("is not reminded where the settings name no day", async () => {
    await db.update(tables.setting).set({ reminderDays: [] });
    await openRound();
    await everyThreeHours(19, 20);
    expect(await reminders()).toEqual([]);
  });

  test("is reminded by calendar: an hour earlier once the clocks have gone forward", async () => {
    const invitedAt = new Date("2026-03-26T09:00:00Z");
    await openRound({ round: { closesAt: day(60) } });
    await setInvitation({ invitedAt });
    const due = new Date("2026-03-30T08:00:00Z");
    await clock.advance(new Date(due.getTime() - minute));
    expect(await reminders()).toEqual([]);
    await clock.advance(due);
    expect(await reminders()).toHaveLength(1);
  });
});

async function moveAway(contactId: string) {
  const { id: accountId } = await createAccount();
  const leader = await createStaff({ role: "leader" });
  const moved = await changeContact(staffCtx(leader), contactId, { accountId });
  expect(moved.ok).toBe(true);
}

/** On day 2 somebody names a colleague instead, and we say what becomes of that. */
async function nominateOnSecondDay(accept: boolean) {
  const { round, invitation } = await openRound();
  clock.set(day(2));
  const colleague = { name: "Ada Byron", email: "ada@client.example" };
  expect((await post(`/s/${invitation.token}/colleague`, colleague)).status).toBe(200);
  const ctx = createCtx(clock.using, { kind: "system" }, day(2));
  await decideNomination(ctx, round.id, invitation.id, { accept, reason: null });
  await clock.deliver();
  await everyThreeHours(3.5, 7);
}

describe("nobody is reminded who", () => {
  const bars: Record<string, (set: Awaited<ReturnType<typeof openRound>>) => PromiseLike<unknown>> =
    {
      "has answered": () => setInvitation({ status: "completed", revision: 1 }),
      "has declined": () => setInvitation({ status: "declined" }),
      "has postponed to a later day": () =>
        setInvitation({ status: "postponed", postponedUntil: day(20) }),
      "was revoked": () => setInvitation({ status: "revoked" }),
      "could not be reached": () => setInvitation({ delivery: "bounced" }),
      "has complained": () => setInvitation({ delivery: "complained" }),
      "was not sent the invitation yet": () => setInvitation({ delivery: "queued" }),
      "has left": () => db.update(tables.contact).set({ status: "left" }),
      "works for another client now": ({ invitation }) => moveAway(invitation.contact.id),
      "has opted out": ({ invitation }) => post(`/u/${invitation.optOutToken}`, {}),
      "was asked in a round that is closed": () => setRound({ status: "closed" }),
      "was asked in a round that was cancelled": () => setRound({ status: "cancelled" }),
    };

  test.each(Object.entries(bars))("%s", async (_, bar) => {
    const set = await openRound();
    await bar(set);
    await everyThreeHours(4, 5);
    expect(await sent()).toEqual([]);
  });

  test.each(Object.entries(bars).filter(([who]) => !/not sent/.test(who)))(
    "%s, though the reminder waited already",
    async (_, bar) => {
      const set = await openRound();
      clock.set(day(4));
      await clock.sweep();
      expect(await reminders()).toMatchObject([{ status: "queued" }]);
      await bar(set);
      await clock.deliver();
      expect(await reminders()).toMatchObject([{ status: "cancelled" }]);
    },
  );
});

/** What happens in the days of a round, and the steps sent with the hours since the first invitation. */
const life: [title: string, run: () => Promise<unknown>, expected: [number, number][]][] = [
  [
    "the deadline moved earlier, before a reminder: none after the close",
    async () => {
      await openRound();
      await clock.advance(day(4));
      await setRound({ closesAt: day(10) });
      await everyThreeHours(10, 12);
    },
    [[1, 96]],
  ],
  [
    "the deadline moved later: what was sent stays, the rest goes on",
    async () => {
      await openRound({ round: { closesAt: day(10) } });
      await clock.advance(day(4));
      await setRound({ closesAt: day(40) });
      await everyThreeHours(10, 12);
      await clock.advance(day(19));
      await clock.advance(day(39));
    },
    [
      [1, 96],
      [2, 264],
      [3, 456],
    ],
  ],
  [
    "a contact added on day 3: a day count of their own",
    async () => {
      const { account, round, version } = await openRound({ tiers: [] });
      const contact = await createContact({ accountId: account.id });
      const links = { roundId: round.id, contactId: contact.id, templateVersionId: version.id };
      const late = await createInvitation({ ...links, invitedAt: day(3) });
      await sendInvitation(round.id, late, contact.email, day(3));
      await everyThreeHours(4, 8);
    },
    [[1, 7 * 24]],
  ],
  [
    "no sweep for six hours: late, and once",
    async () => {
      await openRound();
      await everyThreeHours(3.9, 3.95);
      await everyThreeHours(4.25, 5);
    },
    [[1, 102]],
  ],
  [
    "no sweep for eight days: only the latest due",
    async () => {
      await openRound();
      await everyThreeHours(12, 13);
    },
    [[2, 288]],
  ],
  [
    "no sweep until shortly before the last: a day lies between the two",
    async () => {
      await openRound();
      await everyThreeHours(18.5, 21);
    },
    [
      [2, 444],
      [3, 468],
    ],
  ],
  [
    "postponed over a reminder: the mail of the chosen day stands in its place",
    async () => {
      await openRound();
      await setInvitation({ status: "postponed", postponedUntil: day(6) });
      await everyThreeHours(3.5, 8);
    },
    [],
  ],
  [
    "postponed to the day before a reminder: it keeps a day's distance",
    async () => {
      await openRound();
      await setInvitation({ status: "postponed", postponedUntil: day(3.5) });
      await everyThreeHours(3, 6);
    },
    [[1, 108]],
  ],
  [
    "a proposed colleague accepted on day 2: a day count of their own, and none to who proposed them",
    () => nominateOnSecondDay(true),
    [[1, 6 * 24]],
  ],
  [
    "a proposed colleague refused on day 2: neither of the two is reminded",
    () => nominateOnSecondDay(false),
    [],
  ],
  [
    "bounced over a reminder and sent again to a corrected address: the next ones follow",
    async () => {
      const { invitation, round } = await openRound();
      await setInvitation({ delivery: "bounced" });
      await everyThreeHours(3.9, 5);
      const { contact } = invitation;
      await changeContact(staffCtx(await createStaff({ role: "leader" })), contact.id, {
        email: "anew@client.example",
      });
      await resendCorrected(createCtx(clock.using, { kind: "system" }, day(5)), round.id, null);
      clock.set(day(5));
      await clock.deliver();
      await everyThreeHours(5, 12);
    },
    [[2, 11 * 24]],
  ],
  [
    "moved to another account after a reminder: nothing more, at neither account",
    async () => {
      const { invitation } = await openRound();
      await clock.advance(day(4));
      await moveAway(invitation.contact.id);
      await everyThreeHours(10.9, 12);
    },
    [[1, 96]],
  ],
  [
    "closed early: nothing more",
    async () => {
      const { round } = await openRound();
      await clock.advance(day(4));
      await closeRound(testCtx(undefined, day(5)), round.id, { reason: "They merge." });
      await everyThreeHours(11, 12);
    },
    [[1, 96]],
  ],
  [
    "cancelled while a reminder waits: it does not leave",
    async () => {
      const { round } = await openRound();
      clock.set(day(4));
      await clock.sweep();
      await cancelRound(testCtx(undefined, day(4)), round.id, { reason: "Wrong account." });
      await clock.deliver();
      await everyThreeHours(11, 12);
    },
    [],
  ],
  [
    "the mail provider away over two reminders: the one that waited is sent, not the next as well",
    async () => {
      await openRound();
      clock.set(day(4));
      await clock.sweep();
      clock.lose();
      clock.set(day(11.5));
      await clock.sweep();
      await clock.deliver();
      await everyThreeHours(11.6, 14);
    },
    [[1, 276]],
  ],
  [
    "the deadline on the day the clocks change: the last reminder counts days, the close keeps its hour",
    async () => {
      await db.update(tables.setting).set({ reminderDays: [19] });
      // 29 March has 23 hours in Berlin: its end is 22:00 UTC.
      await openRound({ round: { closesAt: new Date("2026-03-29T22:00:00Z") } });
      await setInvitation({ invitedAt: new Date("2026-03-10T23:30:00Z") });
      await clock.advance(new Date("2026-03-29T22:29:00Z"));
    },
    [],
  ],
];

test.each(life)("%s", async (_, run, expected) => {
  await run();
  expect(await sent()).toEqual(expected);
});

test("a reminder due an hour before the deadline on the day the clocks change still leaves", async () => {
  await db.update(tables.setting).set({ reminderDays: [19] });
  await openRound({ round: { closesAt: new Date("2026-03-29T22:00:00Z") } });
  await setInvitation({ invitedAt: new Date("2026-03-10T22:00:00Z") });
  await clock.advance(new Date("2026-03-29T20:59:00Z"));
  expect(await reminders()).toEqual([]);
  await clock.advance(new Date("2026-03-29T21:00:00Z"));
  expect(await reminders()).toMatchObject([{ status: "sent", data: { step: 1, last: true } }]);
});

test("two sweeps at once, each queue message twice: one reminder a person", async () => {
  await openRound({ tiers: ["user", "manager", "board"] });
  clock.set(day(4));
  await Promise.all([clock.sweep(), clock.sweep()]);
  await Promise.all([clock.deliver(2), clock.deliver(2)]);
  const rows = await reminders();
  expect(rows).toHaveLength(3);
  expect(rows.every(({ status, attempts }) => status === "sent" && attempts === 1)).toBe(true);
});

test("a confidential round is reminded by who is marked as answered, and keeps no time of it", async () => {
  const { round, invitations } = await openRound({
    tiers: ["user", "user"],
    round: { confidentiality: "confidential" },
  });
  await post(`/s/${invitations[0]!.token}`, { intent: "submit", "overall-grade": "B" });
  await clock.advance(day(4));
  const rows = await reminders();
  expect(rows.map(({ invitationId }) => invitationId)).toEqual([invitations[1]!.id]);
  const [stored] = await db.select().from(tables.sealedResponse);
  expect(Object.keys(stored!)).toEqual(["roundId", "id", "sealed"]);
  expect(stored!.roundId).toBe(round.id);
});

test("a reminder of a confidential round that an answer overtakes leaves nothing that tells when it came", async () => {
  const { invitations } = await openRound({
    tiers: ["user", "user"],
    round: { confidentiality: "confidential" },
  });
  clock.set(day(4));
  await clock.sweep();
  expect(await reminders()).toHaveLength(2);
  await post(`/s/${invitations[0]!.token}`, { intent: "submit", "overall-grade": "B" });
  await clock.deliver();
  expect(await reminders()).toMatchObject([
    { invitationId: invitations[1]!.id, status: "sent", sentAt: day(4) },
  ]);
  await clock.advance(day(4, hour));
  expect(await reminders()).toHaveLength(1);
});

test("who took the first sitting of an annual review has answered: no reminder, but the second half", async () => {
  const { invitation, round } = await openRound({ round: { kind: "annual_review" } });
  await setInvitation({ status: "completed", revision: 1 });
  await db.insert(tables.response).values({
    roundId: round.id,
    id: invitation.id,
    tier: "user",
    answers: { "overall-grade": "B" },
    revision: 1,
    submittedAt: someDay,
  });
  await everyThreeHours(4, 12);
  expect(await reminders()).toEqual([]);
  const kinds = (await db.select().from(tables.message)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "second_sitting")).toHaveLength(1);
});

test("more people than one look takes are all reminded by the same sweep", async () => {
  const { round, account, version } = await openRound({ tiers: [] });
  const people = Array.from({ length: 1100 }, (_, n) => n);
  const given = JSON.stringify(people);
  await db.run(sql`insert into contact (id, account_id, first_name, last_name, email, tier, function,
    most_senior, status, created_at, updated_at)
    select 'c' || value, ${account.id}, 'A', value, value || '@client.example', 'user', 'other', 0,
      'active', 0, 0 from json_each(${given})`);
  await db.run(sql`insert into invitation (id, round_id, contact_id, tier, template_version_id,
    token_hash, token_version, opt_out_hash, status, revision, invited_at, delivery)
    select 'i' || value, ${round.id}, 'c' || value, 'user', ${version.id}, 't' || value, 1,
      'o' || value, 'invited', 0, ${someDay.getTime()}, 'sent' from json_each(${given})`);
  clock.set(day(4));
  await clock.sweep();
  expect(await reminders()).toHaveLength(1100);
});
