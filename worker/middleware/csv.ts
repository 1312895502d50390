import type { Context } from "hono";
import type { App } from "../context.ts";

/** A CSV file to save, under this name. */
export function answerCsv<Env extends App>(c: Context<Env>, fileName: string, csv: string) {
  c.header("Content-Disposition", `attachment; filename="${fileName}"`);
  return c.body(csv, 200, { "Content-Type": "text/csv; charset=utf-8" });
}
