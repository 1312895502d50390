import type { QuoteRef } from "#worker/domain/action/schema.ts";
import { and, asc, desc, eq, ne, or, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  account,
  action,
  clientCase,
  contact,
  reportComment,
  round,
  suggestion,
} from "../schema.ts";
import * as actions from "./action.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { accountWithin, outsideWall } from "./reach.ts";

export type SuggestionRow = typeof suggestion.$inferSelect;

const suggestionWithin = ({ reach, staffId }: actions.ActionReader) =>
  and(accountWithin(reach), or(eq(suggestion.walled, false), outsideWall(staffId)));

const selectSuggestions = (db: Database) =>
  db
    .select({ suggestion, round: { name: round.name, closedAt: round.closedAt } })
    .from(suggestion)
    .innerJoin(account, eq(account.id, suggestion.accountId))
    .innerJoin(round, eq(round.id, suggestion.roundId))
    .$dynamic();

/** A suggestion that this reader may see. */
export const findSuggestion = (db: Database, reader: actions.ActionReader, id: string) =>
  selectSuggestions(db)
    .where(and(eq(suggestion.id, id), suggestionWithin(reader)))
    .get();

// Each close looks at everything anew: what still matters is suggested again, with newer figures.
const ofLatestRound = sql`not exists (select 1 from round later
  where later.account_id = ${round.accountId} and later.kind = ${round.kind}
    and later.status = 'closed' and later.closed_at > ${round.closedAt})`;

/** What the last closed round of each kind suggests for an account and nobody has decided on, the heaviest first. */
export const listOpenSuggestions = (
  db: Database,
  reader: actions.ActionReader,
  accountId: string,
) =>
  selectSuggestions(db)
    .where(
      and(
        eq(suggestion.accountId, accountId),
        eq(suggestion.status, "open"),
        ofLatestRound,
        suggestionWithin(reader),
      ),
    )
    .orderBy(desc(suggestion.weight), asc(suggestion.id));

/** Comments of reports as they stand now, with their writers; what was erased is not found. */
export const listQuotes = (db: Database, refs: QuoteRef[]) =>
  db
    .select({
      roundId: reportComment.roundId,
      questionKey: reportComment.questionKey,
      position: reportComment.position,
      tier: reportComment.tier,
      text: reportComment.text,
      firstName: contact.firstName,
      lastName: contact.lastName,
    })
    .from(reportComment)
    .leftJoin(contact, eq(contact.id, reportComment.contactId))
    .where(
      and(
        sql`(${reportComment.roundId}, ${reportComment.questionKey}, ${reportComment.position}) in (
          select value->>'roundId', value->>'questionKey', value->>'position'
          from json_each(${JSON.stringify(refs)}))`,
        ne(reportComment.text, ""),
      ),
    );

/** The cases of a round that nobody has resolved, for what its close suggests. */
export const listUnresolved = (db: Database, roundId: string) =>
  db
    .select({
      id: clientCase.id,
      trigger: clientCase.trigger,
      walled: clientCase.walled,
      tier: contact.tier,
    })
    .from(clientCase)
    .innerJoin(contact, eq(contact.id, clientCase.contactId))
    .where(and(eq(clientCase.roundId, roundId), ne(clientCase.status, "resolved")))
    .orderBy(asc(clientCase.id));

/** Writes down what a close suggests, as long as `when` holds; what is there already stays. For a caller's batch. */
export const insertSuggestions = (db: Database, rows: SuggestionRow[], when: SQL) => {
  const list = JSON.stringify(
    rows.map((row) => ({
      ...row,
      walled: row.walled ? 1 : 0,
      createdAt: row.createdAt.getTime(),
    })),
  );
  return db
    .insert(suggestion)
    .select(
      sql`select value->>'id', value->>'accountId', value->>'roundId', value->>'kind',
        value->>'subject', value->>'area', value->'evidence', value->>'weight', value->>'title',
        value->>'heard', value->>'promise', value->>'walled', 'open', null, null, null, null,
        value->>'createdAt' from json_each(${list}) where ${when}`,
    )
    .onConflictDoNothing();
};

export type Decision = {
  id: string;
  status: "accepted" | "merged" | "dismissed";
  by: string;
  at: Date;
  reason: string | null;
  actionId: string | null;
  audit: AuditEntry;
};

const decide = (db: Database, { id, status, by, at, reason, actionId }: Decision, when?: SQL) =>
  db
    .update(suggestion)
    .set({ status, decidedBy: by, decidedAt: at, reason, actionId })
    .where(and(eq(suggestion.id, id), eq(suggestion.status, "open"), when));

/** Dismisses a suggestion. False: somebody has decided on it already. */
export async function updateToDismissed(db: Database, decision: Decision): Promise<boolean> {
  const [won] = await db.batch([decide(db, decision), insertAuditWhen(db, decision.audit, ifWon)]);
  return won.meta.changes === 1;
}

/** Makes a suggestion an action of its own. False: somebody has decided on it already. */
export async function updateToAccepted(
  db: Database,
  decision: Decision & { actionId: string },
  row: actions.ActionRow,
): Promise<boolean> {
  // The action's id is new and random: a suggestion that names it was won by this very batch.
  const won = sql`exists (select 1 from suggestion
    where id = ${decision.id} and action_id = ${decision.actionId})`;
  const [decided] = await db.batch([
    decide(db, decision),
    ...actions.insertAction(db, row, won),
    insertAuditWhen(db, decision.audit, won),
  ]);
  return decided.meta.changes === 1;
}

/** Adds a suggestion to an action as it was read. False: one of the two has changed since then. */
export async function updateToMerged(
  db: Database,
  decision: Decision & { actionId: string },
  target: Pick<actions.ActionRow, "id" | "version">,
  { changed, revision }: { changed: actions.Changed; revision: actions.Revision },
): Promise<boolean> {
  const asRead = sql`exists (select 1 from ${action}
    where id = ${target.id} and version = ${target.version})`;
  const [decided] = await db.batch([
    decide(db, decision, asRead),
    ...actions.changeAction(
      db,
      target,
      changed,
      revision,
      sql`exists (select 1 from suggestion where id = ${decision.id}
        and action_id = ${target.id} and decided_at = ${decision.at.getTime()})`,
    ),
  ]);
  return decided.meta.changes === 1;
}
