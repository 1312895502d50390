import type { Reach } from "#worker/domain/account/rules.ts";
import type { RoundChange, RoundStatus } from "#worker/domain/round/schema.ts";
import { and, asc, desc, eq, getTableColumns, lte, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, round } from "../schema.ts";
import { isOpen } from "./round-state.ts";
import { insertAudit, type AuditEntry } from "./audit.ts";
import { fallingFrom, type Position } from "./position.ts";
import { accountWithin, roundWithin } from "./reach.ts";
import type { Change } from "./round-change.ts";

/** What a round needs to know of its account. */
export const itsAccount = {
  id: account.id,
  name: account.name,
  accountManagerId: account.accountManagerId,
  sponsorId: account.sponsorId,
  services: account.services,
  servicesInUse: account.servicesInUse,
  competitors: account.competitors,
  matter: account.matter,
  matterObservation: account.matterObservation,
};

const selectRounds = (db: Database) =>
  db
    .select({ round: getTableColumns(round), account: itsAccount })
    .from(round)
    .innerJoin(account, eq(account.id, round.accountId))
    .$dynamic();

/** A round with its account, if it is within reach. */
export const findRound = (db: Database, roundId: string, reach: Reach) =>
  selectRounds(db)
    .where(and(eq(round.id, roundId), roundWithin(reach)))
    .get();
export type FoundRound = NonNullable<Awaited<ReturnType<typeof findRound>>>;

/** An account, if it is within reach: what a round of it needs to know. */
export const findRoundAccount = (db: Database, accountId: string, reach: Reach) =>
  db
    .select(itsAccount)
    .from(account)
    .where(and(eq(account.id, accountId), accountWithin(reach)))
    .get();

/** Accounts within reach whose name holds `search`, by name. */
export const listRoundAccounts = (db: Database, reach: Reach, search: string, limit: number) =>
  db
    .select({ id: account.id, name: account.name })
    .from(account)
    .where(and(accountWithin(reach), sql`instr(${account.nameFolded}, ${search}) > 0`))
    .orderBy(asc(account.name), asc(account.id))
    .limit(limit);

type ListOptions = {
  accountId?: string | undefined;
  status?: RoundStatus | undefined;
  /** The last round of the page before. */
  after: Position | undefined;
  limit: number;
};

/** Rounds within reach with their accounts, the newest first. */
export const listRounds = (db: Database, reach: Reach, options: ListOptions) => {
  const { accountId, status, after, limit } = options;
  const wanted: (SQL | undefined)[] = [
    roundWithin(reach),
    accountId === undefined ? undefined : eq(round.accountId, accountId),
    status === undefined ? undefined : eq(round.status, status),
    fallingFrom([round.createdAt, round.id], after),
  ];
  return selectRounds(db)
    .where(and(...wanted))
    .orderBy(desc(round.createdAt), desc(round.id))
    .limit(limit);
};

/** Ids of open rounds whose deadline has passed, the longest overdue first. */
export const listDueRounds = (db: Database, now: Date, limit: number) =>
  db
    .select({ id: round.id })
    .from(round)
    .where(and(isOpen, lte(round.closesAt, now)))
    .orderBy(asc(round.closesAt))
    .limit(limit);

/** Adds a draft, with its audit entry. */
export const insertRound = (db: Database, row: typeof round.$inferInsert, entry: AuditEntry) =>
  db.batch([db.insert(round).values(row), insertAudit(db, entry)]);

/** Changes a draft. Gives false when it is no draft any more. */
export async function updateDraft(
  db: Database,
  { roundId, changeId }: Pick<Change, "roundId" | "changeId">,
  change: Omit<RoundChange, "closesAt"> & { closesAt?: Date },
): Promise<boolean> {
  const won = await db
    .update(round)
    .set({ ...change, changeId })
    .where(and(eq(round.id, roundId), eq(round.status, "draft")))
    .returning({ id: round.id });
  return won.length === 1;
}
