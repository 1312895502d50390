import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { long } from "../bindings.ts";
import { createClock } from "../clock.ts";
import { empty } from "../emptied.ts";
import { db } from "../factories.ts";
import { standInProvider } from "../provider.ts";
import { createBusyWorld, stepsOf, type Step } from "../busy-world.ts";

const day = 24 * 3600 * 1000;

afterEach(() => void vi.restoreAllMocks());

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

async function live(start: Date, disturb: (steps: Step[]) => Step[]) {
  await empty();
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  const accepted = standInProvider(() => "fine");
  const clock = createClock({ RESEND_API_KEY: "re_test" });
  await createBusyWorld(start);
  for (const { at, times = 1, atOnce = false, lost = false } of disturb(stepsOf(start))) {
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
