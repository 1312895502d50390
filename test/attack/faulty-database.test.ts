import { seededRandom } from "#db/demo/random.ts";
import * as tables from "#db/schema.ts";
import type { Confidentiality } from "#worker/domain/round/schema.ts";
import { unpack } from "#worker/domain/survey/seal-rules.ts";
import worker from "#worker/index.ts";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { bindings, env, long } from "../bindings.ts";
import { db, launchedRound, origin, someDay, testCtx } from "../factories.ts";
import { faults, faultyD1, type Fault } from "../faulty-d1.ts";

/** How many people answer at each rate of faults, half of them in a confidential round: 10,000 a fault in all. */
const peopleAt: [rate: number, people: number][] = long
  ? [
      [0.01, 4000],
      [0.1, 3000],
      [0.5, 3000],
    ]
  : [
      [0.1, 24],
      [0.5, 24],
    ];
const mostTries = 200;
const atOnce = 25;
const seededAtOnce = 100;

afterEach(() => void vi.restoreAllMocks());

type Person = { token: string; id: string; words: string; tries: number };
type Send = (path: string, body?: URLSearchParams) => Promise<Response>;

/** An open round with so many people invited, written many at once: the test is about what comes after. */
async function openRound(people: number, confidentiality: Confidentiality) {
  const { round, version, account } = await launchedRound({
    tiers: [],
    round: { confidentiality },
  });
  const { tokens } = testCtx();
  const persons: Person[] = [];
  for (let from = 0; from < people; from += seededAtOnce) {
    const count = Math.min(seededAtOnce, people - from);
    const rows = await Promise.all(
      Array.from({ length: count }, async (_, at) => {
        const id = `${round.id}-${from + at}`;
        const token = await tokens.make("survey", id);
        const words = `What ${id} says: “words” & <signs>.`;
        persons.push({ token, id, words, tries: 0 });
        const contact = { id, accountId: account.id, tier: "user" as const };
        const named = { firstName: "Given", lastName: id, email: `${id}@client.example` };
        const links = { roundId: round.id, contactId: id, templateVersionId: version.id };
        const hashes = { tokenHash: await tokens.hash(token), optOutHash: await tokens.hash(id) };
        return {
          contact: { ...contact, ...named, createdAt: someDay, updatedAt: someDay },
          invitation: { id, tier: "user" as const, ...links, ...hashes },
        };
      }),
    );
    const [first, ...others] = rows.flatMap(({ contact, invitation }) => [
      db.insert(tables.contact).values(contact),
      db.insert(tables.invitation).values({ ...invitation, status: "invited", invitedAt: someDay }),
    ]);
    await db.batch([first!, ...others]);
  }
  return { round, persons };
}

const unescaped = (text: string) =>
  text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&");
/** The hidden fields of a page, as a browser without script would send them. */
const hiddenIn = (page: string) =>
  [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name, value]): [string, string] => [unescaped(name!), unescaped(value!)],
  );

/** Sends until it says thank you, always from the page that came last: what a person without script can do. */
async function answer(send: Send, person: Person): Promise<string[]> {
  const wrong: string[] = [];
  const path = `/s/${person.token}`;
  let page: Response;
  do {
    page = await send(path);
    if (page.status !== 200 && !isHonest(page)) wrong.push(`GET ${page.status}`);
  } while (page.status !== 200);
  const fields: [string, string][] = [
    ...hiddenIn(await page.text()),
    ["overall-grade", "B"],
    ["improve-one-thing", person.words],
    ["intent", "submit"],
  ];
  for (person.tries = 1; person.tries <= mostTries; person.tries++) {
    const sent = await send(path, new URLSearchParams(fields));
    const text = await sent.text();
    // 409: a try before this one had got in, and the page says so.
    if (sent.status === 200 || sent.status === 409)
      return text.includes("Thank you") ? wrong : [...wrong, `no thanks with ${sent.status}`];
    if (!isHonest(sent)) return [...wrong, `POST ${sent.status} at try ${person.tries}`];
    if (JSON.stringify(hiddenIn(text)) !== JSON.stringify(fields))
      return [...wrong, "the page did not keep the answers"];
  }
  return [...wrong, "never through"];
}

const isHonest = ({ status, headers }: Response) =>
  status === 503 && Number(headers.get("retry-after")) > 0;

async function strike(fault: Fault, rate: number, people: number, kind: Confidentiality) {
  const { round, persons } = await openRound(people, kind);
  const bad = faultyD1(env.DB, fault, rate, seededRandom(`${fault} ${rate} ${kind}`));
  const using = bindings({ DB: bad.DB, MAIL: { send: async () => undefined } });
  const running: Promise<unknown>[] = [];
  const send: Send = async (path, body) => {
    const init = body ? { method: "POST", body, headers: { origin } } : {};
    return worker.fetch(new Request(new URL(path, origin), init), using);
  };
  // A stall takes a minute of the test's clock, which all share: then one after the other.
  const lanes = fault === "stalled" ? 1 : atOnce;
  if (fault === "stalled") vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const waiting = [...persons];
  const wrong: string[] = [];
  for (let lane = 0; lane < lanes; lane++)
    running.push(
      (async () => {
        for (let next = waiting.pop(); next; next = waiting.pop())
          wrong.push(...(await answer(send, next)));
      })(),
    );
  await Promise.all(running);
  vi.useRealTimers();
  return { round, persons, wrong, ...bad.struck };
}

/** What each person said, as it is stored: in the order of the persons. */
async function storedNamed(roundId: string, persons: Person[]) {
  const rows = await db.select().from(tables.response).where(eq(tables.response.roundId, roundId));
  const byId = new Map(rows.map((row) => [row.id, row]));
  expect(rows.filter(({ revision }) => revision !== 1)).toEqual([]);
  expect(rows).toHaveLength(persons.length);
  return persons.map(({ id }) => byId.get(id)?.answers["improve-one-thing"]);
}

async function storedSealed(roundId: string, publicKey: string) {
  const open = (await testCtx().sealing.findOpener(roundId, publicKey))!;
  const rows = await db
    .select()
    .from(tables.sealedResponse)
    .where(eq(tables.sealedResponse.roundId, roundId));
  const said = [];
  for (const { id, sealed } of rows)
    said.push(unpack(await open(id, sealed)).answers["improve-one-thing"]);
  return said;
}

describe("a database that fails: each person's answers are in exactly once, and each is told the truth", () => {
  const table = (Object.keys(faults) as Fault[]).flatMap((fault) =>
    peopleAt.flatMap(([rate, people]) =>
      (["named", "confidential"] as const).map((kind) => [fault, rate, people / 2, kind] as const),
    ),
  );
  test.each(table)(
    "%s, in %d of all calls, %d people, %s",
    { timeout: 3_600_000 },
    async (fault, rate, people, kind) => {
      const { round, persons, wrong, before, after } = await strike(fault, rate, people, kind);
      expect(wrong).toEqual([]);
      const words = persons.map((person) => person.words);
      if (kind === "named") {
        expect(await storedNamed(round.id, persons)).toEqual(words);
        const receipts = await db.select({ id: tables.message.id }).from(tables.message);
        expect(new Set(receipts.map(({ id }) => id)).size).toBe(people);
        expect(receipts).toHaveLength(people);
      } else {
        const said = await storedSealed(round.id, round.publicKey!);
        expect(new Set(said)).toEqual(new Set(words));
        expect(said).toHaveLength(people);
      }
      const completed = eq(tables.invitation.status, "completed");
      expect(await db.$count(tables.invitation, completed)).toBe(people);
      expect(before + after).toBeGreaterThan(0);
    },
  );
});
