import * as tables from "#db/schema.ts";
import { seededRandom } from "#db/demo/random.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import { eq } from "drizzle-orm";
import { vi } from "vitest";
import { createClock } from "./clock.ts";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  db,
  post,
  someDay,
  staffCtx,
} from "./factories.ts";
import { standInProvider, type Accepted } from "./provider.ts";

const hour = 3600 * 1000;
export const hours = 21 * 24;
/** The instant so many hours after the launch. */
export const after = (count: number) => someDay.getTime() + count * hour;

type Deed = "submit" | "save" | "colleague" | "later" | "opt-out" | "bounce";
/** One person's life in the round: what they mean to do and when, and what came of it. */
export type Person = {
  email: string;
  plan: { at: number; deed: Deed }[];
  /** Instants of submissions that were accepted. */
  submitted: number[];
  /** From when on no reminder may come: answered, declined, opted out, bounced. */
  quietFrom: number;
  optedOutAt: number;
  bouncedAt: number;
  postponed: { from: number; until: number } | null;
};

/** A whole round lived through: 21 days, hour by hour, with everything that goes wrong on the way. */
export async function liveThrough(people: number, seed: string) {
  const random = seededRandom(seed);
  const chance = (share: number) => random.next() < share;
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(someDay);
  const accepted = standInProvider(() =>
    chance(0.03) ? "fails" : chance(0.03) ? "answer lost" : "fine",
  );
  const clock = createClock({ RESEND_API_KEY: "re_test" });
  const { persons, links, roundId } = await launch(people, random);
  const pending = new Map<number, { person: Person; deed: Deed }[]>();
  for (const person of persons.values())
    for (const { at, deed } of person.plan)
      pending.set(at, [...(pending.get(at) ?? []), { person, deed }]);
  for (let now = 0; now <= hours + 6; now++) {
    clock.set(new Date(after(now) + 20 * 60 * 1000));
    for (const { person, deed } of pending.get(now) ?? [])
      await act(person, deed, links.get(person.email)!);
    clock.set(new Date(after(now) + 40 * 60 * 1000));
    // A night without any sweep, and one in seven that is skipped or comes twice at once.
    if ((now > 255 && now < 268) || chance(0.14)) continue;
    if (chance(0.14)) await Promise.all([clock.sweep(), clock.sweep()]);
    else await clock.sweep();
    if (chance(0.07)) clock.lose();
    else if (chance(0.14)) await Promise.all([clock.deliver(2), clock.deliver()]);
    else await clock.deliver();
  }
  return { persons, accepted, roundId };
}

type Links = { id: string; survey: string; optOut: string };

async function launch(people: number, random: ReturnType<typeof seededRandom>) {
  const manager = await createStaff();
  const account = await createAccount({ accountManagerId: manager.id });
  const tiers = ["user", "user", "user", "manager", "board"] as const;
  for (let n = 0; n < people; n++)
    await createContact({ accountId: account.id, tier: tiers[n % 5]!, mostSenior: n === 4 });
  const round = await createRound({ accountId: account.id });
  const ctx = staffCtx(manager);
  await saveSelfGrade(ctx, round.id, { grade: "A", reason: "We know them well." });
  const launched = await launchRound(ctx, round.id, {});
  if (!launched.ok) throw new Error(launched.message);
  const rows = await db
    .select({ id: tables.invitation.id, email: tables.contact.email })
    .from(tables.invitation)
    .innerJoin(tables.contact, eq(tables.contact.id, tables.invitation.contactId));
  const persons = new Map<string, Person>();
  const links = new Map<string, Links>();
  for (const { id, email } of rows.sort((a, b) => a.email.localeCompare(b.email))) {
    persons.set(email, born(email, random));
    links.set(email, {
      id,
      survey: `/s/${await ctx.tokens.make("survey", id)}`,
      optOut: `/u/${await ctx.tokens.make("opt-out", id)}`,
    });
  }
  return { persons, links, roundId: round.id };
}

/** A third never does anything; the others do what people do, some of them twice. */
function born(email: string, random: ReturnType<typeof seededRandom>): Person {
  const some = (from: number, to: number) => from + Math.floor(random.next() * (to - from));
  const at = some(4, hours - 2);
  const later = () => some(at + 1, hours);
  const plans: Person["plan"][] = [
    [],
    [],
    [],
    [{ at, deed: "submit" }],
    [{ at, deed: "save" }],
    [
      { at, deed: "save" },
      { at: later(), deed: "submit" },
    ],
    [
      { at, deed: "submit" },
      { at: later(), deed: "submit" },
    ],
    [{ at, deed: "later" }],
    [
      { at, deed: "later" },
      { at: later(), deed: "submit" },
    ],
    random.next() < 0.5 ? [{ at, deed: "colleague" }] : [{ at, deed: "opt-out" }],
    random.next() < 0.5
      ? [{ at, deed: "bounce" }]
      : [
          { at, deed: "submit" },
          { at: later(), deed: "opt-out" },
        ],
  ];
  const never = Number.POSITIVE_INFINITY;
  return {
    email,
    plan: random.pick(plans),
    submitted: [],
    quietFrom: never,
    optedOutAt: never,
    bouncedAt: never,
    postponed: null,
  };
}

async function act(person: Person, deed: Deed, links: Links): Promise<void> {
  const now = Date.now();
  if (deed === "bounce") {
    await db
      .update(tables.invitation)
      .set({ delivery: "bounced" })
      .where(eq(tables.invitation.id, links.id));
    person.bouncedAt = now;
    person.quietFrom = Math.min(person.quietFrom, now);
    return;
  }
  const day = new Date(now + 3 * 24 * hour).toISOString().slice(0, 10);
  // The same answers sent again change nothing and bring no second receipt.
  const grade = person.submitted.length === 0 ? "B" : "C";
  const [path, fields] = {
    submit: [links.survey, { intent: "submit", "overall-grade": grade }],
    save: [links.survey, { intent: "save", "overall-grade": "C" }],
    colleague: [`${links.survey}/colleague`, { name: "An Other", email: "other@client.example" }],
    later: [`${links.survey}/later`, { day }],
    "opt-out": [links.optOut, {}],
  }[deed] as [string, Record<string, string>];
  const { status } = await post(path, fields);
  if (status !== 200 && status !== 303) return;
  if (deed === "submit") person.submitted.push(now);
  if (deed === "opt-out") person.optedOutAt = now;
  if (deed === "later") person.postponed = { from: now, until: Date.parse(`${day}T00:00+01:00`) };
  if (["submit", "colleague", "opt-out"].includes(deed))
    person.quietFrom = Math.min(person.quietFrom, now);
}

const kinds = {
  invitation: /how well do we serve/,
  first: /would still like your view/,
  second: /answers are still missing/,
  last: /open until/,
  postponed: /asked us to write today/,
};
export type Kind = keyof typeof kinds | "other";
export const kindOf = ({ subject }: Accepted): Kind =>
  (Object.keys(kinds) as (keyof typeof kinds)[]).find((kind) => kinds[kind].test(subject)) ??
  "other";
