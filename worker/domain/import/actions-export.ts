import { listImports } from "#db/queries/import.ts";
import type { StaffCtx } from "../../context.ts";
import { csvDay, writeCsv } from "../../csv.ts";
import { loadSettings } from "../setting/actions.ts";
import { refuseOutsiders } from "./actions.ts";

const mostImports = 10_000;
const heading = ["File", "Read", "Applied", "New", "Changed", "Unchanged", "Rejected"];

/** The person's imports, the newest first, as CSV. */
export async function exportImports(ctx: StaffCtx): Promise<string> {
  refuseOutsiders(ctx);
  const [imports, { timeZone }] = await Promise.all([
    listImports(ctx.db, ctx.actor.id, mostImports),
    loadSettings(ctx),
  ]);
  return writeCsv(
    heading,
    imports.map((one) => [
      one.fileName,
      csvDay(one.createdAt, timeZone),
      csvDay(one.appliedAt, timeZone),
      one.created,
      one.updated,
      one.unchanged,
      one.rejected,
    ]),
  );
}
