import { env } from "cloudflare:workers";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

const toSnake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Writes a table's first row so many times more; `differs` says in SQL what each copy has of its own, by its number `i`. */
export async function copyRow(table: SQLiteTable, count: number, differs: Record<string, string>) {
  const name = getTableName(table);
  const columns = Object.keys(getTableColumns(table)).map((key) => toSnake(key));
  await env.DB.prepare(
    `with recursive number(i) as (select 1 union all select i + 1 from number where i < ${count})
      insert into ${name} (${columns.join()})
      select ${columns.map((column) => differs[column] ?? column).join()}
      from (select * from ${name} limit 1), number`,
  ).run();
}
