import { insertAudit } from "#db/queries/audit.ts";
import type { StaffCtx } from "../../context.ts";
import { AppError, type Outcome } from "../../errors.ts";
import type { ImportResult, RejectedLine } from "./schema.ts";
import { fieldLabels } from "./heading-rules.ts";
import type { Heading } from "./heading-rules.ts";
import { headingOf } from "./line-rules.ts";
import type { Misplaced, PlacedLine } from "./match-rules.ts";
import { readImport } from "./read.ts";
import { findOwners, placeOnAccounts, planPart, writePart, type PartPlan } from "./actions-part.ts";
import { strangersIn } from "./owner-rules.ts";

export type ImportCounts = Omit<ImportResult, "rejected" | "unknownOwners">;
export const noCounts: ImportCounts = { created: 0, updated: 0, unchanged: 0, tierAssumed: 0 };

/** A file that has been read and put on accounts, in parts; nothing is written yet. */
export type PreparedImport = {
  parts: PlacedLine[][];
  rejected: RejectedLine[];
  /** Owners of accounts whom the file names and who are nobody of ours. */
  unknownOwners: string[];
};

/** An independent administrator sees rounds, not accounts: there is nothing to import into. */
export function refuseOutsiders(ctx: StaffCtx): void {
  if (ctx.actor.role === "independent_administrator")
    throw new AppError("forbidden", "Your role does not include importing contacts.");
}

/** Reads a file and checks it against the accounts there are. Refusals: those of `readImport`. */
export async function prepareImport(
  ctx: StaffCtx,
  bytes: Uint8Array,
): Promise<Outcome<PreparedImport>> {
  const read = readImport(bytes);
  if (!read.ok) return read;
  const { placed, misplaced } = await placeOnAccounts(ctx, read.lines);
  const rejected = [...read.rejected, ...misplaced.map((one) => rejectionOf(one, read.heading))];
  rejected.sort((a, b) => a.line - b.line);
  const unknownOwners = strangersIn(read.lines, await findOwners(ctx));
  return { ok: true, parts: cutParts(placed), rejected, unknownOwners };
}

/** Lines that cannot be placed, as the caller of an import is told. */
export function rejectionOf({ line, fault }: Misplaced, heading?: Heading): RejectedLine {
  const { field, reason } = fault;
  const column = field && (heading ? headingOf(heading, field) : fieldLabels[field]);
  return { line: line.line, column, reason };
}

/** A part is one value to D1, which takes 2 MB: at most three bytes a character, and the rows' ids besides. */
const partLines = 1000;
const partCharacters = 400_000;

function cutParts(placed: PlacedLine[]): PlacedLine[][] {
  const parts: PlacedLine[][] = [];
  let room = 0;
  for (const one of placed) {
    const size = JSON.stringify(one.line).length;
    if (size > room || parts.at(-1)!.length === partLines) {
      parts.push([]);
      room = partCharacters;
    }
    parts.at(-1)!.push(one);
    room -= size;
  }
  return parts;
}

/**
 * Imports a CSV file at once, in parts of which each is written whole or not at all; cut off in the middle,
 * the same file sent again completes it. With `dryRun` it says the same and writes nothing.
 * Refusals (`unsupported`, `invalid`) concern the file as a whole; single lines are rejected in the result.
 */
export async function importContacts(
  ctx: StaffCtx,
  { bytes, dryRun }: { bytes: Uint8Array; dryRun: boolean },
): Promise<Outcome<{ result: ImportResult }>> {
  refuseOutsiders(ctx);
  const prepared = await prepareImport(ctx, bytes);
  if (!prepared.ok) return prepared;
  const { parts, rejected, unknownOwners } = prepared;
  const result: ImportResult = {
    ...noCounts,
    rejected,
    ...(unknownOwners.length > 0 && { unknownOwners }),
  };
  for (const part of parts) {
    const plan = dryRun ? await planPart(ctx, part) : await importPart(ctx, part, rejected);
    addCounts(result, plan);
  }
  rejected.sort((a, b) => a.line - b.line);
  if (!dryRun && result.created + result.updated > 0) await recordImport(ctx, result);
  return { ok: true, result };
}

/** Places once more: earlier parts have made accounts by now, and others may work at the same time. */
async function importPart(ctx: StaffCtx, part: PlacedLine[], rejected: RejectedLine[]) {
  const { placed, misplaced } = await placeOnAccounts(
    ctx,
    part.map(({ line }) => line),
  );
  rejected.push(...misplaced.map((one) => rejectionOf(one)));
  const plan = await planPart(ctx, placed);
  await writePart(ctx, plan);
  return plan;
}

/** Adds what a part does to what the whole import does. */
export function addCounts(sum: ImportCounts, plan: PartPlan): void {
  sum.created += plan.created;
  sum.updated += plan.updated;
  sum.unchanged += plan.unchanged;
  sum.tierAssumed += plan.tierAssumed;
}

const recordImport = (ctx: StaffCtx, { created, updated, unchanged, rejected }: ImportResult) =>
  insertAudit(ctx.db, {
    at: ctx.now,
    actor: ctx.actor.id,
    action: "import_applied",
    subjectType: "import",
    subjectId: ctx.newId(),
    detail: { created, updated, unchanged, rejected: rejected.length },
  });
