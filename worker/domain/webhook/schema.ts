import * as z from "zod";

export const WebhookEventType = z.enum([
  "round.closed",
  "response.submitted",
  "case.opened",
  "action.changed",
]);
export type WebhookEventType = z.infer<typeof WebhookEventType>;

/** What happened, as it will be told. `data` names records by their ids, and never a person or what they said. */
export type WebhookEvent = {
  id: string;
  type: WebhookEventType;
  data: Record<string, string | number>;
  at: Date;
};

export const NewWebhook = z.object({
  url: z.string().trim().min(1, "is empty").max(500, "is longer than 500 characters"),
  events: z.array(WebhookEventType).min(1, "are none: choose at least one"),
});
export type NewWebhook = z.infer<typeof NewWebhook>;
