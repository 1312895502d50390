import { listContactsBySeniority } from "#db/queries/contact.ts";
import * as queries from "#db/queries/conversation.ts";
import { isValid, parseISO } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { requireAccount } from "../account/actions.ts";
import { reachOf } from "../account/rules.ts";
import { dayField } from "../round/rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { readAnswers } from "../survey/answer-rules.ts";
import { questionsOf } from "../survey/rules.ts";
import { recordedQuestionnaire, topicsOf } from "./rules.ts";

const offeredContacts = 500;
const shownConversations = 20;

/** What the form of a new record needs: who may have been spoken with, what is asked, and what day it is. */
export async function readRecordForm(ctx: StaffCtx, accountId: string) {
  const account = await requireAccount(ctx, accountId);
  const [contacts, settings] = await Promise.all([
    listContactsBySeniority(ctx.db, accountId, { skip: 0, limit: offeredContacts }),
    loadSettings(ctx),
  ]);
  return {
    account: { id: account.id, name: account.name },
    contacts: contacts.filter(({ status }) => status === "active"),
    questionnaire: recordedQuestionnaire(account),
    today: dayField(ctx.now, settings.timeZone),
  };
}
export type RecordForm = Awaited<ReturnType<typeof readRecordForm>>;

type Sent = { contactId: string; heldOn: string; answers: Map<string, string[]> };

/**
 * Keeps what was said in a conversation, marked with who recorded it. Refuses as `invalid`: a contact who is not
 * of this account, a day to come, answers that do not fit their question, or none at all.
 */
export async function recordConversation(
  ctx: StaffCtx,
  accountId: string,
  sent: Sent,
): Promise<Outcome<{ id: string }>> {
  const form = await readRecordForm(ctx, accountId);
  const read = readAnswers(questionsOf(form.questionnaire), sent.answers);
  const errors = [
    ...faultsIn(sent, form),
    ...(read.ok ? [] : read.errors.map(({ key, message }) => ({ field: key, message }))),
  ];
  if (errors.length === 0 && Object.keys(read.answers).length === 0)
    errors.push({ field: "", message: "Write down at least one answer." });
  if (errors.length > 0) return refuse("invalid", errors[0]!.message, errors);
  const id = ctx.newId();
  await queries.insertConversation(
    ctx.db,
    {
      id,
      accountId,
      contactId: sent.contactId,
      recordedBy: ctx.actor.id,
      recordedAt: ctx.now,
      heldOn: sent.heldOn,
      tokenHash: await ctx.tokens.hash(await ctx.tokens.make("conversation", id)),
      optOutHash: await ctx.tokens.hash(await ctx.tokens.make("opt-out", id)),
      questionnaire: form.questionnaire,
      answers: read.answers,
    },
    {
      at: ctx.now,
      actor: ctx.actor.id,
      action: "conversation.recorded",
      subjectType: "conversation",
      subjectId: id,
    },
  );
  return { ok: true, id };
}

function faultsIn({ contactId, heldOn }: Sent, { contacts, today }: RecordForm) {
  const errors = [];
  if (!contacts.some(({ id }) => id === contactId))
    errors.push({ field: "contactId", message: "Choose the person you spoke with." });
  if (!/^20\d\d-\d\d-\d\d$/.test(heldOn) || !isValid(parseISO(heldOn)))
    errors.push({ field: "heldOn", message: "Choose the day of the conversation." });
  else if (heldOn > today)
    errors.push({ field: "heldOn", message: "The conversation cannot lie in the future." });
  return errors;
}

/** The record of a conversation at an account within reach. */
export async function readConversation(ctx: StaffCtx, id: string) {
  const found = await queries.findConversation(ctx.db, reachOf(ctx.actor), id);
  if (!found) throw new AppError("not_found", "There is no such conversation.");
  const { tokenHash: _, optOutHash: __, confirmedAnswers, roundStatus, ...shown } = found;
  // A correction that counts in an open round is an answer to it, and stays closed as long as the round is open.
  const sealed = roundStatus === "open";
  const answers = (!sealed && confirmedAnswers) || found.answers;
  return { ...shown, answers, sealed };
}
export type Conversation = Awaited<ReturnType<typeof readConversation>>;

/** An account's last conversations, and the topics of this calendar year in the supplier's time zone. */
export async function overviewConversations(ctx: StaffCtx, accountId: string, timeZone: string) {
  const year = Number(dayField(ctx.now, timeZone).slice(0, 4));
  const [list, keys] = await Promise.all([
    queries.listConversations(ctx.db, accountId, shownConversations),
    queries.listAnsweredKeys(ctx.db, accountId, year),
  ]);
  return { list, year, covered: topicsOf(keys) };
}
export type ConversationOverview = Awaited<ReturnType<typeof overviewConversations>>;
