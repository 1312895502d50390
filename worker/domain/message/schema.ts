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

/** What the provider reports of a mail; of other things it reports, only that they are not about one. */
export const DeliveryReport = z.object({
  type: z.string().max(100),
  created_at: z.coerce.date(),
  data: z.object({
    email_id: z.string().max(200).optional(),
    tags: z.record(z.string(), z.string()).optional().catch(undefined),
    bounce: z.object({ message: z.string().optional(), type: z.string().optional() }).optional(),
    suppressed: z.object({ message: z.string().optional() }).optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
  }),
});
export type DeliveryReport = z.infer<typeof DeliveryReport>;
