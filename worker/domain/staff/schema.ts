import * as z from "zod";
import { EmailAddress } from "../contact/schema.ts";
import { line, optionalLine } from "../text.ts";

const roles = ["admin", "leader", "account_manager", "independent_administrator"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const Scope = z.enum(["read", "write"]);
export type Scope = z.infer<typeof Scope>;

/** An id, or nobody: a form sends an empty field for nobody. */
const optionalId = z
  .union([z.string().max(64), z.null()])
  .transform((id) => id || null)
  .optional();

export const NewStaff = z.object({
  name: line(100),
  email: EmailAddress,
  role: Role,
  lineManagerId: optionalId,
  phone: optionalLine(40).optional(),
});
export type NewStaff = z.infer<typeof NewStaff>;

/** An address is who somebody is here, so it stays. */
export const StaffChange = NewStaff.omit({ email: true });
export type StaffChange = z.infer<typeof StaffChange>;

/** A member of staff as the API shows it. */
export const Staff = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  lineManagerId: z.string().nullable(),
  phone: z.string().nullable(),
  createdAt: z.iso.datetime(),
  deactivatedAt: z.iso.datetime().nullable(),
});
export type Staff = z.infer<typeof Staff>;
