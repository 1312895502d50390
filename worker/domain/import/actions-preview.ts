import {
  deleteStaleImports,
  findImport,
  findNextChunk,
  insertImport,
  insertImportChunk,
  listImports,
  listRejectedLines,
  updateChunkApplied,
  updateImportApplied,
  updateImportApplying,
  updateImportPreviewed,
} from "#db/queries/import.ts";
import { subDays } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { writeCsv } from "../../csv.ts";
import { AppError, type Outcome } from "../../errors.ts";
import type { ImportChange, RejectedLine } from "./schema.ts";
import {
  addCounts,
  noCounts,
  prepareImport,
  refuseOutsiders,
  rejectionOf,
  type PreparedImport,
} from "./actions.ts";
import { placeOnAccounts, planPart, writePart } from "./actions-part.ts";

const shownChanges = 50;
const shownRejections = 100;
const shownImports = 20;
const rejectionsAPart = 2000;

/**
 * Reads an uploaded file, works out what it would change, and keeps both until the person says "import".
 * Out: the id of the preview. Refusals: those of `readImport`.
 */
export async function previewImport(
  ctx: StaffCtx,
  file: { name: string; bytes: Uint8Array },
): Promise<Outcome<{ id: string }>> {
  refuseOutsiders(ctx);
  const prepared = await prepareImport(ctx, file.bytes);
  if (!prepared.ok) return prepared;
  await deleteStaleImports(ctx.db, ctx.actor.id, subDays(ctx.now, 1));
  const id = ctx.newId();
  await insertImport(ctx.db, {
    id,
    fileName: file.name.replaceAll(/[\p{Cc}\p{Cs}]/gu, "").slice(0, 200) || "contacts.csv",
    createdBy: ctx.actor.id,
    status: "reading",
    ...noCounts,
    rejected: 0,
    changes: [],
    createdAt: ctx.now,
  });
  const counted = await storeParts(ctx, id, prepared);
  await updateImportPreviewed(ctx.db, id, counted);
  return { ok: true, id };
}

const sliced = <T>(list: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
    list.slice(part * size, (part + 1) * size),
  );

async function storeParts(ctx: StaffCtx, importId: string, prepared: PreparedImport) {
  const { parts, rejected, unknownOwners } = prepared;
  const sum = { ...noCounts };
  const changes: ImportChange[] = [];
  const refused = sliced(rejected, rejectionsAPart);
  for (let position = 0; position < Math.max(parts.length, refused.length); position += 1) {
    const part = parts[position] ?? [];
    const plan = await planPart(ctx, part);
    addCounts(sum, plan);
    changes.push(...plan.changes.slice(0, shownChanges - changes.length));
    const lines = part.map(({ line }) => line);
    await insertImportChunk(ctx.db, {
      importId,
      position,
      lines,
      rejected: refused[position] ?? [],
    });
  }
  return { ...sum, rejected: rejected.length, changes, unknownOwners };
}

export type ImportSummary = Awaited<ReturnType<typeof listOwnImports>>[number];
export type OwnImport = Awaited<ReturnType<typeof readOwnImport>>;

/** The person's latest imports, newest first. */
export function listOwnImports(ctx: StaffCtx) {
  refuseOutsiders(ctx);
  return listImports(ctx.db, ctx.actor.id, shownImports);
}

/** An import of this person, with its progress and the first of its changes and rejected lines. */
export async function readOwnImport(ctx: StaffCtx, importId: string) {
  const found = await findImport(ctx.db, importId, ctx.actor.id, shownRejections);
  if (!found) throw new AppError("not_found", "There is no such import.");
  return found;
}

/** The rejected lines of an import as CSV: line, column, reason. */
export async function exportRejected(ctx: StaffCtx, importId: string): Promise<string> {
  const found = await listRejectedLines(ctx.db, importId, ctx.actor.id);
  if (!found) throw new AppError("not_found", "There is no such import.");
  const rows = found.lines.map(({ line, column, reason }) => [line, column, reason]);
  return writeCsv(["Line", "Column", "Reason"], rows);
}

/**
 * Applies the next part of an import that is not applied yet, or all of them. May be cut off and called again
 * at any time: a part is written and marked in one batch. Out: how many of its parts are applied.
 */
export async function applyImport(
  ctx: StaffCtx,
  { importId, all }: { importId: string; all: boolean },
): Promise<{ applied: number; total: number }> {
  refuseOutsiders(ctx);
  await readOwnImport(ctx, importId);
  await updateImportApplying(ctx.db, importId);
  let more = true;
  while (more) more = (await applyNextPart(ctx, importId)) && all;
  await updateImportApplied(ctx.db, importId, ctx.actor.id, ctx.now);
  return (await readOwnImport(ctx, importId)).parts;
}

async function applyNextPart(ctx: StaffCtx, importId: string): Promise<boolean> {
  const chunk = await findNextChunk(ctx.db, importId);
  if (!chunk) return false;
  const { placed, misplaced } = await placeOnAccounts(ctx, chunk.lines);
  const plan = await planPart(ctx, placed);
  const rejected: RejectedLine[] = misplaced.map((one) => rejectionOf(one));
  const done = { ...plan, rejected };
  await writePart(ctx, plan, updateChunkApplied(ctx.db, { importId, ...chunk }, done, ctx.now));
  return true;
}
