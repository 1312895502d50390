import { messageRow } from "#db/queries/message.ts";
import { listStaff } from "#db/queries/staff.ts";
import { insertNomination, updatePostponed } from "#db/queries/survey-reply.ts";
import type { Ctx } from "../../context.ts";
import { noticeChain, noticeRecipients } from "../staff/rules.ts";
import { openSurvey, standingOf, type Standing, type Survey } from "./actions.ts";
import { daysToChoose, startOf } from "./postpone-rules.ts";
import { NewNomination } from "./reply-schema.ts";

type FieldError = { field: string; message: string };

/** How a quiet link of the survey page ended. `answered` here also means: in a named round. */
export type ReplyResult = { survey: Survey } & (
  | { kind: "done" }
  | { kind: "invalid"; errors: FieldError[] }
  | { kind: "refused"; standing: Exclude<Standing, "open"> }
);

/** Like the survey's own standing, except that nobody who has answered can still decline or postpone. */
export function replyStandingOf(survey: Survey): Standing {
  const standing = standingOf(survey);
  return standing === "open" && survey.invitation.status === "completed" ? "answered" : standing;
}

/**
 * "I'm not the right person": proposes a colleague and counts as declined. The account manager (in a
 * confidential round its administrator) is told, once. Invalid: no usable name or address.
 */
export async function nominateColleague(
  ctx: Ctx,
  token: string,
  sent: { name: string; email: string },
): Promise<ReplyResult> {
  const survey = await openSurvey(ctx, token);
  const standing = replyStandingOf(survey);
  if (standing !== "open") return { kind: "refused", standing, survey };
  const parsed = NewNomination.safeParse(sent);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({
      field: String(path[0]),
      message: `${path[0] === "name" ? "The name" : "The address"} ${message}.`,
    }));
    return { kind: "invalid", errors, survey };
  }
  if (survey.test) return { kind: "done", survey };
  const notices = await nominationNotices(ctx, survey);
  const link = { invitationId: survey.invitation.id, roundId: survey.round.id };
  const won = await insertNomination(ctx.db, { ...link, ...parsed.data, notices, now: ctx.now });
  if (!won) return { kind: "refused", standing: "closed", survey };
  await ctx.mail.wake(notices.map(({ id }) => id)).catch(() => undefined);
  return { kind: "done", survey };
}

async function nominationNotices(ctx: Ctx, { invitation, round, account }: Survey) {
  const staff = await listStaff(ctx.db);
  const first =
    round.confidentiality === "confidential" ? round.administratorId : account.accountManagerId;
  const recipients = noticeRecipients(noticeChain(staff, first, ctx.config.ADMIN_EMAIL));
  return recipients.slice(0, 1).map(({ email, staffId }) =>
    messageRow(
      {
        id: `nomination/${invitation.id}`,
        kind: "nomination",
        recipient: email,
        invitationId: invitation.id,
        roundId: round.id,
        staffId,
      },
      ctx.now,
    ),
  );
}

/** "Not now": puts the survey off to a day, as `2026-04-01`, from tomorrow to the day before the deadline. */
export async function postponeSurvey(ctx: Ctx, token: string, day: string): Promise<ReplyResult> {
  const survey = await openSurvey(ctx, token);
  const standing = replyStandingOf(survey);
  if (standing !== "open") return { kind: "refused", standing, survey };
  const { timeZone } = survey.settings;
  const days = daysToChoose(ctx.now, survey.round.closesAt, timeZone);
  const until = startOf(day, timeZone);
  if (!until || !days || day < days.first || day > days.last) {
    const message =
      "Please choose one of the days offered: after today and before the survey closes.";
    return { kind: "invalid", errors: [{ field: "day", message }], survey };
  }
  if (survey.test) return { kind: "done", survey };
  const link = { invitationId: survey.invitation.id, roundId: survey.round.id };
  const won = await updatePostponed(ctx.db, link, until);
  return won ? { kind: "done", survey } : { kind: "refused", standing: "closed", survey };
}
