import { insertCaseContact, insertCaseEvidence, listCaseCourses } from "#db/queries/case-log.ts";
import { subMonths } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { invalid, type Outcome } from "../../errors.ts";
import { readerOf, requireCase } from "./actions.ts";
import { paceOf, type Pace } from "./pace-rules.ts";
import type { NewCaseContact, NewEvidence } from "./schema.ts";

// Fields name a minute; a call in the very minute in which the case opened came after it.
const minute = 60_000;

/**
 * Writes down that somebody spoke, or tried to speak, with the client. The first time it worked is the case's first
 * contact. Refuses `invalid`: a time to come, or before the case was there.
 */
export async function logContact(
  ctx: StaffCtx,
  caseId: string,
  entry: NewCaseContact,
): Promise<Outcome<object>> {
  const { openedAt } = await requireCase(ctx, caseId);
  if (entry.at > ctx.now) return invalidTime("The contact cannot lie in the future.");
  if (entry.at.getTime() < openedAt.getTime() - minute)
    return invalidTime("The contact cannot lie before the case was opened.");
  const at = entry.at < openedAt ? openedAt : entry.at;
  const added = { ...entry, at };
  await insertCaseContact(
    ctx.db,
    { caseId, id: ctx.newId() },
    added,
    auditOf(ctx, caseId, "contact_logged"),
  );
  return { ok: true };
}

const invalidTime = (message: string) => invalid("at", message);

/** Attaches words or the address of a page to a case. */
export async function addEvidence(ctx: StaffCtx, caseId: string, evidence: NewEvidence) {
  await requireCase(ctx, caseId);
  await insertCaseEvidence(
    ctx.db,
    { caseId, id: ctx.newId() },
    evidence,
    auditOf(ctx, caseId, "evidence_added"),
  );
}

const auditOf = (ctx: StaffCtx, caseId: string, deed: string) => ({
  at: ctx.now,
  actor: ctx.actor.id,
  action: `case.${deed}`,
  subjectType: "case",
  subjectId: caseId,
});

/** How fast the cases that somebody may see were taken up and resolved, of those opened in the last months. */
export async function measurePace(ctx: StaffCtx, months: number): Promise<Pace> {
  const since = subMonths(ctx.now, months);
  return paceOf(await listCaseCourses(ctx.db, readerOf(ctx), since), ctx.now);
}
