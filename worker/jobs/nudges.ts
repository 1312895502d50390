import { insertMessages, messageRow } from "#db/queries/message.ts";
import { listUntouched } from "#db/queries/round-proposal.ts";
import { listStaff } from "#db/queries/staff.ts";
import { subDays } from "date-fns";
import type { Ctx } from "../context.ts";
import { noticeChain, noticeRecipients } from "../domain/staff/rules.ts";

const patienceDays = 14;
/** After this a draft is left alone: it is on the start page all the while. */
const lastDay = 28;
const atOnce = 200;

/** Between which instants a draft was proposed that is to be nudged about now. */
export const nudgedSpan = ({ now }: Ctx) => ({
  from: subDays(now, lastDay),
  to: subDays(now, patienceDays),
});

/** Reminds once of a proposed round that nobody has touched for two weeks. */
export async function nudgeUntouched(ctx: Ctx): Promise<void> {
  const untouched = await listUntouched(ctx.db, nudgedSpan(ctx), atOnce);
  if (untouched.length === 0) return;
  const staff = await listStaff(ctx.db);
  const messages = untouched.flatMap(({ id, accountManagerId }) => {
    const chain = noticeChain(staff, accountManagerId, ctx.config.ADMIN_EMAIL);
    return noticeRecipients(chain).map(({ staffId, email }) =>
      messageRow(
        {
          id: `round-due-again/${id}/${staffId ?? "admin"}`,
          kind: "round_due",
          recipient: email,
          staffId,
          roundId: id,
          data: { again: true },
        },
        ctx.now,
      ),
    );
  });
  await insertMessages(ctx.db, messages);
  await ctx.mail.wake(messages.map(({ id }) => id));
}
