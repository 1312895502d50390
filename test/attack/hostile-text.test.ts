import { expect, test } from "vitest";
import { strFromU8, unzipSync } from "fflate";
import Papa from "papaparse";
import * as tables from "#db/schema.ts";
import { env, long } from "../bindings.ts";
import { closedRound } from "../closed-round.ts";
import {
  createStaff,
  createToken,
  db,
  launchedRound,
  post,
  request,
  signIn,
} from "../factories.ts";
import { entryOf, guarded, isApi, nameOf, writes, type Route, type Value } from "../route-table.ts";
import { addressOf, callRoute, createWorld, fill } from "../route-world.ts";

/** In every string, so that it is found again. */
const mark = "zq7";

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

/** How many answers held the string at all: what nobody shows is not shown inertly. */
let shown = 0;

type Keys = { cookie: string; token: string };
const adminKeys = async (): Promise<Keys> => {
  const admin = await createStaff({ role: "admin" });
  return { cookie: await signIn(admin), token: await createToken(admin) };
};

/** Sends a string through every field of every route that takes text, each kind of route in a world of its own. */
async function sendEverywhere(keys: Keys, text: string, after?: (route: Route) => Promise<void>) {
  const worlds = [await createWorld(), await createWorld()];
  const statuses = new Map<string, number>();
  for (const route of written) {
    const { ids } = worlds[isApi(route) ? 0 : 1]!;
    const body = fill(entryOf(route).body!, ids, () => text);
    const response = await callRoute(route, addressOf(route, ids), { ...keys, body });
    statuses.set(nameOf(route), response.status);
    await after?.(route);
  }
  return { worlds, statuses };
}

/** What respondents and clients write, each in their own place; with it a closed round full of it. */
async function answerEverywhere(text: string) {
  const { invitation } = await launchedRound();
  const answers = {
    "overall-grade": "B",
    "overall-grade.comment": text,
    "improve-one-thing": text,
  };
  const sent = await post(`/s/${invitation.token}`, { intent: "submit", ...answers });
  const second = await launchedRound();
  const link = `/s/${second.invitation.token}/colleague`;
  const email = `colleague-${second.invitation.id}@client.example`;
  const named = await post(link, { name: text, email });
  const later = await post(`/s/${invitation.token}/later`, { day: text });
  const people = (["user", "manager", "board"] as const).map((tier) => ({
    tier,
    contact: { firstName: text, lastName: text, jobTitle: text },
    answers: { "overall-grade": "D", "improve-one-thing": text, "quality.comment": text },
  }));
  const { round } = await closedRound({ people });
  return { statuses: [sent, named, later].map(({ status }) => status), round, invitation };
}

/** What in an HTML page has come to life: elements, attributes and addresses that the string made. */
async function aliveIn(response: Response): Promise<string[]> {
  const alive: string[] = [];
  let script = "";
  const rewriter = new HTMLRewriter()
    .on("*", {
      element(element) {
        if (element.tagName.includes(mark)) alive.push(`<${element.tagName}>`);
        // -- Iterable in the runtime, by pairs; the types of a browser's element say otherwise.
        for (const [name, value] of element.attributes as unknown as Iterable<[string, string]>) {
          if (name.includes(mark) || name.startsWith("on")) alive.push(`${name}=${value}`);
          const leads = ["href", "src", "action", "formaction"].includes(name);
          if (leads && /^\s*(javascript|vbscript|data:text)/i.test(value)) alive.push(value);
        }
      },
    })
    .on("script, style", { text: (piece) => void (script += piece.text) })
    .onDocument({ comments: (one) => void (one.text.includes(mark) && alive.push("a comment")) });
  const html = await rewriter.transform(response).text();
  if (script.includes(mark)) alive.push("script or style");
  if (html.includes(`${mark}49`)) alive.push("a template");
  return alive;
}

const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|]|^[\t\r\n]/u;

/** The same in what is saved as a file. */
function aliveInCsv(text: string): string[] {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { delimiter: "," });
  return data.flat().filter((cell) => cell.includes(mark) && formula.test(cell));
}
/** In a workbook only what stands in an element for formulas is one; the rest is text, whatever it begins with. */
function aliveInWorkbook(bytes: Uint8Array): string[] {
  const sheets = Object.entries(unzipSync(bytes)).filter(([name]) => name.includes("worksheets/"));
  return sheets.filter(([, xml]) => /<f[ >/]/.test(strFromU8(xml))).map(([name]) => name);
}

async function aliveInAnswer(response: Response): Promise<string[]> {
  const type = response.headers.get("content-type") ?? "";
  const name = response.headers.get("content-disposition") ?? "";
  const file = name === "" || /^(attachment|inline); filename="[\w.-]+"$/.test(name) ? [] : [name];
  const copy = new TextDecoder().decode(await response.clone().arrayBuffer());
  if (copy.includes(mark)) shown++;
  if (response.status >= 500) return [`${response.status}`];
  if (type.startsWith("text/html")) return [...file, ...(await aliveIn(response))];
  if (type.startsWith("text/csv")) return [...file, ...aliveInCsv(await response.text())];
  if (type.includes("spreadsheet"))
    return [...file, ...aliveInWorkbook(new Uint8Array(await response.arrayBuffer()))];
  if (type.startsWith("application/json")) await response.json();
  return file;
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
    for (const { subject, html, headers: sent } of page.messages) {
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
async function readEverywhere(keys: Keys, paths: string[]): Promise<string[]> {
  const alive: string[] = [];
  for (const path of paths) {
    const api = path.startsWith("/api/");
    const headers: HeadersInit = api
      ? { authorization: `Bearer ${keys.token}` }
      : { cookie: keys.cookie };
    const found = await aliveInAnswer(await request(path, { headers }));
    alive.push(...found.map((one) => `${path}: ${one}`));
  }
  return alive;
}

const read = guarded.filter((route) => !writes(route));
const tablesNow = async () =>
  (await env.DB.prepare("select count(*) as n from sqlite_master").first<{ n: number }>())!.n;

/** Routes whose text needs a state that the others of the same world have ended. */
const notInThisState = ["POST /accounts/:id/reference", "POST /person/erase", "POST /webhooks"];

test.each(Object.entries(taken).filter(([name]) => long || short.includes(name)))(
  "%s is stored as it is and inert in every page, mail, file and answer of the API",
  async (_, text) => {
    shown = 0;
    const before = await tablesNow();
    const keys = await adminKeys();
    const { worlds, statuses } = await sendEverywhere(keys, text);
    const { statuses: answered, round, invitation } = await answerEverywhere(text);
    const failed = [...statuses].filter(([, status]) => status >= 500);
    expect(failed).toEqual([]);
    expect(answered.filter((status) => status >= 500)).toEqual([]);
    const accepted = [...statuses].filter(
      ([name, status]) => status < 400 && !notInThisState.includes(name),
    );
    expect(accepted.length).toBeGreaterThan(written.length / 2);
    const paths = worlds.flatMap(({ ids }) =>
      read.map((route) => addressOf(route, { ...ids, closed: round.id })),
    );
    const looked = new Set([...paths, `/s/${invitation.token}`, "/outbox", "/sign-in"]);
    expect(await readEverywhere(keys, [...looked])).toEqual([]);
    expect(shown).toBeGreaterThan(60);
    expect(await aliveInMail(keys)).toEqual([]);
    expect(await tablesNow()).toBe(before);
  },
  120_000,
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
    const { statuses } = await sendEverywhere(keys, text);
    // A form carries no half signs: what it sends instead is a replacement character, and that is fine.
    const halved = name.includes("sign") && !name.includes("thousand");
    const wrong = [...statuses].filter(
      ([route, status]) => status >= 500 || (status < 400 && !(halved && !route.includes("/api/"))),
    );
    expect(wrong).toEqual([]);
    const { statuses: answered } = halved ? { statuses: [] } : await respond(text);
    expect(answered.filter((status) => status !== 422)).toEqual([]);
    expect(await db.$count(tables.response)).toBe(6);
  },
  120_000,
);

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
