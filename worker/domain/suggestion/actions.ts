import { findAction, type ActionRow } from "#db/queries/action.ts";
import * as queries from "#db/queries/suggestion.ts";
import type { StaffCtx } from "../../context.ts";
import { AppError, invalid, refuse, type Outcome, type Refusal } from "../../errors.ts";
import { auditOf, prepareAction, readerOf } from "../action/actions.ts";
import { isSettled } from "../action/rules.ts";
import { readQuotes } from "../action/actions-quote.ts";
import type { QuoteRef } from "../action/schema.ts";
import type { SuggestionDecision } from "./schema.ts";

/** What waits for a decision at an account, with the words it rests on. The account is within the actor's reach. */
export async function findOpenSuggestions(ctx: StaffCtx, accountId: string) {
  const found = await queries.listOpenSuggestions(ctx.db, readerOf(ctx), accountId);
  const quotes = await readQuotes(
    ctx,
    found.flatMap(({ suggestion }) => suggestion.evidence.quotes),
  );
  return found.map(({ suggestion, round }) => ({
    ...suggestion,
    round,
    quotes: quotes.filter((quote) => suggestion.evidence.quotes.some((ref) => isSame(quote, ref))),
  }));
}
export type OpenSuggestion = Awaited<ReturnType<typeof findOpenSuggestions>>[number];

const isSame = (a: QuoteRef, b: QuoteRef) =>
  a.roundId === b.roundId && a.questionKey === b.questionKey && a.position === b.position;

/** A suggestion that the actor may see; what they may not see does not exist. */
export async function requireSuggestion(ctx: StaffCtx, id: string): Promise<queries.SuggestionRow> {
  const found = await queries.findSuggestion(ctx.db, readerOf(ctx), id);
  if (!found) throw new AppError("not_found", "There is no such suggestion.");
  return found.suggestion;
}

type Decided = Outcome<{ actionId: string | null }>;

/**
 * Decides on a suggestion, once. Gives the action that it became or went into. Refusals: `decided_already`,
 * `stale` (the action changed meanwhile), `invalid`, `action_over`.
 */
export async function decideSuggestion(
  ctx: StaffCtx,
  id: string,
  decision: SuggestionDecision,
): Promise<Decided> {
  const row = await requireSuggestion(ctx, id);
  if (row.status !== "open") return decided;
  if (decision.intent === "accept") return accept(ctx, row, decision);
  if (decision.intent === "merge") return merge(ctx, row, decision.actionId);
  const made = decisionOf(ctx, row, "dismissed", null, decision.reason);
  return (await queries.updateToDismissed(ctx.db, made)) ? { ok: true, actionId: null } : decided;
}

const decided: Refusal = refuse(
  "decided_already",
  "Somebody has decided on this suggestion already.",
);

type Accepted = Extract<SuggestionDecision, { intent: "accept" }>;

async function accept(
  ctx: StaffCtx,
  row: queries.SuggestionRow,
  { title, heard, promise }: Accepted,
): Promise<Decided> {
  const prepared = await prepareAction(
    ctx,
    row.accountId,
    { title, heard, promise, area: row.area },
    {
      roundId: row.roundId,
      sourceKeys: row.evidence.questionKeys,
      sourceTiers: row.evidence.tiers,
      quotes: row.evidence.quotes,
      suggestionId: row.id,
      caseId: row.evidence.case?.id ?? null,
      walled: row.walled,
    },
  );
  if (!prepared.ok) return prepared;
  const actionId = prepared.row.id;
  const made = { ...decisionOf(ctx, row, "accepted", actionId), actionId };
  const won = await queries.updateToAccepted(ctx.db, made, prepared.row);
  return won ? { ok: true, actionId } : decided;
}

/** The action takes over where the suggestion comes from, and says that this was heard too. */
async function merge(
  ctx: StaffCtx,
  row: queries.SuggestionRow,
  actionId: string,
): Promise<Decided> {
  const target = await findAction(ctx.db, readerOf(ctx), actionId);
  if (!target || target.accountId !== row.accountId || target.walled !== row.walled)
    return invalid("actionId", "Choose one of the actions of this plan.");
  if (isSettled(target.status))
    return refuse("action_over", "This action is settled: accept the suggestion as a new one.");
  const changed = mergedWith(target, row);
  const made = { ...decisionOf(ctx, row, "merged", actionId), actionId };
  const changes = { heard: { from: target.heard, to: changed.heard } };
  const revision = {
    at: ctx.now,
    by: ctx.actor.id,
    byKind: "staff" as const,
    changes,
    comment: `With the suggestion “${row.title}”`,
    audit: made.audit,
  };
  const won = await queries.updateToMerged(ctx.db, made, target, { changed, revision });
  return won
    ? { ok: true, actionId }
    : refuse("stale", "Somebody changed this action just now. Look at it and try again.");
}

const together = <T>(a: T[], b: T[]): T[] => [...new Set([...a, ...b])];

const mergedWith = (target: ActionRow, { evidence, heard }: queries.SuggestionRow) => ({
  heard: [target.heard, heard].filter(Boolean).join("\n") || null,
  sourceKeys: together(target.sourceKeys, evidence.questionKeys),
  sourceTiers: together(target.sourceTiers, evidence.tiers),
  quotes: [
    ...target.quotes,
    ...evidence.quotes.filter((quote) => !target.quotes.some((one) => isSame(one, quote))),
  ],
});

function decisionOf(
  ctx: StaffCtx,
  { id, accountId }: queries.SuggestionRow,
  status: queries.Decision["status"],
  actionId: string | null,
  reason: string | null = null,
): queries.Decision {
  const subject = actionId === null ? { subjectType: "account", subjectId: accountId } : {};
  return {
    id,
    status,
    by: ctx.actor.id,
    at: ctx.now,
    reason,
    actionId,
    audit: { ...auditOf(ctx, actionId ?? id, `suggestion.${status}`), ...subject },
  };
}
