import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { env } from "../bindings.ts";
import { db } from "../factories.ts";
import type { Accepted } from "../provider.ts";
import { after, hours, kindOf, liveThrough, type Kind, type Person } from "../round-life.ts";

const people = Number(env.LIFE_PEOPLE);
const hour = 3600 * 1000;
const dues: [Kind, number][] = [
  ["first", 4 * 24],
  ["second", 11 * 24],
  ["last", 19 * 24],
];
/** The longest that a due reminder may take here: sweeps that are skipped, a night without, mail that fails. */
const slack = 36 * hour;

afterEach(() => void vi.restoreAllMocks());

type Mail = { kind: Kind; at: number };
const about = ({ email, plan }: Person) => `${email}, who meant to ${JSON.stringify(plan)}`;

/** What should not have been sent to this person, or not then. */
function faultsOf(person: Person, mails: Mail[]): string[] {
  const faults: string[] = [];
  const of = (kind: Kind) => mails.filter((mail) => mail.kind === kind);
  if (of("invitation").length !== 1) faults.push(`${of("invitation").length} invitations`);
  if (of("postponed").length > 1) faults.push("written to twice on the chosen day");
  for (const [index, [kind, due]] of dues.entries()) {
    const [reminder, ...more] = of(kind);
    if (more.length > 0) faults.push(`${kind} reminder ${more.length + 1} times`);
    if (!reminder) {
      if (isOwed(person, mails, after(due))) faults.push(`no ${kind} reminder`);
      continue;
    }
    const { at } = reminder;
    const next = dues[index + 1]?.[1] ?? hours;
    if (at < after(due) || at >= after(next)) faults.push(`${kind} reminder not in its days`);
    if (at >= person.quietFrom) faults.push(`${kind} reminder after answer, no or bounce`);
    if (person.postponed && at > person.postponed.from && at < person.postponed.until)
      faults.push(`${kind} reminder to somebody who postponed`);
    const near = mails.filter((other) => other.at < at && other.at > at - 24 * hour);
    if (near.some((other) => other.kind !== "other")) faults.push(`${kind} reminder too soon`);
  }
  if (mails.some(({ at }) => at >= person.optedOutAt)) faults.push("mail after the opt-out");
  if (of("other").length > person.submitted.length) faults.push("a receipt twice");
  const reached = person.optedOutAt === Number.POSITIVE_INFINITY;
  if (reached && of("other").length < person.submitted.length) faults.push("a receipt is missing");
  return faults;
}

/** Whether nothing stood against a reminder that was due at an instant, for as long as it may have taken. */
function isOwed(person: Person, mails: Mail[], due: number): boolean {
  const end = due + slack;
  const { postponed } = person;
  if (person.quietFrom < end) return false;
  if (postponed && postponed.from < end && postponed.until > due - 24 * hour) return false;
  return !mails.some(({ at }) => at > due - 24 * hour && at < end);
}

test(`a round of ${people} people: each message at most once, each due one once, none to who is done`, async () => {
  const { persons, accepted, roundId } = await liveThrough(people, "a whole round");
  const mailsOf = Map.groupBy(accepted, ({ to }: Accepted) => to);
  const faults = [...persons.values()].flatMap((person) => {
    const mails = (mailsOf.get(person.email) ?? []).map((mail) => ({
      kind: kindOf(mail),
      ...mail,
    }));
    return faultsOf(person, mails).map((fault) => `${fault}: ${about(person)}`);
  });
  expect(faults).toEqual([]);

  const answered = [...persons.values()].filter(({ submitted }) => submitted.length > 0).length;
  expect(await db.select().from(tables.report)).toMatchObject([
    { roundId, invited: people, completed: answered },
  ]);
  const counts = Object.groupBy(accepted, kindOf);
  expect(counts.invitation).toHaveLength(people);
  for (const [kind] of dues) expect(counts[kind]!.length).toBeGreaterThan(people / 8);
  const waiting = eq(tables.message.status, "queued");
  expect(await db.$count(tables.message, waiting)).toBe(0);
}, 3_600_000);
