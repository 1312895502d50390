import { drizzle } from "drizzle-orm/d1";
import * as schema from "./schema.ts";

/** The one way to D1: column names are snake_case there, camelCase here. */
export const connect = (d1: D1Database) => drizzle(d1, { schema, casing: "snake_case" });
export type Database = ReturnType<typeof connect>;
