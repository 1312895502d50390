import type { Ctx } from "../../context.ts";
import type { WebhookEvent, WebhookEventType } from "./schema.ts";

/**
 * An event for the batch of what it tells (`insertWebhooks`). `subject` names what happened, once: the same gives
 * the same id, from which nobody outside can tell the subject. `data` holds ids and states only.
 */
export async function webhookEvent(
  ctx: Pick<Ctx, "tokens" | "now">,
  type: WebhookEventType,
  subject: string,
  data: WebhookEvent["data"],
): Promise<WebhookEvent> {
  const id = await ctx.tokens.make("webhook-event", `${type}|${subject}`);
  return { id: `evt_${id}`, type, data, at: ctx.now };
}

/**
 * The first answer to a named round, as an event: which round and account, and not who. A later change of the
 * answers tells nothing. In a confidential round the time alone could say who it was: there is no such event.
 */
export const submittedEvent = async (
  ctx: Pick<Ctx, "tokens" | "now">,
  {
    invitationId,
    roundId,
    accountId,
  }: { invitationId: string; roundId: string; accountId: string },
  revision: number,
): Promise<WebhookEvent[]> =>
  revision > 0
    ? []
    : [await webhookEvent(ctx, "response.submitted", invitationId, { roundId, accountId })];
