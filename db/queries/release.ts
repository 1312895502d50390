import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../client.ts";
import { clientLink, message, round } from "../schema.ts";
import { insertAuditWhen, type AuditEntry } from "./audit.ts";
import { insertMessages } from "./message.ts";
import { auditChange, madeBy, type Change } from "./round-change.ts";

export type NewSummary = {
  id: string;
  accountId: string;
  contactId: string;
  optOutHash: string;
  tokenHash: string;
  expiresAt: Date;
};

/** Rows of one JSON parameter: far below the 2 MB that D1 takes as one value. */
const chunkSize = 1000;

const chunks = <T>(rows: T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / chunkSize) }, (_, at) =>
    rows.slice(at * chunkSize, (at + 1) * chunkSize),
  );

const insertSummaries = (db: Database, { roundId, at }: Change, rows: NewSummary[], when: SQL) => {
  const list = JSON.stringify(rows.map((row) => ({ ...row, expiresAt: row.expiresAt.getTime() })));
  return db
    .insert(clientLink)
    .select(
      sql`select value->>'id', 'summary', value->>'accountId', ${roundId}, value->>'contactId',
        value->>'optOutHash', value->>'tokenHash', 1, null, value->>'expiresAt', null, null,
        ${at.getTime()} from json_each(${list}) where ${when}`,
    )
    .onConflictDoNothing();
};

type Release = Change & {
  note: string | null;
  links: NewSummary[];
  messages: (typeof message.$inferInsert)[];
};

/**
 * Releases a closed round: a link and a mail for each person, all or nothing. Gives false when it is not closed, or
 * was released already; then nothing was written.
 */
export async function updateToReleased(db: Database, release: Release): Promise<boolean> {
  const { roundId, changeId, at, by, note } = release;
  const when = madeBy(release);
  const rest: BatchItem<"sqlite">[] = [
    ...chunks(release.links).map((rows) => insertSummaries(db, release, rows, when)),
    ...chunks(release.messages).map((rows) => insertMessages(db, rows, when)),
    auditChange(db, release, "round.released", { people: release.links.length }),
  ];
  const [won] = await db.batch([
    db
      .update(round)
      .set({
        releasedAt: at,
        releasedBy: by,
        releaseNote: note,
        withheldAt: null,
        withheldBy: null,
        withheldReason: null,
        changeId,
      })
      .where(and(eq(round.id, roundId), eq(round.status, "closed"), isNull(round.releasedAt)))
      .returning({ id: round.id }),
    ...rest,
  ]);
  return won.length === 1;
}

/** Notes that a closed round is not to be released. False: it is released, or was set aside before. */
export async function updateToWithheld(
  db: Database,
  { roundId, at, by, changeId }: Change,
  reason: string,
): Promise<boolean> {
  const [won] = await db.batch([
    db
      .update(round)
      .set({ withheldAt: at, withheldBy: by, withheldReason: reason, changeId })
      .where(
        and(
          eq(round.id, roundId),
          eq(round.status, "closed"),
          isNull(round.releasedAt),
          isNull(round.withheldAt),
        ),
      )
      .returning({ id: round.id }),
    auditChange(db, { roundId, at, by, changeId }, "round.withheld", { reason }),
  ]);
  return won.length === 1;
}

/** Revokes every link to a round's summary and cancels what still waits to bring one. */
export async function updateToWithdrawn(
  db: Database,
  roundId: string,
  audit: AuditEntry,
): Promise<void> {
  await db.batch([
    db
      .update(clientLink)
      .set({ revokedAt: audit.at })
      .where(
        and(
          eq(clientLink.roundId, roundId),
          eq(clientLink.kind, "summary"),
          isNull(clientLink.revokedAt),
        ),
      ),
    insertAuditWhen(db, audit, sql`changes() > 0`),
    db
      .update(message)
      .set({ status: "cancelled" })
      .where(
        and(
          eq(message.roundId, roundId),
          eq(message.kind, "report_released"),
          eq(message.status, "queued"),
        ),
      ),
  ]);
}
