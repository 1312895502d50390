import { findCaseAudience, type NewCase } from "#db/queries/case.ts";
import { messageRow } from "#db/queries/message.ts";
import type { Ctx } from "../../context.ts";
import { webhookEvent } from "../webhook/actions-event.ts";
import type { WebhookEvent } from "../webhook/schema.ts";
import { caseRecipients, dueAfter, isWalled, type Raised } from "./rules.ts";

type Source = { accountId: string; roundId: string; contactId: string; invitationId: string };
export type CasesToOpen = {
  cases: NewCase[];
  messages: ReturnType<typeof messageRow>[];
  webhooks: WebhookEvent[];
};

/** The same for the same invitation and trigger, whenever it is raised. */
const caseId = async (ctx: Ctx, { invitationId }: Source, trigger: string): Promise<string> =>
  (await ctx.tokens.hash(`case|${invitationId}|${trigger}`)).slice(0, 22);

/**
 * The cases that are not there yet, with the mails and events that tell of them, as rows for the batch that raises
 * them. Another system learns of none that is walled: who reads there is not for us to know.
 * Reads nothing when nothing was raised.
 */
export async function prepareCases(
  ctx: Ctx,
  source: Source,
  raised: Raised[],
): Promise<CasesToOpen> {
  if (raised.length === 0) return { cases: [], messages: [], webhooks: [] };
  const ids = await Promise.all(raised.map(({ trigger }) => caseId(ctx, source, trigger)));
  const { known, ...people } = await findCaseAudience(ctx.db, source.accountId, ids);
  const audience = { ...people, adminEmail: ctx.config.ADMIN_EMAIL };
  const opened: CasesToOpen = { cases: [], messages: [], webhooks: [] };
  for (const [at, { trigger, services, comment }] of raised.entries()) {
    const id = ids[at]!;
    if (known.has(id)) continue;
    const recipients = caseRecipients(trigger, audience);
    const { accountId, roundId, contactId } = source;
    opened.cases.push({
      id,
      accountId,
      roundId,
      contactId,
      trigger,
      services,
      comment,
      walled: isWalled(trigger),
      status: "open",
      ownerId: recipients[0]?.staffId ?? null,
      openedAt: ctx.now,
      dueAt: dueAfter(ctx.now),
      version: 1,
    });
    if (!isWalled(trigger))
      opened.webhooks.push(
        await webhookEvent(ctx, "case.opened", id, { caseId: id, accountId, trigger }),
      );
    opened.messages.push(
      ...recipients.map(({ staffId, email }) => {
        const message = { id: `case/${id}/${staffId ?? "admin"}`, kind: "case_opened" };
        return messageRow({ ...message, recipient: email, staffId }, ctx.now);
      }),
    );
  }
  return opened;
}
