import { deleteSessionsOf } from "#db/queries/session.ts";
import { findStaff } from "#db/queries/staff.ts";
import type { Ctx, StaffActor } from "../../context.ts";
import { Role } from "../staff/schema.ts";

export const absoluteLifetime = 7 * 24 * 60 * 60 * 1000;

/** Who holds this session, and cookies to set when it was prolonged. Null: none, expired, or deactivated. */
export async function findSignedInStaff(
  ctx: Ctx,
  headers: Headers,
): Promise<{ actor: StaffActor; cookies: string[] } | null> {
  if (!headers.has("cookie")) return null;
  const { createAuth } = await import("../../auth.ts");
  const found = await createAuth(ctx).api.getSession({ headers, returnHeaders: true });
  if (!found.response) return null;
  const { session, user } = found.response;
  const tooOld = ctx.now.getTime() - session.createdAt.getTime() > absoluteLifetime;
  if (tooOld || user.deactivatedAt) return null;
  const actor = {
    kind: "staff" as const,
    id: user.id,
    name: user.name,
    email: user.email,
    role: Role.parse(user.role),
    scope: "write" as const,
  };
  return { actor, cookies: found.headers.getSetCookie() };
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
