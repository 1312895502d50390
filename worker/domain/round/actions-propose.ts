import {
  insertProposal,
  listAccountsToPropose,
  updateRoundDue,
} from "#db/queries/round-proposal.ts";
import { messageRow } from "#db/queries/message.ts";
import { listStaff, type StaffRow } from "#db/queries/staff.ts";
import { addDays, addMonths } from "date-fns";
import type { Ctx } from "../../context.ts";
import { nextRoundDue } from "../account/cadence-rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { groupSizes } from "../reports/group-rules.ts";
import { noticeChain, noticeRecipients } from "../staff/rules.ts";
import { defaultModules } from "../survey/rules.ts";
import { actorId } from "./actions.ts";
import { dayField, deadlineOf, kindWords } from "./rules.ts";

const accountsPerSweep = 200;
/** Time to prepare the draft, on top of the usual window. */
const preparingDays = 21;

type Due = Awaited<ReturnType<typeof listAccountsToPropose>>[number];

/**
 * Drafts one round for each account whose cadence says that it is due, and tells the account manager. Where a
 * round is under way, or nobody is known to ask, it looks again in a month; a draft that was cancelled is
 * proposed again when the next round would be due.
 */
export async function proposeRounds(ctx: Ctx): Promise<void> {
  const accounts = await listAccountsToPropose(ctx.db, ctx.now, accountsPerSweep);
  if (accounts.length === 0) return;
  const { timeZone } = await loadSettings(ctx);
  const staff = await listStaff(ctx.db);
  for (const account of accounts) {
    const due = nextRoundDue(account, timeZone);
    const blocked = account.underWay === 1 || account.surveyable === 0;
    if (due > ctx.now) await updateRoundDue(ctx.db, account.id, account.roundDueAt, due);
    else if (blocked)
      await updateRoundDue(ctx.db, account.id, account.roundDueAt, addMonths(ctx.now, 1));
    else await propose(ctx, account, { due, timeZone, staff });
  }
}

async function propose(
  ctx: Ctx,
  account: Due,
  { due, timeZone, staff }: { due: Date; timeZone: string; staff: StaffRow[] },
): Promise<void> {
  const id = ctx.newId();
  const kind = account.lastKind ?? "satisfaction";
  const chain = noticeChain(staff, account.accountManagerId, ctx.config.ADMIN_EMAIL);
  const messages = noticeRecipients(chain).map(({ staffId, email }) =>
    messageRow(
      {
        // By what is due, not by the draft: proposed again after a restore, it is told of once.
        id: `round-due/${account.id}/${dayField(due, timeZone)}/${staffId ?? "admin"}`,
        kind: "round_due",
        recipient: email,
        staffId,
        roundId: id,
      },
      ctx.now,
    ),
  );
  const usual = deadlineOf(undefined, addDays(ctx.now, preparingDays), timeZone);
  const won = await insertProposal(ctx.db, {
    seen: account.roundDueAt,
    next: nextRoundDue({ ...account, surveyedAt: ctx.now }, timeZone),
    round: {
      id,
      accountId: account.id,
      kind,
      name: `${kindWords[kind]} ${dayField(ctx.now, timeZone).slice(0, 4)}`,
      status: "draft",
      confidentiality: "named",
      modules: defaultModules(kind),
      ...groupSizes,
      closesAt: deadlineOf(dayField(usual, timeZone), ctx.now, timeZone),
      createdBy: actorId(ctx),
      createdAt: ctx.now,
    },
    messages,
    entry: {
      at: ctx.now,
      actor: actorId(ctx),
      action: "round.proposed",
      subjectType: "round",
      subjectId: id,
    },
  });
  if (won) await ctx.mail.wake(messages.map((one) => one.id));
}
