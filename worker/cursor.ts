import { Buffer } from "node:buffer";
import type { Position } from "#db/queries/position.ts";
import { AppError } from "./errors.ts";

/** What a list is asked for: how many lines, and after which one. */
export type Listed = { cursor?: string | undefined; limit: number };
type Key = string | number | Date;

/** Where a list goes on: the sort keys of the last line shown, as one opaque word. */
function writeCursor(keys: Key[]): string {
  const words = keys.map((key) => String(key instanceof Date ? key.getTime() : key));
  return Buffer.from(JSON.stringify(words)).toString("base64url");
}

/** The sort key of a cursor that a list of one key has made; anything else is malformed. */
export const readKey = (cursor: string | undefined): string | undefined => readKeys(cursor, 1)?.[0];

/** The sort key, a text, and the id of a cursor; anything else is malformed. */
export function readPosition(cursor: string | undefined): [key: string, id: string] | undefined {
  const [key, id] = readKeys(cursor, 2) ?? [];
  return key === undefined || id === undefined ? undefined : [key, id];
}

/** The same where the key is a number, or an instant in milliseconds. */
export function readNumberPosition(cursor: string | undefined): Position | undefined {
  const position = readPosition(cursor);
  return position && [readNumber(position[0]), position[1]];
}

/** A key that is a number; anything else is malformed. */
export function readNumber(key: string): number {
  const number = Number(key);
  if (Number.isNaN(number)) throw malformed();
  return number;
}

/**
 * A page of rows of which one more was read than it holds, and the cursor of the next page from the sort keys of
 * its last line; null on the last page.
 */
export function pageOf<Row>(rows: Row[], limit: number, keysOf: (last: Row) => Key[]) {
  const page = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? writeCursor(keysOf(page.at(-1)!)) : null;
  return { page, nextCursor };
}

/** Every line of a list, read `limit` at a time. */
export async function everyLine<Page extends { nextCursor: string | null }, Line>(
  limit: number,
  read: (listed: Listed) => Promise<Page>,
  linesOf: (page: Page) => Line[],
): Promise<Line[]> {
  const lines: Line[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ cursor, limit });
    lines.push(...linesOf(page));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return lines;
}

function readKeys(cursor: string | undefined, count: number): string[] | undefined {
  if (cursor === undefined) return undefined;
  const bytes = Buffer.from(cursor, "base64url");
  // The decoder skips over what it does not know.
  if (bytes.toString("base64url") !== cursor) throw malformed();
  const keys = parse(bytes.toString());
  if (Array.isArray(keys) && keys.length === count && keys.every((key) => typeof key === "string"))
    return keys;
  throw malformed();
}

const malformed = () => new AppError("malformed", "This cursor is not one of ours.");

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
