import { insertConfidentialSubmission, insertSubmission } from "#db/queries/survey.ts";
import { messageRow } from "#db/queries/message.ts";
import { isSealedIn } from "#db/queries/sealed.ts";
import type { Ctx } from "../../context.ts";
import { prepareCases } from "../case/actions-raise.ts";
import { submittedEvent } from "../webhook/actions-event.ts";
import { casesIn } from "../case/rules.ts";
import {
  askedOf,
  isSame,
  openSurvey,
  openToAnswer,
  sittingSent,
  standingOf,
  type AnswerError,
  type Asked,
  type Standing,
  type Survey,
  type SurveyForm,
} from "./actions.ts";
import { sealAnswers } from "./actions-seal.ts";
import { readAnswers } from "./answer-rules.ts";
import { questionsOf, type Sitting } from "./rules.ts";
import { pack } from "./seal-rules.ts";
import type { Answers } from "./schema.ts";

type Refused =
  | { kind: "invalid"; errors: AnswerError[] }
  | { kind: "refused"; standing: Exclude<Standing, "open"> };
/** `after`: it got in earlier, and what stands now would take nothing more. */
type Accepted = { kind: "accepted"; after?: Exclude<Standing, "open"> };
type Part = { sitting: Sitting | null };
export type SubmitResult = Part & ((Accepted & { survey: Asked }) | (Refused & { survey: Survey }));

type Told = Awaited<ReturnType<typeof openToAnswer>>;

const attempts = 16;
const longestPause = 1000;
const overtaken =
  "Another set of your answers arrived at the same moment. These were not stored; please send them again.";

/**
 * One submission, exactly once: sent again it changes nothing, sent with other answers it replaces the whole
 * response (of the sitting it was sent from), until the round closes. Accepted, too, is what got in before the round
 * was over and is sent again after. Refused: the round takes no answers any more, the link is revoked, or a
 * confidential round has other answers of this person already. Invalid: says what is wrong and stores nothing.
 */
export async function submitSurvey(
  ctx: Ctx,
  token: string,
  form: SurveyForm,
): Promise<SubmitResult> {
  const once = form.once ?? ctx.newId();
  for (let attempt = 1; ; attempt++) {
    const survey = await openToAnswer(ctx, token);
    const sitting = sittingSent(survey, form);
    const result = await submitOnce(ctx, survey, { sent: form.sent, sitting, once });
    if (result?.kind === "accepted") return { ...result, sitting, survey };
    if (result) return { ...result, sitting, survey: await openSurvey(ctx, token) };
    // Null: another was faster between the read and the write. Look again: it may have been the very same.
    if (attempt === attempts) {
      const errors = [{ key: "", message: overtaken }];
      return { kind: "invalid", errors, sitting, survey: await openSurvey(ctx, token) };
    }
    // Many that try again in step would overtake each other for ever: they spread out, the longer the wider.
    await scheduler.wait(ctx.random() * Math.min(longestPause, 10 * 2 ** attempt));
  }
}

async function submitOnce(
  ctx: Ctx,
  survey: Told,
  { sent, sitting, once }: Part & { sent: SurveyForm["sent"]; once: string },
): Promise<Accepted | Refused | null> {
  const standing = standingOf(survey);
  const read = readAnswers(askedOf(survey, sitting), sent);
  if (standing !== "open")
    return (await isIn(ctx, survey, { sitting, answers: read.answers, once }))
      ? { kind: "accepted", after: standing }
      : { kind: "refused", standing };
  const errors = [...(read.ok ? [] : read.errors), ...missingPart(survey, sitting)];
  if (errors.length > 0) return { kind: "invalid", errors };
  if (survey.test) return { kind: "accepted" };
  const stored =
    survey.round.confidentiality === "confidential"
      ? await storeConfidential(ctx, survey, read.answers, once)
      : await storeNamed(ctx, survey, sitting, read.answers);
  return stored ? { kind: "accepted" } : null;
}

/** Part two completes a response; it cannot make one, because the grade is in part one. */
const missingPart = (survey: Asked, sitting: Sitting | null): AnswerError[] =>
  sitting === 2 && !survey.test && survey.invitation.revision === 0
    ? [{ key: "", message: "Please send part one first: part two completes it." }]
    : [];

/**
 * Where these answers are kept. `once` is in the page that they were typed on and nowhere else: who sends that page
 * again, because no answer came, finds them; nobody else can tell whose they are.
 */
const sealedId = (ctx: Ctx, { invitation }: Asked, answers: Answers, once: string) =>
  ctx.tokens.make("sealed", `${invitation.id}|${once}|${pack({ tier: invitation.tier, answers })}`);

/** Whether exactly this got in before: its page came back because no answer had reached it. */
async function isIn(
  ctx: Ctx,
  survey: Asked,
  { sitting, answers, once }: { sitting: Sitting | null; answers: Answers; once: string },
): Promise<boolean> {
  if (survey.round.confidentiality === "named")
    return isSame(completed(survey, sitting, answers), survey.sent);
  const id = await sealedId(ctx, survey, answers, once);
  return isSealedIn(ctx.db, { roundId: survey.round.id, id, hash: await ctx.tokens.hash(id) });
}

async function storeConfidential(ctx: Ctx, survey: Asked, answers: Answers, once: string) {
  const { round, invitation } = survey;
  const id = await sealedId(ctx, survey, answers, once);
  const response = await sealAnswers(ctx, round, { tier: invitation.tier, answers }, id);
  const links = { invitationId: invitation.id, roundId: round.id };
  return insertConfidentialSubmission(ctx.db, { ...links, response });
}

async function storeNamed(ctx: Ctx, survey: Told, sitting: Sitting | null, sent: Answers) {
  const { invitation, round, contact } = survey;
  const answers = completed(survey, sitting, sent);
  if (isSame(answers, survey.sent)) return true;
  const id = `receipt/${invitation.id}/${invitation.revision + 1}`;
  const links = { invitationId: invitation.id, roundId: round.id };
  const receipt = { id, kind: "receipt", recipient: contact.email, ...links };
  const source = { ...links, accountId: round.accountId, contactId: contact.id };
  const { cases, messages, webhooks } = await prepareCases(
    ctx,
    source,
    casesIn(askedOf(survey, null), answers),
  );
  const won = await insertSubmission(ctx.db, {
    ...links,
    contactId: contact.id,
    tier: invitation.tier,
    revision: invitation.revision,
    answers,
    preferences: preferencesIn(survey, sitting, sent),
    messages: [messageRow(receipt, ctx.now), ...messages],
    cases,
    webhooks: survey.told
      ? [...(await submittedEvent(ctx, source, invitation.revision)), ...webhooks]
      : [],
    conversationId: null,
    now: ctx.now,
  });
  // The answers are stored; a queue that cannot be reached only delays these mails until the next sweep.
  const told = [id, ...messages.map((message) => message.id)];
  if (won) await ctx.mail.wake(told).catch(() => undefined);
  return won;
}

/** The whole response after this sitting: what it asked is replaced, what the other sitting asked stays. */
function completed(survey: Asked, sitting: Sitting | null, sent: Answers): Answers {
  if (sitting === null || !survey.sent) return sent;
  const other = survey.questionnaire.sections.filter(
    (section) => section.sitting !== sitting && section.questions.length > 0,
  );
  const kept = new Set(other.flatMap(({ questions }) => questions.map(({ key }) => key)));
  const before = survey.sent;
  return Object.fromEntries(
    questionsOf(survey.questionnaire)
      .flatMap(({ key }) => [key, `${key}.comment`])
      .map(
        (key) =>
          [
            key,
            sent[key] ?? (kept.has(key.replace(/\.comment$/, "")) ? before[key] : undefined),
          ] as const,
      )
      .filter((entry): entry is readonly [string, string | string[]] => entry[1] !== undefined),
  );
}

/** What topic 5 of an annual review told us of communication; null when it was not asked or not answered. */
function preferencesIn(survey: Asked, sitting: Sitting | null, answers: Answers): Answers | null {
  if (survey.round.kind !== "annual_review") return null;
  const keys = askedOf(survey, sitting)
    .filter(({ area, key }) => area === "communication" && key in answers)
    .map(({ key }) => [key, answers[key]!] as const);
  return keys.length > 0 ? Object.fromEntries(keys) : null;
}
