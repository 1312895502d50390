import { env, exports } from "cloudflare:workers";
import { connect } from "#db/client.ts";
import * as tables from "#db/schema.ts";
import { drizzle } from "drizzle-orm/d1";
import { foldName } from "#worker/domain/account/rules.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import { openSession, prepareSignInLink } from "#worker/domain/session/actions.ts";
import type { Questionnaire } from "#worker/domain/survey/schema.ts";
import {
  createCtx,
  type Actor,
  type Ctx,
  type StaffActor,
  type StaffCtx,
} from "#worker/context.ts";

export const origin = "https://feedback.example.com";
/** The fixed "now" of tests that do not choose their own. */
export const someDay = new Date("2026-03-02T09:00:00Z");
const { query } = drizzle(env.DB, { schema: tables, casing: "snake_case" });
/** The product's database, in which tests also find rows by the names of their tables. */
export const db = Object.assign(connect(env.DB), { query });

let counter = 0;
const unique = (noun: string) => `${noun}-${(++counter).toString().padStart(4, "0")}`;

type Row<T extends { $inferSelect: unknown }> = T["$inferSelect"];

export const testCtx = (actor: Actor = { kind: "system" }, now = someDay): Ctx =>
  createCtx(env, actor, now);

export const actorOf = (staff: Row<typeof tables.staff>): StaffActor => ({
  kind: "staff",
  id: staff.id,
  name: staff.name,
  email: staff.email,
  role: staff.role,
  scope: "write",
});
export const staffCtx = (staff: Row<typeof tables.staff>, now = someDay) =>
  testCtx(actorOf(staff), now) as StaffCtx;

export async function createStaff(overrides: Partial<typeof tables.staff.$inferInsert> = {}) {
  const id = overrides.id ?? unique("staff");
  const row = {
    id,
    name: `Staff ${id}`,
    email: `${id}@supplier.example`,
    role: "account_manager" as const,
  };
  const [staff] = await db
    .insert(tables.staff)
    .values({ ...row, createdAt: someDay, updatedAt: someDay, ...overrides })
    .returning();
  return staff!;
}

export async function createAccount(overrides: Partial<typeof tables.account.$inferInsert> = {}) {
  const id = overrides.id ?? unique("account");
  const name = overrides.name ?? `Account ${id}`;
  const [account] = await db
    .insert(tables.account)
    .values({
      id,
      name,
      nameFolded: foldName(name),
      createdAt: someDay,
      updatedAt: someDay,
      ...overrides,
    })
    .returning();
  return account!;
}

export async function createContact(
  overrides: Partial<typeof tables.contact.$inferInsert> & { accountId: string },
) {
  const id = overrides.id ?? unique("contact");
  const row = {
    id,
    firstName: "Given",
    lastName: id,
    email: `${id}@client.example`,
    tier: "user" as const,
  };
  const [contact] = await db
    .insert(tables.contact)
    .values({ ...row, createdAt: someDay, updatedAt: someDay, ...overrides })
    .returning();
  return contact!;
}

/** A line of an account's plan: proposed, for the client to see, of no level in particular. */
export async function createAction(
  overrides: Partial<typeof tables.action.$inferInsert> & { accountId: string },
) {
  const [action] = await db
    .insert(tables.action)
    .values({
      id: unique("action"),
      area: "responsiveness",
      title: "Answer within a day",
      heard: "Answers take too long.",
      promise: "Somebody answers within a day.",
      clientVisible: true,
      keepDoing: false,
      walled: false,
      status: "proposed",
      changedSinceAgreed: false,
      startedUnagreed: false,
      sourceKeys: [],
      sourceTiers: [],
      quotes: [],
      askedRounds: 0,
      version: 1,
      createdAt: someDay,
      createdBy: "staff",
      updatedAt: someDay,
      ...overrides,
    })
    .returning();
  return action!;
}

export async function createRound(
  overrides: Partial<typeof tables.round.$inferInsert> & { accountId: string },
) {
  const id = overrides.id ?? unique("round");
  const { status, confidentiality, publicKey } = overrides;
  const keyed = publicKey === undefined && confidentiality === "confidential" && status === "open";
  const [round] = await db
    .insert(tables.round)
    .values({
      id,
      publicKey: keyed ? await testCtx().sealing.makeKey(id) : null,
      kind: "satisfaction",
      name: "Spring round",
      status: "draft",
      confidentiality: "named",
      modules: [],
      closesAt: new Date(someDay.getTime() + 21 * 24 * 3600 * 1000),
      createdBy: "staff",
      createdAt: someDay,
      ...overrides,
    })
    .returning();
  return round!;
}

/** A short questionnaire with one question of most types; `overrides` replace whole parts of it. */
const sampleQuestionnaire = (overrides: Partial<Questionnaire> = {}): Questionnaire => ({
  slug: "users",
  version: 1,
  title: "How we work for you",
  sections: [
    {
      key: "overall",
      questions: [
        { key: "overall-grade", type: "grade", wording: "Which grade?", required: true },
        {
          key: "quality",
          type: "rating",
          area: "deliverables",
          wording: "How good is what we hand over?",
          labels: ["Poor", "Weak", "Fair", "Good", "Excellent"],
        },
        { key: "improve-one-thing", type: "text", wording: "What one change would help you most?" },
        {
          key: "call-me",
          type: "choices",
          wording: "Would you like us to call you?",
          options: [{ key: "account_manager", label: "Yes, my account manager" }],
        },
      ],
    },
  ],
  ...overrides,
});

/** A pinned questionnaire. */
export async function createTemplateVersion(definition = sampleQuestionnaire()) {
  const row = { slug: definition.slug, version: definition.version, definition };
  const [version] = await db
    .insert(tables.templateVersion)
    .values({ id: unique("template-version"), ...row })
    .returning();
  return version!;
}

/** An invitation of an existing contact in an existing round, with the tokens of its links. */
export async function createInvitation(
  overrides: Partial<typeof tables.invitation.$inferInsert> & {
    roundId: string;
    contactId: string;
    templateVersionId: string;
  },
) {
  const { tokens } = testCtx();
  const id = overrides.id ?? unique("invitation");
  const token = await tokens.make("survey", id, overrides.tokenVersion ?? 1);
  const optOutToken = await tokens.make("opt-out", id);
  const [invitation] = await db
    .insert(tables.invitation)
    .values({
      id,
      tier: "user" as const,
      tokenHash: await tokens.hash(token),
      optOutHash: await tokens.hash(optOutToken),
      status: "invited",
      invitedAt: someDay,
      ...overrides,
    })
    .returning();
  return { ...invitation!, token, optOutToken };
}

/** An open round as a launch leaves it: one account with its manager, and one invited contact for each tier. */
export async function launchedRound(
  options: {
    tiers?: Tier[];
    definition?: Questionnaire;
    account?: Partial<typeof tables.account.$inferInsert>;
    contact?: Partial<typeof tables.contact.$inferInsert>;
    round?: Partial<typeof tables.round.$inferInsert>;
  } = {},
) {
  const manager = await createStaff();
  const account = await createAccount({ accountManagerId: manager.id, ...options.account });
  const version = await createTemplateVersion(options.definition);
  const round = await createRound({
    accountId: account.id,
    status: "open",
    launchedAt: someDay,
    ...options.round,
  });
  const invitations = [];
  for (const tier of options.tiers ?? (["user"] as const)) {
    const contact = await createContact({ accountId: account.id, tier, ...options.contact });
    const links = { roundId: round.id, contactId: contact.id, templateVersionId: version.id };
    invitations.push({ contact, ...(await createInvitation({ ...links, tier })) });
  }
  return { manager, account, round, version, invitations, invitation: invitations[0]! };
}

/** An API token of this staff member, as its holder would send it. */
export async function createToken(
  staff: Row<typeof tables.staff>,
  scope: "read" | "write" = "write",
): Promise<string> {
  const ctx = testCtx();
  const token = await ctx.tokens.make("api", unique("token"));
  await db.insert(tables.apiToken).values({
    id: ctx.newId(),
    staffId: staff.id,
    name: "test",
    tokenHash: await ctx.tokens.hash(token),
    scope,
    createdAt: someDay,
  });
  return token;
}

/** A session cookie of this staff member, got the way they get it: through a link. */
export async function signIn(staff: Row<typeof tables.staff>): Promise<string> {
  const ctx = testCtx({ kind: "respondent" }, new Date());
  const token = ctx.newId();
  await prepareSignInLink(ctx, staff.email, token);
  const opened = await openSession(ctx, token, new Headers());
  if (!opened) throw new Error(`no session for ${staff.email}`);
  return opened.cookies.map((cookie) => cookie.split(";")[0]).join("; ");
}

/** A real request to the Worker. Redirects are not followed. */
export const request = (path: string, init: RequestInit = {}): Promise<Response> =>
  exports.default.fetch(new Request(new URL(path, origin), { redirect: "manual", ...init }));

/** A call of the API with a token, JSON in and out. */
export const api = (
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> =>
  request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** A form as a browser sends it; `cookie` for staff pages. */
export const post = (path: string, fields: Record<string, string | string[]>, cookie?: string) => {
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  );
  return request(path, {
    method: "POST",
    body,
    headers: { origin, ...(cookie === undefined ? {} : { cookie }) },
  });
};

/** A page with a session. */
export const visit = (path: string, cookie: string) => request(path, { headers: { cookie } });

/**
 * Everything the database holds, apart from sessions: two calls are equal when nothing was written between
 * them. For tests that demand "nothing was stored".
 */
export async function everythingStored(): Promise<Record<string, unknown[]>> {
  const listed = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like '\\_%' escape '\\' and name not like 'sqlite%' and name not in ('session', 'verification', 'd1_migrations')",
  ).all<{ name: string }>();
  const names = listed.results.map(({ name }) => name);
  const rows = await env.DB.batch(names.map((name) => env.DB.prepare(`select * from "${name}"`)));
  return Object.fromEntries(names.map((name, at) => [name, rows[at]!.results]));
}
