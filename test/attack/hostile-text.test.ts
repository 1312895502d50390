import { expect, test } from "vitest";
import * as tables from "#db/schema.ts";
import { env, long } from "../bindings.ts";
import {
  createStaff,
  createToken,
  db,
  launchedRound,
  post,
  request,
  signIn,
} from "../factories.ts";
import { aliveIn, aliveInAnswer, aliveInCsv, mark } from "../inert.ts";
import { entryOf, guarded, isApi, nameOf, writes, type Text, type Value } from "../route-table.ts";
import {
  answerEverywhere,
  askForReference,
  endPromises,
  launchAnyway,
  linksOutside,
  listenToEverything,
  writeAsClient,
} from "../outside.ts";
import { addressOf, callRoute, createWorld, fill } from "../route-world.ts";

/** What is taken as it is, and must be inert wherever it is shown. */
const taken: Record<string, string> = {
  "a formula, an element and a turned direction": `=${mark}|</textarea></title><img src=x onerror=5>\u202E5`,
  "a formula": `=HYPERLINK("https://${mark}.example","5")`,
  "a command in a formula": `=cmd|' /C ${mark}'!A0`,
  "a formula behind a plus": `+${mark}+5`,
  "a formula behind a minus": `-${mark}+5`,
  "a formula behind an at": `@SUM(${mark},5)`,
  "a full-width formula": `＝1+${mark}5`,
  "a pipe": `|${mark} 5`,
  "an element": `<${mark} onclick=alert(5)>bold</${mark}>`,
  "an end of an attribute": `5" onmouseover="${mark}" x='${mark}`,
  "an end of a text field": `</textarea></title><img src=x onerror="${mark}(5)">`,
  "a script": `<script>${mark}(5)</script>`,
  "an address that is a script": `javascript:${mark}(5)`,
  "a comment": `<!-- ${mark} --> 5 -->`,
  "an entity": `&lt;${mark}&gt; &#60;script&#62; 5`,
  "a foreign element": `<svg/onload=${mark}(5)>`,
  "SQL that ends a text": `${mark}5'); drop table account; --`,
  "SQL that is always true": `${mark}' or '1'='1 5`,
  "a template": `{{constructor.constructor('${mark}5')()}} ${mark}\${7*7}<%= 7*7 %>#{7*7}5`,
  "a path": `../../../../etc/${mark}%00%2f..\\..\\5`,
  "a replacement pattern": `$& $1 $\` ${mark} $' $$ 5`,
  "a property name": `__proto__ constructor ${mark} 5`,
  "format signs": `%s %d %n ${mark} {0} 5`,
  "letters of many scripts": `Müller 漢字 Ωmega ${mark} عربي עברית 5`,
  "a direction that is turned": `${mark}\u202E5gpj.exe`,
  "isolates that are not closed": `\u2067\u2066${mark} 5`,
  "signs without width": `${mark}\u200B\u200D\uFEFF5`,
  "signs of several parts": `👩‍👩‍👧‍👦🏳️‍🌈 ${mark} 5`,
  "many marks on a letter": `${mark}5 ${"e\u0301\u0302\u0303".repeat(10)}`,
  "line separators": `${mark}\u2028\u20295`,
};
/** What cannot be stored or is too much: it is refused by the field, and never half. */
const refused: Record<string, string> = {
  "a NUL": `${mark}\0 5`,
  "half a sign": `${mark}\uD800 5`,
  "the other half of a sign": `${mark}\uDC00 5`,
  "sixty thousand signs": `5${mark}`.repeat(15_000),
};

/** The short form tries one of each kind. */
const short = ["a formula, an element and a turned direction", "a NUL"];

const textsIn = (value: Value | undefined): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textsIn(one), 0);
  if (typeof value !== "object" || value === null) return 0;
  if (typeof Reflect.get(value, "text") === "string") return 1;
  return Object.values<Value>(value).reduce<number>((sum, one) => sum + textsIn(one), 0);
};
const written = guarded.filter(writes).filter((route) => textsIn(entryOf(route).body) > 0);
const fields = written.reduce((sum, route) => sum + textsIn(entryOf(route).body), 0);

type Keys = { cookie: string; token: string };
const adminKeys = async (): Promise<Keys> => {
  const admin = await createStaff({ role: "admin" });
  return { cookie: await signIn(admin), token: await createToken(admin) };
};

/** A string as one field takes it: of names there is one each, and some are addresses or have several lines. */
function asWritten(text: string, { text: usual, max = Infinity, lines, url }: Text, nth: number) {
  if (url) return `${usual}?${text}`;
  if (text.length > max && text.length < 200) return text.slice(0, max);
  return lines ? `${text}\n${text} ${nth}` : `${text} ${nth}`;
}

/** What another route of the same world makes impossible: these have one of their own. */
const alone = ["POST /rounds/:id/nominations", "POST /rounds/:id/release/withhold"];

/**
 * Sends a string through every field of every route that takes text, each kind of route in a world of its own, and looks
 * at what is answered at once.
 */
async function sendEverywhere(keys: Keys, text: string) {
  const worlds = [await createWorld(), await createWorld()];
  const statuses = new Map<string, number>();
  const alive: string[] = [];
  for (const [nth, route] of written.entries()) {
    const byItself = alone.includes(nameOf(route));
    const { ids } = byItself ? await createWorld() : worlds[isApi(route) ? 0 : 1]!;
    const body = fill(entryOf(route).body!, ids, (usual) => asWritten(text, usual, nth));
    const response = await callRoute(route, addressOf(route, ids), { ...keys, body });
    statuses.set(nameOf(route), response.status);
    const found = await aliveInAnswer(response);
    alive.push(...found.map((one) => `${nameOf(route)}: ${one}`));
  }
  return { worlds, statuses, alive };
}

type Mail = {
  id: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
};

/** Every mail, as it would leave. */
async function aliveInMail(keys: Keys): Promise<string[]> {
  const headers = { authorization: `Bearer ${keys.token}` };
  const alive: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const path: string = `/api/v1/outbox?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const page = await (
      await request(path, { headers })
    ).json<{
      messages: Mail[];
      nextCursor: string | null;
    }>();
    for (const { subject, html, text, headers: sent } of page.messages) {
      if (/[\r\0]/.test(text)) alive.push(text);
      const lines = [subject, ...Object.entries(sent).flat()];
      alive.push(...lines.filter((line) => /[\r\n\0\u2028\u2029]/.test(line)));
      alive.push(
        ...(await aliveIn(new Response(html, { headers: { "content-type": "text/html" } }))),
      );
    }
    cursor = page.nextCursor;
  }
  return alive;
}

/** Everything that can be looked at afterwards. */
async function readEverywhere(keys: Keys, paths: string[]) {
  const alive: string[] = [];
  /** What nobody shows is not shown inertly. */
  let shown = 0;
  for (const path of paths) {
    const api = path.startsWith("/api/");
    const headers: HeadersInit = api
      ? { authorization: `Bearer ${keys.token}` }
      : { cookie: keys.cookie };
    const answer = await request(path, { headers });
    const copy = new TextDecoder().decode(await answer.clone().arrayBuffer());
    if (copy.includes(mark)) shown++;
    const found = await aliveInAnswer(answer);
    alive.push(...found.map((one) => `${path}: ${one}`));
  }
  return { alive, shown };
}

const read = guarded.filter((route) => !writes(route));
const tablesNow = async () =>
  (await env.DB.prepare("select count(*) as n from sqlite_master").first<{ n: number }>())!.n;

/** What is driven in a round or account of its own by `test/outside.ts`, or takes only one text there is. */
const notHere = [
  "POST /api/v1/rounds/:id/launch",
  "POST /rounds/:id/launch",
  "POST /accounts/:id/reference",
  "POST /person/erase",
];

test.each(Object.entries(taken).filter(([name]) => long || short.includes(name)))(
  "%s is stored as it is and inert in every page, mail, file, calendar and answer of the API",
  async (_, text) => {
    const before = await tablesNow();
    const keys = await adminKeys();
    await listenToEverything();
    const { worlds, statuses, alive } = await sendEverywhere(keys, text);
    expect(alive).toEqual([]);
    const refused = [...statuses].filter(([, status]) => status >= 400).map(([name]) => name);
    expect(refused.filter((name) => !notHere.includes(name))).toEqual([]);
    const { closed, ...answered } = await answerEverywhere(text);
    const outside = [answered];
    for (const write of [writeAsClient, askForReference, launchAnyway, endPromises])
      outside.push(await write(text));
    const taken = outside.flatMap((one) => Object.entries(one.statuses));
    expect(taken.filter(([name, status]) => status >= 400 && name !== "another day")).toEqual([]);
    const inside = worlds.flatMap(({ ids }) =>
      read.map((route) => addressOf(route, { ...ids, closed })),
    );
    const elsewhere = [...outside.flatMap(({ paths }) => paths), ...(await linksOutside())];
    const looked = new Set([...inside, ...elsewhere, "/outbox", "/sign-in"]);
    const found = await readEverywhere(keys, [...looked]);
    expect(found.alive).toEqual([]);
    expect(found.shown).toBeGreaterThan(70);
    expect(await aliveInMail(keys)).toEqual([]);
    const told = await db.select().from(tables.webhookDelivery);
    expect(told.length).toBeGreaterThan(2);
    expect(JSON.stringify(told)).not.toContain(mark);
    expect(await tablesNow()).toBe(before);
  },
  180_000,
);

test("what looks for signs of life finds them", async () => {
  const html = [`<${mark}>`, `<b ONCLICK="5">`, `<a href=" javascript:5">`, `<!--${mark}-->`];
  for (const one of [...html, `<script>${mark}</script>`, `${mark}49`])
    expect(await aliveIn(new Response(one)), one).toHaveLength(1);
  expect(aliveInCsv(`a,"  =${mark}"\n`)).toHaveLength(1);
  expect(aliveInCsv(`a,'=${mark}\n`)).toEqual([]);
});

test("the strings go through every field that takes text", () => {
  expect(written.length).toBeGreaterThan(45);
  expect(fields).toBeGreaterThan(90);
});

test.each(Object.entries(refused).filter(([name]) => long || short.includes(name)))(
  "%s is refused by every field, with nothing stored and no fault of ours",
  async (name, text) => {
    const keys = await adminKeys();
    const { statuses, alive } = await sendEverywhere(keys, text);
    expect(alive).toEqual([]);
    // A form carries no half signs: what it sends instead is a replacement character, and that is fine.
    const halved = name.includes("sign") && !name.includes("thousand");
    const wrong = [...statuses].filter(
      ([route, status]) =>
        status >= 500 || (status < 400 && !(halved && !route.includes("/api/")) && !encodes(route)),
    );
    expect(wrong).toEqual([]);
    const { statuses: answered } = halved ? { statuses: [] } : await respond(text);
    expect(answered.filter((status) => status !== 422)).toEqual([]);
    // Those of the worlds' own closed rounds.
    expect(await db.$count(tables.response)).toBe(3 * (2 + alone.length));
  },
  120_000,
);

/** An address is stored as URLs are written: what cannot stand in one stands there as %00. */
const encodes = (route: string) => route === "POST /webhooks";

/** What a respondent's own pages say to it. */
async function respond(text: string) {
  const { invitation } = await launchedRound();
  const link = `/s/${invitation.token}`;
  const answers = { "overall-grade": "B", "improve-one-thing": text };
  const all = [
    await post(link, { intent: "submit", ...answers }),
    await post(`${link}/colleague`, { name: text, email: "colleague@client.example" }),
    await post(`${link}/later`, { day: text }),
  ];
  return { statuses: all.map(({ status }) => status) };
}
