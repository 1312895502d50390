import assets from "../../web/dist/assets.json";
import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { brotliCompressSync, constants } from "node:zlib";
import { expect, test } from "vitest";
import { env } from "../bindings.ts";
import { closedRound } from "../closed-round.ts";
import { createStaff, db, request, signIn, someDay } from "../factories.ts";
import { createHistory } from "../history.ts";
import { addressOf, createWorld } from "../route-world.ts";
import { guarded, isApi, nameOf, writes } from "../route-table.ts";
import { words } from "../words.ts";

const firstTime = 60_000;
const afterwards = 15_000;
const people = 200;
const accounts = 1000;

type Row = Record<string, string | number | null>;
const ids = (count: number) => Array.from({ length: count }, (_, n) => n);

async function insert(table: string, rows: Row[]) {
  const columns = Object.keys(rows[0]!);
  const values = columns.map((name) => `value ->> '${name}'`);
  for (let from = 0; from < rows.length; from += 250)
    await env.DB.prepare(
      `insert into ${table} (${columns.join(", ")}) select ${values.join(", ")} from json_each(?)`,
    )
      .bind(JSON.stringify(rows.slice(from, from + 250)))
      .run();
}

/** Copies of one row under other ids, and with other values in some columns. */
async function copies(table: string, id: string, count: number, other: (n: number) => Row) {
  const row = await env.DB.prepare(`select * from ${table} where id = ?`).bind(id).first<Row>();
  await insert(
    table,
    ids(count).map((n) => ({ ...row!, id: `${table}-${n}`, ...other(n) })),
  );
}

const hashes = (kind: string) => (n: number) => ({
  token_hash: `${kind}-copy-${n}`,
  opt_out_hash: `${kind}-copy-${n}`,
});

/** What a large supplier has: many of everything, said in as many words as people use. */
async function largeWorld(importer: string) {
  const { account, ids: known, manager } = await createWorld();
  const of = (noun: string) => known[noun]!;
  await createHistory(accounts);
  const { round } = await closedRound({
    account,
    people: ids(people).map((n) => ({
      tier: (["user", "user", "user", "manager", "board"] as const)[n % 5]!,
      contact: { jobTitle: words(30) },
      answers: {
        "overall-grade": "ABCDF"[n % 5]!,
        quality: String(1 + (n % 5)),
        responsiveness: String(1 + (n % 4)),
        "quality.comment": words(100),
        "improve-one-thing": words(160),
      },
    })),
  });
  const everybody = await db
    .select()
    .from(tables.contact)
    .where(eq(tables.contact.accountId, account.id));
  const [asked] = await db
    .select()
    .from(tables.invitation)
    .where(eq(tables.invitation.roundId, of("open")));
  const states = ["invited", "started", "completed", "declined", "postponed"];
  const others = everybody.filter(({ id }) => id !== asked!.contactId);
  await copies("invitation", asked!.id, others.length, (n) => ({
    ...hashes("invitation")(n),
    contact_id: others[n]!.id,
    status: states[n % 5]!,
  }));
  await insert(
    "nomination",
    ids(50).map((n) => ({
      invitation_id: `invitation-${n}`,
      round_id: of("open"),
      name: words(20),
      email: `colleague-of-${n}@client.example`,
      status: "proposed",
      created_at: someDay.getTime(),
    })),
  );
  await copies("staff", manager.id, 100, (n) => ({
    email: `staff-${n}@us.example`,
    name: words(20),
  }));
  await copies("client_case", of("cases"), 300, () => ({ comment: words(200) }));
  await copies("action", of("actions"), 20, () => ({
    title: words(80),
    heard: words(300),
    promise: words(300),
  }));
  await copies("suggestion", of("suggestions"), 40, (n) => ({
    subject: `subject-${n}`,
    heard: words(200),
    promise: words(200),
  }));
  await copies("plan_reply", of("replies"), 50, () => ({ text: words(200) }));
  await copies("conversation", of("conversations"), 50, hashes("conversation"));
  const changes = ids(100).map((line) => ({
    line,
    kind: "created" as const,
    email: `somebody-${line}@client.example`,
    company: words(30),
    fields: [{ field: "jobTitle" as const, from: null, to: words(30) }],
  }));
  await db.update(tables.importJob).set({ createdBy: importer, changes });
  await copies("import_job", of("imports"), 100, () => ({ file_name: words(30) }));
  await copies("portfolio_launch", of("portfolio-launches"), 30, () => ({ name: words(30) }));
  await copies("webhook_endpoint", of("webhooks"), 10, () => ({}));
  await copies("api_token", of("tokens"), 50, (n) => ({
    token_hash: `token-copy-${n}`,
    name: words(20),
  }));
  await copies("share_link", of("shares"), 50, (n) => ({
    round_id: round.id,
    token_hash: `share-copy-${n}`,
    name: words(20),
  }));
  const drafts = ids(200);
  await copies("round", of("draft"), drafts.length, (n) => ({ account_id: `a${n}` }));
  await insert(
    "portfolio_launch_account",
    drafts.map((n) => ({
      launch_id: of("portfolio-launches"),
      account_id: `a${n}`,
      round_id: `round-${n}`,
    })),
  );
  await logs(of);
  return { ...known, closed: round.id };
}

/** What grows line by line. */
async function logs(of: (noun: string) => string) {
  const at = someDay.getTime();
  const noted = { case_id: of("cases"), written_by: of("staff"), at };
  await insert(
    "case_note",
    ids(30).map((n) => ({ ...noted, id: `note-${n}`, text: words(300) })),
  );
  await insert(
    "case_contact",
    ids(20).map((n) => ({
      ...noted,
      id: `contact-${n}`,
      how: "phone",
      person: words(20),
      reached: 1,
      said: words(200),
      written_at: at,
    })),
  );
  await insert(
    "audit_entry",
    ids(500).map((n) => ({
      at: at + n,
      actor: of("staff"),
      action: "round.created",
      subject_type: "round",
      subject_id: `round-${n % 200}`,
      detail: JSON.stringify({ reason: words(60) }),
    })),
  );
  await insert(
    "message",
    ids(500).map((n) => ({
      id: `message-${n}`,
      kind: "invitation",
      recipient: `someone-${n}@client.example`,
      data: "{}",
      status: n % 2 === 0 ? "failed" : "sent",
      attempts: 6,
      last_error: words(60),
      created_at: at + n,
    })),
  );
  await insert(
    "webhook_delivery",
    ids(300).map((n) => ({
      endpoint_id: of("webhooks"),
      event_id: `evt_${n}`,
      type: "round.closed",
      data: "{}",
      status: "failed",
      attempts: 10,
      send_after: at,
      created_at: at + n,
      answer: words(40),
    })),
  );
}

// What Cloudflare's network compresses with.
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const weigh = (text: string) => brotliCompressSync(text, quality).byteLength;

async function assetBytes(page: string): Promise<number> {
  const asked = Object.values(assets).filter((path) => page.includes(`"${path}"`));
  const files = asked.map(async (path) => (await env.ASSETS.fetch(`http://assets${path}`)).text());
  return (await Promise.all(files)).reduce((sum, text) => sum + weigh(text), 0);
}

test("no page for staff weighs more than 60 kB the first time and 15 kB after, at a supplier of a thousand accounts", async () => {
  const admin = await createStaff({ role: "admin" });
  const known = await largeWorld(admin.id);
  const cookie = await signIn(admin);
  const pages = guarded.filter((route) => !isApi(route) && !writes(route));
  const tooHeavy: string[] = [];
  const missing: string[] = [];
  let weighed = 0;
  for (const route of pages) {
    const response = await request(addressOf(route, known), { headers: { cookie } });
    if (!response.headers.get("content-type")?.startsWith("text/html")) continue;
    const html = await response.text();
    if (response.status !== 200) missing.push(nameOf(route));
    const bytes = weigh(html);
    weighed++;
    if (bytes > afterwards || bytes + (await assetBytes(html)) > firstTime)
      tooHeavy.push(`${nameOf(route)}: ${bytes}`);
  }
  expect({ tooHeavy, missing }).toEqual({ tooHeavy: [], missing: [] });
  expect(weighed).toBeGreaterThan(50);
});
