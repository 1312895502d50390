import { findReported, isKnownEvent, updateDelivery } from "#db/queries/mail-event.ts";
import { messageRow } from "#db/queries/message.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { Ctx } from "../../context.ts";
import type { SignedReport } from "../../mail/webhook.ts";
import { noticeChain, noticeRecipients } from "../staff/rules.ts";
import { deliveryOf, lighterThan, reasonIn, suppressionBy } from "./delivery-rules.ts";

type Reported = NonNullable<Awaited<ReturnType<typeof findReported>>>;

/**
 * Records what the provider reports of a mail. After a hard bounce or a complaint no more mail goes to that address,
 * and the account manager is told, once an invitation. What is not about a mail of ours, or was reported before,
 * changes nothing.
 */
export async function recordDelivery(
  ctx: Ctx,
  { id, messageId, report }: SignedReport,
): Promise<void> {
  const state = deliveryOf(report);
  if (!state || !messageId || (await isKnownEvent(ctx.db, id))) return;
  const found = await findReported(ctx.db, messageId);
  if (!found) return;
  const suppressed = suppressionBy(state);
  const invitationId = found.heard === 1 ? found.invitationId : null;
  const notices = suppressed && invitationId ? await noticesOf(ctx, found, invitationId) : [];
  await updateDelivery(ctx.db, {
    event: { id, messageId, type: report.type, at: report.created_at },
    state,
    lighter: lighterThan(state),
    reason: reasonIn(report),
    providerId: report.data.email_id ?? null,
    suppress: suppressed && {
      addressHash: await ctx.tokens.hashAddress(found.message.recipient),
      reason: suppressed,
    },
    invitationId,
    notices,
  });
  if (notices.length > 0) await ctx.mail.wake(notices.map((notice) => notice.id));
}

/** To the account manager, or whoever stands in: the address has to be corrected, or the person called. */
async function noticesOf(ctx: Ctx, { accountManagerId }: Reported, invitationId: string) {
  const chain = noticeChain(await listStaff(ctx.db), accountManagerId, ctx.config.ADMIN_EMAIL);
  return noticeRecipients(chain).map(({ staffId, email }) =>
    messageRow(
      {
        id: `bounced/${invitationId}/${staffId ?? "admin"}`,
        kind: "bounced",
        recipient: email,
        staffId,
        invitationId,
      },
      ctx.now,
    ),
  );
}
