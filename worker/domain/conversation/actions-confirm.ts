import * as queries from "#db/queries/conversation-confirm.ts";
import { listOptedOut } from "#db/queries/invitation.ts";
import { messageRow } from "#db/queries/message.ts";
import { insertSubmission } from "#db/queries/survey.ts";
import type { Ctx, StaffCtx } from "../../context.ts";
import { submittedEvent } from "../webhook/actions-event.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { prepareCases } from "../case/actions-raise.ts";
import { casesIn } from "../case/rules.ts";
import { defaultSettings } from "../setting/actions.ts";
import { readAnswers } from "../survey/answer-rules.ts";
import { questionsOf } from "../survey/rules.ts";
import type { Answers } from "../survey/schema.ts";
import { readConversation } from "./actions.ts";

/** Mails the contact the way to their record. Refuses `contact_left`, `opted_out` and `mailed_already`. */
export async function mailConversation(ctx: StaffCtx, id: string): Promise<Outcome<object>> {
  const { email, contactStatus } = await readConversation(ctx, id);
  if (contactStatus === "left")
    return refuse("contact_left", "This person has left, so there is nobody to ask.");
  const optedOut = await listOptedOut(ctx.db, [await ctx.tokens.hashAddress(email)]);
  if (optedOut.size > 0) return refuse("opted_out", "This person wants no more mail from us.");
  const intent = { id: `conversation/${id}`, kind: "conversation_record", recipient: email };
  const won = await queries.updateMailed(ctx.db, id, messageRow(intent, ctx.now), {
    at: ctx.now,
    actor: ctx.actor.id,
    action: "conversation.mailed",
    subjectType: "conversation",
    subjectId: id,
  });
  if (!won) return refuse("mailed_already", "This record was mailed or confirmed already.");
  await ctx.mail.wake([intent.id]);
  return { ok: true };
}

/** The record behind a personal link. Throws not_found when there is none. Changes nothing. */
export async function openRecord(ctx: Ctx, token: string) {
  const hash = /^[\w-]{22}$/.test(token) ? await ctx.tokens.hash(token) : null;
  const found = hash && (await queries.findRecord(ctx.db, hash));
  if (!found) throw new AppError("not_found", "No record has this link.");
  return { ...found, settings: found.settings ?? defaultSettings(ctx.config) };
}
export type OpenedRecord = Awaited<ReturnType<typeof openRecord>>;

type Confirmation = { record: OpenedRecord } & (
  | { kind: "done" }
  | { kind: "invalid"; errors: { key: string; message: string }[] }
);

/**
 * The contact confirms a record, with corrections or without, once; sent again it changes nothing. While an
 * annual review is open that this person has not answered by link, a confirmed grade makes the record their
 * response to it.
 */
export async function confirmRecord(
  ctx: Ctx,
  token: string,
  sent: Map<string, string[]>,
): Promise<Confirmation> {
  const record = await openRecord(ctx, token);
  const { conversation, contact } = record;
  if (conversation.confirmedAt) return { kind: "done", record };
  const read = readAnswers(questionsOf(conversation.questionnaire), sent);
  if (!read.ok) return { kind: "invalid", errors: read.errors, record };
  const { answers } = read;
  const review =
    "overall-grade" in answers && (await queries.findUnansweredReview(ctx.db, contact.id));
  if (review) await respond(ctx, record, review, answers);
  else await queries.updateConfirmed(ctx.db, { id: conversation.id, answers, now: ctx.now });
  return { kind: "done", record };
}

type Review = NonNullable<Awaited<ReturnType<typeof queries.findUnansweredReview>>>;

/** Confirms the record and submits it as the response, in one batch; answers by link that came first stand. */
async function respond(ctx: Ctx, record: OpenedRecord, review: Review, confirmed: Answers) {
  const { conversation, contact } = record;
  const { invitation, questionnaire } = review;
  const asked = questionsOf(questionnaire);
  const keys = new Set(asked.flatMap(({ key }) => [key, `${key}.comment`]));
  const answers = Object.fromEntries(Object.entries(confirmed).filter(([key]) => keys.has(key)));
  const links = { invitationId: invitation.id, roundId: invitation.roundId };
  const source = { ...links, accountId: conversation.accountId, contactId: contact.id };
  const { cases, messages, webhooks } = await prepareCases(ctx, source, casesIn(asked, answers));
  const id = `receipt/${invitation.id}/${invitation.revision + 1}`;
  const receipt = { id, kind: "receipt", recipient: contact.email, ...links };
  const won = await insertSubmission(
    ctx.db,
    {
      ...links,
      contactId: contact.id,
      tier: invitation.tier,
      revision: invitation.revision,
      answers,
      preferences: preferencesIn(record, answers),
      messages: [messageRow(receipt, ctx.now), ...messages],
      cases,
      webhooks: [...(await submittedEvent(ctx, source, invitation.revision)), ...webhooks],
      conversationId: conversation.id,
      now: ctx.now,
    },
    [
      queries.updateConfirmed(
        ctx.db,
        { id: conversation.id, answers: confirmed, now: ctx.now },
        { roundId: invitation.roundId, id: invitation.id },
      ),
    ],
  );
  const told = [id, ...messages.map((message) => message.id)];
  if (won) await ctx.mail.wake(told).catch(() => undefined);
}

/** What was said of communication; null when that topic did not come up. */
function preferencesIn({ conversation }: OpenedRecord, answers: Answers): Answers | null {
  const said = questionsOf(conversation.questionnaire)
    .filter(({ area, key }) => area === "communication" && key in answers)
    .map(({ key }) => [key, answers[key]!] as const);
  return said.length > 0 ? Object.fromEntries(said) : null;
}
