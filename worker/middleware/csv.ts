import type { Context } from "hono";
import type { App } from "../context.ts";
import { writeXlsx, type Sheet } from "../xlsx.ts";

/** A CSV file to save, under this name. */
export function answerCsv<Env extends App>(c: Context<Env>, fileName: string, csv: string) {
  c.header("Content-Disposition", `attachment; filename="${fileName}"`);
  return c.body(csv, 200, { "Content-Type": "text/csv; charset=utf-8" });
}

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A workbook to save, under this name. `lines` stand above the explanation of its columns. */
export function answerXlsx<Env extends App>(
  c: Context<Env>,
  fileName: string,
  lines: string[],
  sheets: Sheet[],
) {
  c.header("Content-Disposition", `attachment; filename="${fileName}"`);
  return c.body(writeXlsx(lines, sheets), 200, { "Content-Type": workbookType });
}
