import * as z from "zod";
import { Scope } from "../staff/schema.ts";
import { line } from "../text.ts";

export const NewToken = z.object({
  staffId: z.string().min(1, "is empty: choose who it acts as").max(64),
  name: line(80),
  scope: Scope,
});
export type NewToken = z.infer<typeof NewToken>;
