import * as z from "zod";

/** A message as the outbox shows it: as it would read if it left now. */
export const OutboxMessage = z.object({
  id: z.string(),
  kind: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.record(z.string(), z.string()),
  status: z.enum(["queued", "sent", "failed", "cancelled"]),
  createdAt: z.iso.datetime(),
});
export type OutboxMessage = z.infer<typeof OutboxMessage>;
