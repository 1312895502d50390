import type { ImportChange, ImportLine, RejectedLine } from "#worker/domain/import/schema.ts";
import { and, asc, eq, exists, inArray, isNull, lt, ne, notExists, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { importChunk, importJob } from "../schema.ts";
import { ifWon, insertAuditWhen } from "./audit.ts";

type Job = typeof importJob.$inferInsert;
export type Counts = Record<"created" | "updated" | "unchanged" | "tierAssumed", number>;

/** Starts a preview; it cannot be seen before its parts are in. */
export const insertImport = (db: Database, job: Job) => db.insert(importJob).values(job);

/** Stores one part of a preview: its lines, and a share of the rejected ones. */
export const insertImportChunk = (db: Database, chunk: typeof importChunk.$inferInsert) =>
  db.insert(importChunk).values(chunk);

/** Opens a preview to its maker, with what was counted. */
export const updateImportPreviewed = (
  db: Database,
  importId: string,
  counted: Counts & { rejected: number; changes: ImportChange[]; unknownOwners: string[] },
) =>
  db
    .update(importJob)
    .set({ ...counted, status: "previewed" })
    .where(and(eq(importJob.id, importId), eq(importJob.status, "reading")));

/** Forgets what this person uploaded before `before` and never applied. */
export async function deleteStaleImports(db: Database, createdBy: string, before: Date) {
  const stale = and(
    eq(importJob.createdBy, createdBy),
    lt(importJob.createdAt, before),
    inArray(importJob.status, ["reading", "previewed"]),
  );
  const ids = db.select({ id: importJob.id }).from(importJob).where(stale);
  await db.batch([
    db.delete(importChunk).where(inArray(importChunk.importId, ids)),
    db.delete(importJob).where(stale),
  ]);
}

const own = (importId: string, createdBy: string) =>
  and(
    eq(importJob.id, importId),
    eq(importJob.createdBy, createdBy),
    ne(importJob.status, "reading"),
  );

/** An import of this person with the number of its parts, those applied, and its first rejected lines. */
export async function findImport(
  db: Database,
  importId: string,
  createdBy: string,
  rejectedLines: number,
) {
  const [[job], [parts], rejected] = await db.batch([
    db.select().from(importJob).where(own(importId, createdBy)),
    db
      .select({
        total: sql<number>`count(*)`,
        applied: sql<number>`count(${importChunk.appliedAt})`,
      })
      .from(importChunk)
      .where(eq(importChunk.importId, importId)),
    rejectedOf(db, importId).limit(rejectedLines),
  ]);
  return job && { ...job, parts: parts!, rejectedLines: rejected.map(({ line }) => line) };
}

/** Every rejected line of an import of this person; undefined when there is no such import. */
export async function listRejectedLines(db: Database, importId: string, createdBy: string) {
  const [[job], rejected] = await db.batch([
    db.select().from(importJob).where(own(importId, createdBy)),
    rejectedOf(db, importId),
  ]);
  return job && { fileName: job.fileName, lines: rejected.map(({ line }) => line) };
}

const rejectedOf = (db: Database, importId: string) =>
  db
    .select({ line: sql<RejectedLine>`entry.value`.mapWith(JSON.parse).as("line") })
    .from(importChunk)
    .innerJoin(sql`json_each(${importChunk.rejected}) as entry`, sql`true`)
    .where(eq(importChunk.importId, importId))
    .orderBy(sql`entry.value ->> 'line', entry.value ->> 'reason'`);

/** This person's imports, newest first. */
export const listImports = (db: Database, createdBy: string, limit: number) =>
  db
    .select()
    .from(importJob)
    .where(and(eq(importJob.createdBy, createdBy), ne(importJob.status, "reading")))
    .orderBy(sql`${importJob.createdAt} desc, ${importJob.id}`)
    .limit(limit);

const waitingChunks = (db: Database, importId: string) =>
  db
    .select({
      position: importChunk.position,
      lines: importChunk.lines,
      rejected: importChunk.rejected,
    })
    .from(importChunk)
    .where(and(eq(importChunk.importId, importId), isNull(importChunk.appliedAt)))
    .orderBy(asc(importChunk.position))
    .limit(1);

/** The first part of an import that is not applied yet. */
export const findNextChunk = (db: Database, importId: string) => waitingChunks(db, importId).get();

/** Begins to apply: from here on the counts say what was done, no longer what would be. */
export const updateImportApplying = (db: Database, importId: string) =>
  db
    .update(importJob)
    .set({ status: "applying", created: 0, updated: 0, unchanged: 0, tierAssumed: 0 })
    .where(and(eq(importJob.id, importId), eq(importJob.status, "previewed")));

/**
 * For the end of the batch that writes a part: marks it as applied, adds its counts to the job once, and
 * drops its lines.
 */
export function updateChunkApplied(
  db: Database,
  chunk: { importId: string; position: number; rejected: RejectedLine[] },
  done: Counts & { rejected: RejectedLine[] },
  at: Date,
) {
  const waiting = and(
    eq(importChunk.importId, chunk.importId),
    eq(importChunk.position, chunk.position),
    isNull(importChunk.appliedAt),
  );
  const still = db.select({ position: importChunk.position }).from(importChunk).where(waiting);
  const lines: ImportLine[] = [];
  return [
    db
      .update(importJob)
      .set({
        created: sql`${importJob.created} + ${done.created}`,
        updated: sql`${importJob.updated} + ${done.updated}`,
        unchanged: sql`${importJob.unchanged} + ${done.unchanged}`,
        tierAssumed: sql`${importJob.tierAssumed} + ${done.tierAssumed}`,
        rejected: sql`${importJob.rejected} + ${done.rejected.length}`,
      })
      .where(and(eq(importJob.id, chunk.importId), exists(still))),
    db
      .update(importChunk)
      .set({ lines, rejected: [...chunk.rejected, ...done.rejected], appliedAt: at })
      .where(waiting),
  ] as const;
}

/** Ends an import whose parts are all applied, once, with its audit entry. */
export const updateImportApplied = (db: Database, importId: string, actor: string, at: Date) =>
  db.batch([
    db
      .update(importJob)
      .set({ status: "applied", appliedAt: at, changes: [] })
      .where(
        and(
          eq(importJob.id, importId),
          eq(importJob.status, "applying"),
          notExists(waitingChunks(db, importId)),
        ),
      ),
    insertAuditWhen(
      db,
      { at, actor, action: "import_applied", subjectType: "import", subjectId: importId },
      ifWon,
    ),
  ]);
