import * as z from "zod";

const id = z.string().trim().max(64).default("");

/** The filter of the audit log as an address carries it: who, about what kind of thing, about which. */
export const AuditQuery = z.object({
  actor: id,
  about: id,
  id,
  cursor: z.string().max(200).optional(),
});
export type AuditFilter = Omit<z.infer<typeof AuditQuery>, "cursor">;
