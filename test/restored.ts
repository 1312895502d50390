import { env } from "./bindings.ts";
import { everythingStored } from "./factories.ts";

type Row = Record<string, unknown>;
/** Everything the database holds at one instant. */
export type Snapshot = { triggers: { name: string; sql: string }[]; rows: [string, Row[]][] };

export async function takeSnapshot(): Promise<Snapshot> {
  const { results } = await env.DB.prepare(
    "select name, sql from sqlite_master where type = 'trigger'",
  ).all<{ name: string; sql: string }>();
  const names = [...Object.keys(await everythingStored()), "session", "verification"];
  const read = names.map((name) => env.DB.prepare(`select * from "${name}"`));
  const found = await env.DB.batch<Row>(read);
  return { triggers: results, rows: names.map((name, at) => [name, found[at]!.results]) };
}

/** Brings the database back to a snapshot, as a point-in-time restore does: whole, past all triggers. */
export async function restore({ triggers, rows }: Snapshot): Promise<void> {
  const insert = ([name, list]: [string, Row[]]) =>
    list.map((row) => {
      const columns = Object.keys(row);
      const marks = columns.map(() => "?").join(", ");
      const into = `insert into "${name}" (${columns.map((one) => `"${one}"`).join(", ")})`;
      return env.DB.prepare(`${into} values (${marks})`).bind(...Object.values(row));
    });
  await env.DB.batch([
    env.DB.prepare("pragma defer_foreign_keys = on"),
    ...triggers.map(({ name }) => env.DB.prepare(`drop trigger ${name}`)),
    ...rows.map(([name]) => env.DB.prepare(`delete from "${name}"`)),
    ...rows.flatMap(insert),
    ...triggers.map(({ sql }) => env.DB.prepare(sql)),
  ]);
}
