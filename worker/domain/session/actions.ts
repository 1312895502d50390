import { deleteSessionsOf, findSession } from "#db/queries/session.ts";
import { findStaff } from "#db/queries/staff.ts";
import { parseSigned } from "hono/utils/cookie";
import type { Ctx, StaffActor } from "../../context.ts";
import type { Settings } from "../setting/schema.ts";
import { Role } from "../staff/schema.ts";
import { absoluteLifetime, isFresh } from "./rules.ts";

/** Under which name a browser holds its session: where there is TLS, one that no other host can set. */
const cookieName = (ctx: Ctx) =>
  ctx.config.BASE_URL.startsWith("https:") ? "__Host-session" : "session";

/** The token in a cookie that we signed; nothing for any other. */
async function tokenIn(ctx: Ctx, headers: Headers): Promise<string | undefined> {
  const name = cookieName(ctx);
  const signed = await parseSigned(headers.get("cookie") ?? "", ctx.config.AUTH_SECRET, name);
  return signed[name] || undefined;
}

type SignedIn = { actor: StaffActor; cookies: string[]; settings: Settings | null };

/**
 * Who holds this session, and cookies to set when it was prolonged. Null: none, expired, or deactivated. One read
 * tells, the settings included; the library is asked only when the session is to be prolonged or has ended.
 */
export async function findSignedInStaff(ctx: Ctx, headers: Headers): Promise<SignedIn | null> {
  const token = await tokenIn(ctx, headers);
  const found = token && (await findSession(ctx.db, token));
  if (!found) return null;
  const { person, settings } = found;
  const tooOld = ctx.now.getTime() - found.createdAt.getTime() > absoluteLifetime;
  if (tooOld || person.deactivatedAt) return null;
  const cookies = isFresh(found.expiresAt, ctx.now) ? [] : await prolong(ctx, headers);
  if (!cookies) return null;
  const { id, name, email } = person;
  const role = Role.parse(person.role);
  return { actor: { kind: "staff", id, name, email, role, scope: "write" }, cookies, settings };
}

/** The cookies of a session that goes on; null when it has ended. */
async function prolong(ctx: Ctx, headers: Headers): Promise<string[] | null> {
  const { createAuth } = await import("../../auth.ts");
  const found = await createAuth(ctx).api.getSession({ headers, returnHeaders: true });
  return found.response && found.headers.getSetCookie();
}

/**
 * Opens a session with the token of a sign-in link, once. Gives whose it is and the cookies to set, or null
 * when the link is spent or too old, or its person was deactivated since.
 */
export async function openSession(
  ctx: Ctx,
  token: string,
  headers: Headers,
): Promise<{ staffId: string; cookies: string[] } | null> {
  const { createAuth } = await import("../../auth.ts");
  const { isAPIError } = await import("better-auth/api");
  try {
    const opened = await createAuth(ctx).api.magicLinkVerify({
      query: { token },
      headers,
      returnHeaders: true,
    });
    const { user } = opened.response;
    const person = await findStaff(ctx.db, user.id);
    if (!person || person.deactivatedAt) {
      await deleteSessionsOf(ctx.db, user.id);
      return null;
    }
    return { staffId: user.id, cookies: opened.headers.getSetCookie() };
  } catch (error) {
    if (isAPIError(error)) return null;
    throw error;
  }
}

/** Ends the session of these cookies, if there is one. Gives the cookies that clear it. */
export async function closeSession(ctx: Ctx, headers: Headers): Promise<string[]> {
  if (!headers.has("cookie")) return [];
  const { createAuth } = await import("../../auth.ts");
  const closed = await createAuth(ctx).api.signOut({ headers, returnHeaders: true });
  // The library clears cookies of its own names as well; they are never set.
  return closed.headers.getSetCookie().filter((cookie) => /^(__Host-)?session=/.test(cookie));
}

/** Makes the link `token` valid for ten minutes for a known address. The caller has checked the address. */
export async function prepareSignInLink(ctx: Ctx, email: string, token: string): Promise<void> {
  const { createAuth } = await import("../../auth.ts");
  const auth = createAuth(ctx, { token, deliver: async () => {} });
  await auth.api.signInMagicLink({ body: { email }, headers: new Headers() });
}
