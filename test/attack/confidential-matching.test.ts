import { insertConfidentialSubmission } from "#db/queries/survey.ts";
import { seededRandom, type Random } from "#db/demo/random.ts";
import * as tables from "#db/schema.ts";
import type { Ctx } from "#worker/context.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import { sealAnswers } from "#worker/domain/survey/actions-seal.ts";
import { unpack } from "#worker/domain/survey/seal-rules.ts";
import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { long } from "../bindings.ts";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  createTemplateVersion,
  db,
  someDay,
  testCtx,
} from "../factories.ts";

// An attacker holds a dump of the database and knows who answered in which order, how much each person tends to
// write, and everything else that is stored. Each guess sets people in one order beside answers in another; a
// guess at random is right once a round on average, with a variance of one, whatever the number of people.

const cases = long
  ? [
      { people: 5, rounds: 200 },
      { people: 20, rounds: 200 },
      { people: 100, rounds: 200 },
    ]
  : [
      { people: 5, rounds: 200 },
      { people: 20, rounds: 40 },
    ];
const mostByChance = (rounds: number) => rounds + 5 * Math.sqrt(rounds);

type Person = { name: string; invitationId: string; tokenHash: string; contactId: string };
type Sealed = { id: string; publicKey: string | null };
type Orders = Record<string, string[]>;
type Guess = { right: number; of: number };

/** Pairs the people of each order with the answers of each order, place by place. */
function guess(
  score: Map<string, Guess>,
  people: Orders,
  answers: Orders,
  owner: Map<string, string>,
) {
  for (const [known, names] of Object.entries(people))
    for (const [seen, ids] of Object.entries(answers)) {
      const attack = `${known} × ${seen}`;
      const before = score.get(attack) ?? { right: 0, of: 0 };
      const right = ids.filter((id, at) => owner.get(id) === names[at]).length;
      score.set(attack, { right: before.right + right, of: before.of + ids.length });
    }
}

const by = <T>(items: T[], key: (item: T) => string | number): T[] =>
  items.toSorted((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));

async function surroundings(people: number) {
  const manager = await createStaff();
  const account = await createAccount({ accountManagerId: manager.id });
  const version = await createTemplateVersion();
  const contacts = [];
  for (let i = 0; i < people; i++) contacts.push(await createContact({ accountId: account.id }));
  return { account, version, contacts };
}

type World = Awaited<ReturnType<typeof surroundings>>;

async function openRound({ account, version, contacts }: World, ctx: Ctx) {
  const round = await createRound({
    id: ctx.newId(),
    accountId: account.id,
    status: "open",
    confidentiality: "confidential",
    launchedAt: someDay,
  });
  const links = { roundId: round.id, templateVersionId: version.id, tier: "user" as const };
  const people: Person[] = [];
  for (const { id: contactId, lastName: name } of contacts) {
    const invitationId = ctx.newId();
    const tokenHash = await ctx.tokens.hash(await ctx.tokens.make("survey", invitationId));
    people.push({ name, invitationId, tokenHash, contactId });
  }
  const rows = people.map(({ invitationId: id, contactId, tokenHash }) => ({
    id,
    contactId,
    tokenHash,
    optOutHash: `opt-out-${id}`,
    status: "invited" as const,
    invitedAt: someDay,
    ...links,
  }));
  for (let from = 0; from < rows.length; from += 5)
    await db.insert(tables.invitation).values(rows.slice(from, from + 5));
  return { round, people };
}

/** Whom the attacker can set in order: as they came, by what is stored of them, and by how much they write. */
async function ordersOf(roundId: string, people: Person[], arrived: Person[]): Promise<Orders> {
  const names = (list: Person[]) => list.map(({ name }) => name);
  const stored = await db
    .select({ id: tables.invitation.id })
    .from(tables.invitation)
    .where(eq(tables.invitation.roundId, roundId));
  return {
    "order of arrival": names(arrived),
    "order of arrival, backwards": names(arrived.toReversed()),
    "ids of invitations": names(by(people, ({ invitationId }) => invitationId)),
    "hashes of links": names(by(people, ({ tokenHash }) => tokenHash)),
    "ids of contacts": names(by(people, ({ contactId }) => contactId)),
    "stored order of invitations": stored.map(
      ({ id }) => people.find(({ invitationId }) => invitationId === id)!.name,
    ),
    "how much they write": names(people),
  };
}

/** What can be seen of answers in an open round, in every order that might mean something. */
async function sealedOrders(roundId: string): Promise<Orders> {
  const rows = await db
    .select()
    .from(tables.sealedResponse)
    .where(eq(tables.sealedResponse.roundId, roundId));
  const ids = (list: typeof rows) => list.map(({ id }) => id);
  return {
    "stored order": ids(rows),
    "their keys": ids(by(rows, ({ id }) => id)),
    "their lengths": ids(by(rows, ({ sealed }) => sealed.length)),
    "their bytes": ids(by(rows, ({ sealed }) => sealed)),
  };
}

/** The truth, which only the key tells. */
async function ownersOf(ctx: Ctx, round: Sealed) {
  const open = (await ctx.sealing.findOpener(round.id, round.publicKey!))!;
  const rows = await db
    .select()
    .from(tables.sealedResponse)
    .where(eq(tables.sealedResponse.roundId, round.id));
  const pairs = rows.map(async ({ id, sealed }) => {
    const { answers } = unpack(await open(id, sealed));
    return [id, String(answers["quality.comment"]).split(" ")[0]!] as const;
  });
  return new Map(await Promise.all(pairs));
}

/** After the close: the comments as the report holds them. Each begins with who wrote it, which tells the truth. */
async function commentOrders(roundId: string) {
  const rows = await db
    .select()
    .from(tables.reportComment)
    .where(eq(tables.reportComment.roundId, roundId))
    .orderBy(asc(tables.reportComment.questionKey), asc(tables.reportComment.position));
  const of = (question: string) =>
    rows.filter(({ questionKey }) => questionKey === question).map(({ text }) => text);
  const [quality, improve] = [of("quality"), of("improve-one-thing")];
  const owner = new Map([...quality, ...improve].map((text) => [text, text.split(" ")[0]!]));
  const writers = (texts: string[]) => texts.map((text) => owner.get(text)!);
  return {
    orders: { quality, improve },
    owner,
    asPeople: { "the other question": writers(quality) },
  };
}

async function answerAll(ctx: Ctx, round: Sealed, people: Person[], random: Random) {
  const arrived = [...people];
  for (let last = arrived.length - 1; last > 0; last--) {
    const pick = Math.floor(random.next() * (last + 1));
    [arrived[last], arrived[pick]] = [arrived[pick]!, arrived[last]!];
  }
  const given = arrived.map(({ name }) => {
    const verbose = people.findIndex((one) => one.name === name);
    // Keys come in an order of each person's own.
    const fields: [string, string][] = [
      ["overall-grade", "ABCDF"[verbose % 5]!],
      ["quality", String(1 + (verbose % 5))],
      ["quality.comment", `${name} says ${"more ".repeat(verbose)}`.trim()],
      ["improve-one-thing", `${name} asks ${"again ".repeat(verbose * 2)}`.trim()],
    ];
    const answers = Object.fromEntries(by(fields, ([key]) => (key.length * (verbose + 1)) % 7));
    return sealAnswers(ctx, round, { tier: "user", answers });
  });
  const responses = await Promise.all(given);
  // Handed over one after the other, without waiting for each.
  const stored = arrived.map(({ invitationId }, at) =>
    insertConfidentialSubmission(db, { roundId: round.id, invitationId, response: responses[at]! }),
  );
  expect(await Promise.all(stored)).toEqual(arrived.map(() => true));
  return arrived;
}

async function simulate(people: number, rounds: number) {
  const random = seededRandom(`attack ${people}`);
  const ctx = { ...testCtx(), newId: () => random.newId(), random: () => random.next() };
  const world = await surroundings(people);
  const score = new Map<string, Guess>();
  for (let nth = 0; nth < rounds; nth++) {
    const { round, people } = await openRound(world, ctx);
    const arrived = await answerAll(ctx, round, people, random);
    const known = await ordersOf(round.id, people, arrived);
    guess(score, known, await sealedOrders(round.id), await ownersOf(ctx, round));
    // Fewer than eight leave no comment behind, and so nothing to match.
    if (people.length < 8) continue;
    expect((await closeRound({ ...ctx, now: round.closesAt }, round.id, {})).ok).toBe(true);
    const { orders, owner, asPeople } = await commentOrders(round.id);
    expect(orders.quality).toHaveLength(people.length);
    guess(score, known, orders, owner);
    guess(score, asPeople, { improve: orders.improve }, owner);
  }
  return score;
}

test.each(cases)(
  "whoever holds the database matches people to answers no better than by chance: $rounds rounds of $people",
  { timeout: 600_000 },
  async ({ people, rounds }) => {
    const score = await simulate(people, rounds);
    expect(score.size).toBeGreaterThanOrEqual(28);
    for (const [attack, { right, of }] of score) {
      expect(of, attack).toBe(people * rounds);
      expect(right, attack).toBeLessThanOrEqual(mostByChance(rounds));
    }
  },
);

test("the same attacker finds everybody where answers lie in the order they came in", () => {
  const score = new Map<string, Guess>();
  const names = Array.from({ length: 20 }, (_, at) => `person ${at}`);
  const ids = names.map((_, at) => `row ${String(at).padStart(2, "0")}`);
  const owner = new Map(ids.map((id, at) => [id, names[at]!]));
  for (let nth = 0; nth < 200; nth++)
    guess(score, { "order of arrival": names }, { "their keys": ids }, owner);
  expect(score.get("order of arrival × their keys")).toEqual({ right: 4000, of: 4000 });
});
