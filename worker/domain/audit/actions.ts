import { listAudit, listNames } from "#db/queries/audit.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { StaffCtx } from "../../context.ts";
import { csvDay, writeCsv } from "../../csv.ts";
import { everyLine, pageOf, readKey, readNumber, type Listed } from "../../cursor.ts";
import { loadSettings } from "../setting/actions.ts";
import { deedOf, systemActor } from "./rules.ts";
import type { AuditFilter } from "./schema.ts";

const exportedAtOnce = 1000;

type Row = Awaited<ReturnType<typeof listAudit>>[number];
export type AuditLine = Awaited<ReturnType<typeof readAudit>>["entries"][number];

/**
 * Who did what when, the newest first, by name. Of the details of an entry only those are told that name people
 * of ours or records: no reason, no content, no token. `nextCursor` is null on the last page.
 */
export async function readAudit(
  ctx: StaffCtx,
  { actor, about, id }: AuditFilter,
  { cursor, limit }: Listed,
) {
  const wanted = { actor, subjectType: about, subjectId: id };
  const key = readKey(cursor);
  const before = key === undefined ? undefined : readNumber(key);
  const rows = await listAudit(ctx.db, wanted, { before, limit: limit + 1 });
  const { page, nextCursor } = pageOf(rows, limit, ({ id }) => [id]);
  const ids = page.flatMap((row) => [row.actor, row.subjectId, ...detailIds(row)]);
  const names = await listNames(ctx.db, [...new Set(ids)]);
  const nameOf = (one: string | null) => (one === null ? "nobody" : (names.get(one) ?? null));
  return {
    entries: page.map((row) => ({
      id: row.id,
      at: row.at,
      actor: row.actor === systemActor ? "The system" : (nameOf(row.actor) ?? "Somebody unknown"),
      deed: deedOf(row.action),
      subjectType: row.subjectType,
      subjectId: row.subjectId,
      // Who signed in is whom it is about.
      subject: row.subjectId === row.actor ? null : nameOf(row.subjectId),
      detail: detailOf(row, nameOf),
    })),
    nextCursor,
  };
}

const idIn = ({ detail }: Row, key: string): string | null => {
  const value = detail?.[key];
  return typeof value === "string" ? value : null;
};

const detailIds = (row: Row): string[] =>
  ["from", "to", "into"].flatMap((key) => idIn(row, key) ?? []);

function detailOf(row: Row, nameOf: (id: string | null) => string | null): string | null {
  const say = (key: string) => nameOf(idIn(row, key)) ?? "somebody unknown";
  if (row.action === "account_manager_changed") return `from ${say("from")} to ${say("to")}`;
  return row.action === "contact.merged" ? `into ${say("into")}` : null;
}

/** Everybody of ours who may have done something, for the filter. */
export async function listActors(ctx: StaffCtx) {
  return (await listStaff(ctx.db)).map(({ id, name }) => ({ id, name }));
}

/** All entries that the filter finds, as CSV. */
export async function exportAudit(ctx: StaffCtx, filter: AuditFilter): Promise<string> {
  const { timeZone } = await loadSettings(ctx);
  const entries = await everyLine(
    exportedAtOnce,
    (listed) => readAudit(ctx, filter, listed),
    (page) => page.entries,
  );
  return writeCsv(
    ["Day", "Time (UTC)", "Who", "What", "About", "Name", "More"],
    entries.map(({ at, actor, deed, subjectType, subject, detail }) => [
      csvDay(at, timeZone),
      at.toISOString(),
      actor,
      deed,
      subjectType,
      subject ?? "",
      detail ?? "",
    ]),
  );
}
