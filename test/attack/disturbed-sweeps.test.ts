import { applyD1Migrations, reset } from "cloudflare:test";
import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { env, long } from "../bindings.ts";
import { createClock } from "../clock.ts";
import {
  createAccount,
  createAction,
  createContact,
  createInvitation,
  createRound,
  createStaff,
  createTemplateVersion,
  db,
  post,
  signIn,
} from "../factories.ts";
import { gradeAll, prepareLaunch } from "../portfolio-launch.ts";
import { standInProvider } from "../provider.ts";

const day = 24 * 3600 * 1000;
const length = 24;

afterEach(() => void vi.restoreAllMocks());

/** Something for every sweep to do within three weeks; all keys are named, so that two such worlds can be compared. */
async function world(start: Date) {
  const on = (days: number) => new Date(start.getTime() + days * day);
  const dayOf = (days: number) => on(days).toISOString().slice(0, 10);
  const long = on(-1500);
  const staff = (id: string, more = {}) => createStaff({ id, email: `${id}@us.example`, ...more });
  const leader = await staff("leader", { role: "leader" });
  const line = await staff("line");
  const manager = await staff("manager", { lineManagerId: line.id });
  const owned = { accountManagerId: manager.id, createdAt: long };
  const account = (id: string) => createAccount({ id, ...owned });
  const person = (accountId: string, name: string, more = {}) => {
    const id = `${accountId}-${name}`;
    return createContact({ id, accountId, email: `${id}@client.example`, ...more });
  };
  const version = await createTemplateVersion();
  const open = { status: "open" as const, launchedAt: start, closesAt: on(21) };

  // Reminders, a postponement, somebody who has answered, and a close.
  await account("asked");
  await createRound({ id: "asked", accountId: "asked", ...open });
  const silent = { status: "invited" as const };
  const states = {
    silent,
    quiet: silent,
    later: { status: "postponed" as const, postponedUntil: on(6) },
    done: { status: "completed" as const, revision: 1 },
    no: { status: "declined" as const },
  };
  const invite = async (round: string, name: string, state: object) => {
    const contact = await person(round, name);
    const links = { roundId: round, contactId: contact.id, templateVersionId: version.id };
    const id = `${round}-${name}`;
    await createInvitation({ ...links, id, invitedAt: start, delivery: "sent", ...state });
    if ("revision" in state)
      await db.insert(tables.response).values({
        roundId: round,
        id,
        tier: "user",
        revision: 1,
        submittedAt: start,
        answers: { "overall-grade": "B" },
      });
  };
  for (const [name, state] of Object.entries(states)) await invite("asked", name, state);

  // The second half of an annual review.
  await account("annual");
  await createRound({ id: "annual", accountId: "annual", kind: "annual_review", ...open });
  await invite("annual", "half", states.done);

  // A round that is due, proposed, and not touched.
  await account("due");
  await person("due", "one");

  // A plan: a promise that goes overdue, and one that waits for the client.
  await account("plan");
  await createRound({ id: "plan", accountId: "plan", ...open });
  const action = { accountId: "plan", ownerId: manager.id, createdAt: start, updatedAt: start };
  await createAction({ ...action, id: "late", status: "in_progress", dueOn: dayOf(3) });
  await createAction({ ...action, id: "waits", dueOn: dayOf(40) });

  // A round that is over for longer than answers are kept.
  await account("old");
  const over = { status: "closed" as const, launchedAt: long, closesAt: long, closedAt: long };
  await createRound({ id: "old", accountId: "old", ...over });
  await db.insert(tables.report).values({
    roundId: "old",
    accountId: "old",
    kind: "satisfaction",
    method: 1,
    closedAt: long,
    year: long.getUTCFullYear(),
    invited: 1,
    completed: 1,
    figures: {} as never,
  });
  await db.insert(tables.response).values({
    roundId: "old",
    id: "gone",
    tier: "user",
    revision: 1,
    submittedAt: long,
    answers: { "overall-grade": "B", "improve-one-thing": "Nothing." },
  });

  // A portfolio launch whose mails are spread over a day's working hours.
  await account("launched");
  await person("launched", "board", { tier: "board", mostSenior: true });
  await person("launched", "user");
  const cookie = await signIn(leader);
  const path = await prepareLaunch(cookie, ["launched"], { gradeBy: dayOf(7), days: "1" });
  await gradeAll(manager.id);
  await post(`${path}/start`, {}, cookie);
}

/** What there is in the end, without instants and without what chance names. */
async function state(accepted: { to: string; subject: string }[]) {
  const messages = await db.select().from(tables.message);
  const invitations = await db.select().from(tables.invitation);
  const rounds = await db.select().from(tables.round);
  const actions = await db.select().from(tables.action);
  const audit = await db.select().from(tables.auditEntry);
  const reports = await db.select().from(tables.report);
  const lines = [
    ...messages.map(({ kind, recipient, status }) => `message ${kind} ${recipient} ${status}`),
    ...invitations.map((one) => `invitation ${one.contactId} ${one.status} ${one.delivery}`),
    ...rounds.map((one) => `round ${one.accountId} ${one.kind} ${one.status} ${one.closedBy}`),
    ...actions.map(({ id, status, version }) => `action ${id} ${status} ${version}`),
    ...audit.map(({ action, actor }) => `audit ${action} ${actor}`),
    ...reports.map(({ roundId, completed }) => `report ${roundId} ${completed}`),
    ...accepted.map(({ to, subject }) => `mail ${to} ${subject}`),
    `responses ${await db.$count(tables.response)}`,
    `blanked ${await db.$count(tables.response, eq(tables.response.roundId, "old"))}`,
  ];
  return lines.sort();
}

type Step = { at: Date; times?: number; atOnce?: boolean; lost?: boolean };

async function live(start: Date, disturb: (steps: Step[]) => Step[]) {
  await db.run("select 1");
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  const accepted = standInProvider(() => "fine");
  const clock = createClock({ RESEND_API_KEY: "re_test" });
  await world(start);
  const steps = Array.from({ length: length * 2 }, (_, n) => ({
    at: new Date(start.getTime() + Math.floor(n / 2) * day + (n % 2) * 5.8 * 3_600_000 + 120_000),
  }));
  for (const { at, times = 1, atOnce = false, lost = false } of disturb(steps)) {
    clock.set(at);
    const sweeps = Array.from({ length: times }, () => () => clock.sweep(at));
    if (atOnce) await Promise.all(sweeps.map((sweep) => sweep()));
    else for (const sweep of sweeps) await sweep();
    if (lost) clock.lose();
    else await clock.deliver(times);
  }
  vi.restoreAllMocks();
  return state(accepted);
}

const moved = (steps: Step[], days: number): Step[] =>
  steps.flatMap((step, n) => {
    const elsewhere = new Date(step.at.getTime() + days * day);
    return n % 15 === 14 ? [{ at: elsewhere }, step] : [step];
  });

const disturbances: [string, (steps: Step[]) => Step[]][] = [
  ["each come twice at once", (steps) => steps.map((s) => ({ ...s, times: 2, atOnce: true }))],
  ["run now and then a day ahead", (steps) => moved(steps, 1)],
  ["stay away for two days", (steps) => steps.filter((_, n) => n < 15 || n > 18)],
  ["each come twice", (steps) => steps.map((step) => ({ ...step, times: 2 }))],
  ["come every second time", (steps) => steps.filter((_, n) => n % 2 === 0)],
  ["run now and then a day behind", (steps) => moved(steps, -1)],
  [
    "lose what they put in the queue",
    (steps) => steps.map((s, n) => ({ ...s, lost: n % 3 === 0 })),
  ],
];

/** Ten in the morning in Berlin; the clocks change in the first week of two of them. */
const seasons: [string, string][] = [
  ["the clocks go forward", "2026-03-25T09:00:00Z"],
  ["the clocks go back", "2026-10-21T08:00:00Z"],
  ["nothing happens to the clocks", "2026-06-03T08:00:00Z"],
];
const undisturbed = new Map<string, string[]>();

const table = seasons
  .slice(0, long ? seasons.length : 1)
  .flatMap(([season, start]) =>
    disturbances
      .slice(0, long ? disturbances.length : 3)
      .map(([name, disturb]) => [name, season, start, disturb] as const),
  );
test.each(table)(
  "sweeps that %s end where undisturbed ones do, in weeks in which %s",
  { timeout: 600_000 },
  async (_, season, start, disturb) => {
    const expected = undisturbed.get(season) ?? (await live(new Date(start), (steps) => steps));
    undisturbed.set(season, expected);
    for (const part of ["reminder", "postponed", "second_sitting", "round_due", "plan_digest"])
      expect(expected.join("\n")).toContain(`message ${part}`);
    expect(expected).toContain("blanked 0");
    expect(expected).toContain("report asked 1");
    expect(expected.filter((line) => /^message invitation .* sent$/.test(line))).toHaveLength(2);
    expect(await live(new Date(start), disturb)).toEqual(expected);
  },
);
