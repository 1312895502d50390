import { deleteAllAccess, listSessions } from "#db/queries/session.ts";
import type { StaffCtx } from "../../context.ts";
import { absoluteLifetime, browserOf } from "./rules.ts";

/** Where somebody is signed in, the last used first. */
export async function listOwnSessions({ db, actor, now }: StaffCtx) {
  const openedAfter = new Date(now.getTime() - absoluteLifetime);
  const sessions = await listSessions(db, actor.id, { now, openedAfter });
  return sessions.map(({ userAgent, ...session }) => ({
    ...session,
    browser: browserOf(userAgent ?? ""),
  }));
}

/** Signs somebody out everywhere, and voids sign-in links they have asked for and not used. */
export async function signOutEverywhere({ db, actor, now }: StaffCtx): Promise<void> {
  await deleteAllAccess(db, actor, {
    at: now,
    actor: actor.id,
    action: "session.ended_everywhere",
    subjectType: "staff",
    subjectId: actor.id,
  });
}
