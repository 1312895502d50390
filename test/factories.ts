import { env, exports } from "cloudflare:workers";
import { connect } from "#db/client.ts";
import * as tables from "#db/schema.ts";
import { foldName } from "#worker/domain/account/rules.ts";
import { openSession, prepareSignInLink } from "#worker/domain/session/actions.ts";
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
export const db = connect(env.DB);

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

export async function createRound(
  overrides: Partial<typeof tables.round.$inferInsert> & { accountId: string },
) {
  const [round] = await db
    .insert(tables.round)
    .values({
      id: unique("round"),
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
  const cookies = await openSession(ctx, token, new Headers());
  if (!cookies) throw new Error(`no session for ${staff.email}`);
  return cookies.map((cookie) => cookie.split(";")[0]).join("; ");
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
