const trigger = /^CREATE TRIGGER/i;
const rank = [/^PRAGMA/i, /^CREATE TABLE/i, /^(INSERT|DELETE)/i, /^CREATE (UNIQUE )?INDEX/i];

/** The statements of a dump: each ends with a semicolon outside of quotes, a trigger with its END. */
function statementsOf(dump: string): string[] {
  const statements: string[] = [];
  let begin = 0;
  for (const { index, 0: found } of dump.matchAll(/'[^']*'|"[^"]*"|`[^`]*`|--[^\n]*|;/g)) {
    if (found !== ";") continue;
    const statement = dump.slice(begin, index + 1).trim();
    if (trigger.test(statement) && !/\bEND\s*;$/i.test(statement)) continue;
    statements.push(statement);
    begin = index + 1;
  }
  return statements;
}

/**
 * A dump in an order in which it can be read in: all tables before their rows, so that foreign keys find theirs, and
 * triggers last, which are for what happens from now on.
 */
export function orderDump(dump: string): string {
  const place = (statement: string) => {
    const found = rank.findIndex((kind) => kind.test(statement));
    return found === -1 ? rank.length : found;
  };
  const ordered = statementsOf(dump).toSorted((one, other) => place(one) - place(other));
  return `${ordered.join("\n")}\n`;
}
