import { createMessageBatch } from "cloudflare:test";
import * as tables from "#db/schema.ts";
import { importContacts } from "#worker/domain/import/actions.ts";
import { launchQueued } from "#worker/domain/portfolio-launch/actions-run.ts";
import { releaseReport } from "#worker/domain/release/actions.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import { createCtx, type StaffCtx } from "#worker/context.ts";
import type { Env, MailJob } from "#worker/env.ts";
import worker from "#worker/index.ts";
import { closeDueRounds } from "#worker/jobs/close-rounds.ts";
import { paths } from "#web/paths.ts";
import { and, eq, inArray, like } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { long } from "../bindings.ts";
import { createClock } from "../clock.ts";
import { closedRound, managedAccount } from "../closed-round.ts";
import {
  actorOf,
  createAccount,
  createAction,
  createContact,
  createRound,
  createStaff,
  db,
  launchedRound,
  origin,
  post,
  signIn,
  someDay,
  staffCtx,
  testCtx,
} from "../factories.ts";
import { atEachStep } from "../killed.ts";
import { gradeAll, portfolio, prepareLaunch } from "../portfolio-launch.ts";
import { standInProvider, type Accepted } from "../provider.ts";

/** The long form dies at every step, the short one leaves some out where a world takes long to make. */
const some = (every: number) => (long ? 1 : every);
const timeout = 600_000;
const minute = 60_000;

let accepted: Accepted[];
let clock: ReturnType<typeof createClock>;
beforeEach(() => {
  accepted = standInProvider(() => "fine");
  clock = createClock({ RESEND_API_KEY: "re_test" });
  vi.setSystemTime(someDay);
});
afterEach(() => void vi.restoreAllMocks());

/** Addresses that are each to get exactly one mail, in all worlds of a test. */
let owed: string[];
beforeEach(() => void (owed = []));

/** The process is back: sweeps and queue go on as if nothing had been, and everybody is mailed once. */
async function liveOn(from = someDay, minutes = [2, 5, 40]) {
  for (const count of minutes) await clock.advance(new Date(from.getTime() + count * minute));
  const times = Map.groupBy(accepted, ({ to }) => to);
  expect(owed.map((address) => [address, times.get(address)?.length])).toEqual(
    owed.map((address) => [address, 1]),
  );
  expect(owed.length).toBeGreaterThan(0);
}
const messagesOf = (where: string) =>
  db.select().from(tables.message).where(like(tables.message.id, where));
const form = (fields: Record<string, string>) => ({
  method: "POST",
  body: new URLSearchParams(fields),
  headers: { origin },
});

test.each(["named", "confidential"] as const)(
  "a submission to a %s round is in with its invitation used, or neither, and once after the second try",
  { timeout },
  async (confidentiality) => {
    const fields = { intent: "submit", "overall-grade": "C", once: "s".repeat(22) };
    const deaths = await atEachStep(
      () => launchedRound({ round: { confidentiality } }),
      async ({ env }, { invitation }) =>
        worker.fetch(new Request(`${origin}/s/${invitation.token}`, form(fields)), env),
      async ({ round, invitation }) => {
        const stored = async () => {
          const of = confidentiality === "named" ? tables.response : tables.sealedResponse;
          const used = and(
            eq(tables.invitation.roundId, round.id),
            eq(tables.invitation.status, "completed"),
          );
          const responses = await db.$count(of, eq(of.roundId, round.id));
          expect(await db.$count(tables.invitation, used)).toBe(responses);
          const receipts = await messagesOf(`receipt/${invitation.id}/%`);
          expect(receipts).toHaveLength(confidentiality === "named" ? responses : 0);
          return responses;
        };
        expect(await stored()).toBeLessThanOrEqual(1);
        const again = await post(`/s/${invitation.token}`, fields);
        expect(again.status).toBeOneOf([200, 409]);
        expect(await again.text()).toContain("Thank you");
        expect(await stored()).toBe(1);
        if (confidentiality === "named") owed.push(invitation.contact.email);
      },
    );
    expect(deaths).toBeGreaterThanOrEqual(4);
    if (confidentiality === "named") await liveOn();
  },
);

async function gradedDraft() {
  const manager = await createStaff();
  const account = await createAccount({ accountManagerId: manager.id });
  const contacts = [];
  for (const tier of ["user", "manager", "board"] as const)
    contacts.push(
      await createContact({ accountId: account.id, tier, mostSenior: tier === "board" }),
    );
  const round = await createRound({ accountId: account.id });
  await saveSelfGrade(testCtx(), round.id, { grade: "B", reason: "As last year." });
  return { manager, contacts, round };
}

test("a launch invites everybody or nobody, and everybody gets one mail", { timeout }, async () => {
  await atEachStep(
    gradedDraft,
    ({ env }, { round }) => launchRound(createCtx(env, { kind: "system" }, someDay), round.id, {}),
    async ({ round, contacts }) => {
      const { status } = (await db.query.round.findFirst({
        where: eq(tables.round.id, round.id),
      }))!;
      const invited = status === "open" ? contacts.length : 0;
      expect(await db.$count(tables.invitation, eq(tables.invitation.roundId, round.id))).toBe(
        invited,
      );
      expect(await db.$count(tables.message, eq(tables.message.roundId, round.id))).toBe(invited);
      await launchRound(testCtx(), round.id, {});
      owed.push(...contacts.map(({ email }) => email));
      const launches = and(
        eq(tables.auditEntry.subjectId, round.id),
        eq(tables.auditEntry.action, "round.launched"),
      );
      expect(await db.$count(tables.auditEntry, launches)).toBe(1);
    },
    some(3),
  );
  await liveOn();
});

test(
  "a close leaves an open round or one report, and the manager is told once",
  { timeout },
  async () => {
    let closing = someDay;
    await atEachStep(
      async () => {
        const made = await launchedRound({ tiers: ["user", "user", "board"] });
        for (const { token } of made.invitations.slice(1))
          await post(`/s/${token}`, { intent: "submit", "overall-grade": "B" });
        return made;
      },
      ({ env }, { round }) => closeDueRounds(createCtx(env, { kind: "system" }, round.closesAt)),
      async ({ round, manager }) => {
        const state = async () =>
          (await db.query.round.findFirst({ where: eq(tables.round.id, round.id) }))!.status;
        const reports = () => db.$count(tables.report, eq(tables.report.roundId, round.id));
        expect(await reports()).toBe((await state()) === "closed" ? 1 : 0);
        await closeDueRounds(testCtx({ kind: "system" }, round.closesAt));
        expect([await state(), await reports()]).toEqual(["closed", 1]);
        expect(await db.$count(tables.response, eq(tables.response.roundId, round.id))).toBe(2);
        owed.push(manager.email);
        closing = round.closesAt;
      },
      some(5),
    );
    await liveOn(closing);
  },
);

test("each mail leaves once, whichever step of sending it was the last", { timeout }, async () => {
  await atEachStep(
    async () => {
      const { round, contacts } = await gradedDraft();
      await launchRound(testCtx(), round.id, {});
      const answered = await launchedRound();
      await post(`/s/${answered.invitation.token}`, { intent: "submit", "overall-grade": "B" });
      const receipt = answered.invitation.contact.email;
      return { addresses: [...contacts.map(({ email }) => email), receipt] };
    },
    async ({ env, step }, { addresses }) => {
      const rows = await db
        .select()
        .from(tables.message)
        .where(inArray(tables.message.recipient, addresses));
      const body = { ids: rows.map(({ id }) => id) };
      const message = { id: "one", timestamp: new Date(), attempts: 1, body };
      const handOver = globalThis.fetch;
      globalThis.fetch = (...given: Parameters<typeof fetch>) => step(() => handOver(...given));
      const using = { ...env, RESEND_API_KEY: "re_test" } as Env;
      const batch = createMessageBatch<MailJob>("cleargrade-mail", [message]);
      await Promise.resolve(worker.queue(batch, using)).finally(
        () => (globalThis.fetch = handOver),
      );
    },
    async ({ addresses }) => void owed.push(...addresses),
    some(4),
  );
  await liveOn();
  expect(await db.$count(tables.message, eq(tables.message.status, "queued"))).toBe(0);
});

test(
  "an import is in by whole parts, and the same file sent again completes it",
  { timeout },
  async () => {
    const admin = await createStaff({ role: "admin" });
    const people = 1003;
    let worlds = 0;
    await atEachStep(
      async () => {
        const company = `Company ${++worlds}`;
        const lines = Array.from(
          { length: people },
          (_, n) => `Given,Name${n},n${n}@c${worlds}.example,${company}`,
        );
        const bytes = new TextEncoder().encode(
          ["First Name,Last Name,Email,Company", ...lines].join("\n"),
        );
        return { bytes, domain: `%@c${worlds}.example` };
      },
      ({ env }, { bytes }) =>
        importContacts(createCtx(env, actorOf(admin), someDay) as StaffCtx, {
          bytes,
          dryRun: false,
        }),
      async ({ bytes, domain }) => {
        const stored = () => db.$count(tables.contact, like(tables.contact.email, domain));
        expect([0, 1000, people]).toContain(await stored());
        const again = await importContacts(staffCtx(admin), { bytes, dryRun: false });
        expect(again).toMatchObject({ ok: true, result: { rejected: [] } });
        expect(await stored()).toBe(people);
      },
      some(3),
    );
    expect(await db.$count(tables.account)).toBe(worlds);
  },
);

/** In minutes from ten in the morning in Berlin, on a Monday and a Tuesday. */
const workingHours = [60, 120, 180, 240, 300, 360, 415, 1440, 1500, 1800];

test(
  "a portfolio launch goes on where it was cut off: each account whole, each person one mail",
  { timeout },
  async () => {
    let worlds = 0;
    await atEachStep(
      async () => {
        const set = await portfolio(2);
        const cookie = await signIn(set.leader);
        const ids = set.accounts.map(({ id }) => id);
        const id = `launch-${String(++worlds).padStart(13, "0")}-1`;
        const path = await prepareLaunch(cookie, ids, { id, days: "1" });
        await gradeAll(set.manager.id);
        await post(`${path}/start`, {}, cookie);
        return ids;
      },
      ({ env }) => launchQueued(createCtx(env, { kind: "system" }, someDay)),
      async (ids) => {
        const rounds = () =>
          db.select().from(tables.round).where(inArray(tables.round.accountId, ids));
        for (const { id, status } of await rounds()) {
          const invited = await db.$count(tables.invitation, eq(tables.invitation.roundId, id));
          expect(invited).toBe(status === "open" ? 2 : 0);
        }
        await clock.sweep(someDay);
        expect((await rounds()).map(({ status }) => status)).toEqual(["open", "open"]);

        const contacts = await db
          .select()
          .from(tables.contact)
          .where(inArray(tables.contact.accountId, ids));
        owed.push(...contacts.map(({ email }) => email));
      },
      some(12),
    );
    await liveOn(someDay, workingHours);
  },
);

test("a release gives every reader a link and a mail, or nobody", { timeout }, async () => {
  const answers = { "overall-grade": "B", quality: "4" };
  let closing = someDay;
  await atEachStep(
    async () => {
      const around = await managedAccount();
      const people = Array.from({ length: 5 }, () => ({ tier: "user" as const, answers }));
      return { ...around, ...(await closedRound({ people, account: around.account })) };
    },
    ({ env }, { round, manager }) =>
      releaseReport(
        createCtx(env, actorOf(manager), round.closesAt) as StaffCtx,
        round.id,
        "Thank you.",
      ),
    async ({ round, manager, contacts }) => {
      const state = async () => {
        const { releasedAt } = (await db.query.round.findFirst({
          where: eq(tables.round.id, round.id),
        }))!;
        const links = await db.$count(tables.clientLink, eq(tables.clientLink.roundId, round.id));
        return { released: releasedAt !== null, links };
      };
      const { released, links } = await state();
      expect(links).toBe(released ? contacts.length : 0);
      await releaseReport(staffCtx(manager, round.closesAt), round.id, "Thank you.");
      expect(await state()).toEqual({ released: true, links: contacts.length });
      owed.push(...contacts.map(({ email }) => email));
      closing = round.closesAt;
    },
    some(4),
  );
  await liveOn(closing);
});

test(
  "the client's yes to a plan is kept with its history and notice, or not at all",
  { timeout },
  async () => {
    await atEachStep(
      async () => {
        const around = await managedAccount();
        const accountId = around.account.id;
        const contact = await createContact({ accountId });
        const action = await createAction({ accountId });
        const cookie = await signIn(around.manager);
        await post(paths.planClient(accountId), { contactIds: contact.id }, cookie);
        const link = (await db.query.clientLink.findFirst({
          where: eq(tables.clientLink.contactId, contact.id),
        }))!;
        const token = await testCtx().tokens.make("client", link.id, link.tokenVersion);
        const fields = {
          intent: "answer",
          [`version.${action.id}`]: "1",
          [`reply.${action.id}`]: "agree",
          expectations: "That we hear it from you first.",
        };
        return { ...around, action, path: paths.clientPage(token), fields };
      },
      async ({ env }, { path, fields }) =>
        worker.fetch(new Request(origin + path, form(fields)), env),
      async ({ account, manager, action, path, fields }) => {
        const state = async () => {
          const { status, version } = (await db.query.action.findFirst({
            where: eq(tables.action.id, action.id),
          }))!;
          return {
            yes: status === "agreed" ? version - 1 : 0,
            history: await db.$count(
              tables.actionChange,
              eq(tables.actionChange.actionId, action.id),
            ),
            agreements: await db.$count(
              tables.planAgreement,
              eq(tables.planAgreement.accountId, account.id),
            ),
            notices: (await messagesOf(`plan-answered/%/${manager.id}`)).length,
          };
        };
        const { yes, ...rest } = await state();
        expect(Object.values(rest)).toEqual([yes, yes, yes]);
        expect((await post(path, fields)).status).toBe(303);
        expect(Object.values(await state())).toEqual([1, 1, 1, 1]);
        owed.push(manager.email);
      },
      some(4),
    );
    await liveOn();
  },
);
