import { Buffer } from "node:buffer";
import { AppError } from "./errors.ts";

/** Where a list goes on: the sort keys of the last line shown, as one opaque word. */
export const writeCursor = (...keys: string[]): string =>
  Buffer.from(JSON.stringify(keys)).toString("base64url");

/** The sort keys of a cursor that lists of `count` keys have made; anything else is malformed. */
export function readCursor(cursor: string | undefined, count: number): string[] | undefined {
  if (cursor === undefined) return undefined;
  const keys = parse(Buffer.from(cursor, "base64url").toString());
  if (Array.isArray(keys) && keys.length === count && keys.every((key) => typeof key === "string"))
    return keys;
  throw new AppError("malformed", "This cursor is not one of ours.");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
