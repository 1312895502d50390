import { integer, text } from "drizzle-orm/sqlite-core";

/** A random key, 22 base64url characters unless the table says otherwise. */
export const id = () => text().primaryKey();
/** UTC milliseconds in the database, a Date in code. */
export const instant = () => integer({ mode: "timestamp_ms" });
export const flag = () => integer({ mode: "boolean" });
