import * as z from "zod";
import { EmailAddress } from "../contact/schema.ts";
import { line, optionalLine } from "../text.ts";

export const roles = ["admin", "leader", "account_manager", "independent_administrator"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const Scope = z.enum(["read", "write"]);
export type Scope = z.infer<typeof Scope>;

export const NewStaff = z.object({
  name: line(100),
  email: EmailAddress,
  role: Role,
  lineManagerId: z.string().max(64).nullish(),
  phone: optionalLine(40).optional(),
});
export type NewStaff = z.infer<typeof NewStaff>;
