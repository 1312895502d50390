import { updateDraft } from "#db/queries/survey.ts";
import { findSurvey, findSurveyToAnswer, findTestSurvey } from "#db/queries/survey-opened.ts";
import type { Ctx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import type { ContactFunction, Tier } from "../contact/schema.ts";
import { defaultSettings } from "../setting/actions.ts";
import type { Settings } from "../setting/schema.ts";
import { readAnswers } from "./answer-rules.ts";
import { questionsOf, sittingOfFields, type Sitting } from "./rules.ts";
import type { Answers } from "./schema.ts";

type Found = NonNullable<Awaited<ReturnType<typeof findSurvey>>>;

/** One personal link, or a staff member's test of one: then nothing that is sent is stored. */
export type Asked = Pick<Found, "round" | "questionnaire" | "sent"> & {
  test: boolean;
  settings: Settings;
  invitation: Omit<Found["invitation"], "tier" | "templateVersionId"> & { tier: Tier };
  contact: Omit<Found["contact"], "function"> & { function: ContactFunction | null };
};

/** The same with what a page that asks says besides. */
export type Survey = Asked &
  Pick<Found, "account" | "asker" | "sponsor"> & {
    /** Opens the page that stops all mail; null on a test. */
    optOutToken: string | null;
  };

/** What was posted: every field with its values, and which sitting of an annual review the page showed. */
export type SurveyForm = {
  intent: "save" | "submit" | "unclear";
  sitting: Sitting | null;
  sent: Map<string, string[]>;
  /** What the page of a confidential round is known by when it is sent again. */
  once?: string | null;
};

export type Standing = "open" | "answered" | "closed" | "cancelled" | "revoked";

/** Whether this link takes answers. The round's state decides, never the clock. */
export function standingOf({ test, invitation, round }: Asked): Standing {
  if (test) return "open";
  if (invitation.status === "revoked") return "revoked";
  if (round.status !== "open") return round.status === "cancelled" ? "cancelled" : "closed";
  const answered = round.confidentiality === "confidential" && invitation.status === "completed";
  return answered ? "answered" : "open";
}

/** The sitting a page shows: the one asked for, else the next; part two waits until part one is sent. */
export function sittingOf(survey: Asked, asked: Sitting | null): Sitting | null {
  if (survey.round.kind !== "annual_review") return null;
  if (survey.test) return asked ?? 1;
  return survey.invitation.revision === 0 ? 1 : (asked ?? 2);
}

/** The sitting that was sent: the one that the form names, else by what it answers; null for both. */
export const sittingSent = ({ round, questionnaire }: Asked, form: SurveyForm): Sitting | null =>
  round.kind === "annual_review"
    ? (form.sitting ?? sittingOfFields(questionnaire, form.sent))
    : null;

/** What this person is asked, in one sitting or in all. */
export const askedOf = (survey: Asked, sitting: Sitting | null) =>
  questionsOf(survey.questionnaire, {
    ...(survey.contact.function && { function: survey.contact.function }),
    ...(sitting && { sitting }),
  });

const tokenShape = /^[\w-]{22}$/;

const noSurvey = () => new AppError("not_found", "No survey has this link.");

/** The survey behind a link. Throws not_found when there is none. Changes nothing. */
export async function openSurvey(ctx: Ctx, token: string): Promise<Survey> {
  const hash = tokenShape.test(token) ? await ctx.tokens.hash(token) : null;
  const survey = hash && ((await openInvitation(ctx, hash)) ?? (await openTest(ctx, hash)));
  if (survey) return survey;
  throw noSurvey();
}

/** The same for what is sent: reads only what taking it needs. */
export async function openToAnswer(ctx: Ctx, token: string): Promise<Asked & { told: boolean }> {
  const hash = tokenShape.test(token) ? await ctx.tokens.hash(token) : null;
  const found = hash && (await findSurveyToAnswer(ctx.db, hash));
  if (found) {
    const settings = found.settings ?? defaultSettings(ctx.config);
    return { ...found, settings, test: false, told: found.told === 1 };
  }
  const test = hash && (await openTest(ctx, hash));
  if (test) return { ...test, told: false };
  throw noSurvey();
}

async function openInvitation(ctx: Ctx, hash: string): Promise<Survey | null> {
  const found = await findSurvey(ctx.db, hash);
  if (!found) return null;
  const optOutToken = await ctx.tokens.make("opt-out", found.invitation.id);
  const settings = found.settings ?? defaultSettings(ctx.config);
  return { ...found, settings, optOutToken, test: false };
}

async function openTest(ctx: Ctx, hash: string): Promise<Survey | null> {
  const found = await findTestSurvey(ctx.db, hash);
  if (!found) return null;
  const { tier, tester, ...shown } = found;
  return {
    ...shown,
    test: true,
    sent: null,
    optOutToken: null,
    settings: found.settings ?? defaultSettings(ctx.config),
    contact: { id: "", firstName: tester, lastName: "", email: "", function: null },
    invitation: { id: "", tier, status: "invited", revision: 0, draft: null, postponedUntil: null },
  };
}

export type AnswerError = { key: string; message: string };
export type SaveResult =
  | { kind: "saved" }
  | { kind: "invalid"; errors: AnswerError[]; sitting: Sitting | null; survey: Survey }
  | { kind: "refused"; standing: Exclude<Standing, "open">; survey: Survey };

/**
 * Keeps unfinished answers of a named round. A confidential round keeps none, nor does anyone's after they have
 * submitted. What is missing is no error yet; an answer that could never be accepted is, and nothing is kept.
 */
export async function saveDraft(ctx: Ctx, token: string, form: SurveyForm): Promise<SaveResult> {
  const asked = await openToAnswer(ctx, token);
  const standing = standingOf(asked);
  if (standing !== "open" && standing !== "answered")
    return { kind: "refused", standing, survey: await openSurvey(ctx, token) };
  if (!keepsDrafts(asked)) return { kind: "saved" };
  const sitting = sittingSent(asked, form);
  const read = readAnswers(askedOf(asked, sitting), form.sent);
  const errors = read.ok ? [] : read.errors.filter(({ key }) => form.sent.has(key));
  if (errors.length > 0)
    return { kind: "invalid", errors, sitting, survey: await openSurvey(ctx, token) };
  const link = { invitationId: asked.invitation.id, roundId: asked.round.id };
  if (!isSame(read.answers, asked.invitation.draft)) await updateDraft(ctx.db, link, read.answers);
  return { kind: "saved" };
}

/** What says neither "save" nor "submit": nothing is kept, and the page comes back with what was sent. */
export async function returnUnclear(
  ctx: Ctx,
  token: string,
  form: SurveyForm,
): Promise<SaveResult> {
  const survey = await openSurvey(ctx, token);
  const standing = standingOf(survey);
  if (standing !== "open") return { kind: "refused", standing, survey };
  const message =
    "The form did not say whether to save or to send. Nothing was stored: press Send.";
  const sitting = sittingSent(survey, form);
  return { kind: "invalid", errors: [{ key: "", message }], sitting, survey };
}

/** Whether the server keeps what is typed here before it is sent; otherwise only the browser does. */
export const keepsDrafts = ({ test, round, invitation }: Asked): boolean =>
  !test && round.confidentiality === "named" && invitation.revision === 0;

/** Both lists come from the same questions, so the same answers stand in the same order. */
export const isSame = (one: Answers, other: Answers | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
