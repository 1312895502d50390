import type { Question } from "../questions/index.ts";
import {
  activeOf,
  noticeChain,
  noticeRecipients,
  type NoticePerson,
  type NoticeRecipient,
} from "../staff/rules.ts";
import type { Answers } from "../survey/schema.ts";
import type { CaseStatus, CaseTrigger, ContactWay, Resolution } from "./schema.ts";

const hoursToContact = 48;
const lowRating = 2;

export type Raised = { trigger: CaseTrigger; services: string[]; comment: string | null };

/** By when somebody of ours has spoken with the client: 48 clock hours after the case opened. */
export const dueAfter = (openedAt: Date): Date =>
  new Date(openedAt.getTime() + hoursToContact * 3_600_000);

/** Nobody has been in touch, and the time for it is over. */
export const isOverdue = (one: { status: CaseStatus; dueAt: Date }, now: Date): boolean =>
  one.status === "open" && one.dueAt.getTime() < now.getTime();

/** Kept from whoever manages or managed the account: what may be about them. */
export const isWalled = (trigger: CaseTrigger): boolean =>
  trigger === "call_me_someone_else" || trigger === "account_manager_rating";

/** What in these answers cannot wait for the report, each trigger once, with the comments beside it. */
export function casesIn(questions: Question[], answers: Answers): Raised[] {
  const commentOn = (keys: string[]): string | null =>
    keys.flatMap((key) => answers[`${key}.comment`] ?? []).join("\n\n") || null;
  const raise = (trigger: CaseTrigger, hit: Question[], services: string[] = []): Raised[] =>
    hit.length === 0 ? [] : [{ trigger, services, comment: commentOn(hit.map(({ key }) => key)) }];
  const low = questions.filter(
    ({ key, type, area }) =>
      type === "rating" && area === "account-manager" && Number(answers[key]) <= lowRating,
  );
  const wanted = questions.filter(
    (question) => question.type === "awareness" && answers[question.key] === "more",
  );
  const services = wanted.flatMap((question) => ("service" in question ? question.service! : []));
  return [
    ...raise("poor_grade", questions.filter(hasPoorGrade(answers))),
    ...callsIn(questions, answers, commentOn),
    ...raise("tell_me_more", wanted, services),
    ...raise("account_manager_rating", low),
  ];
}

const hasPoorGrade = (answers: Answers) => (question: Question) =>
  question.key === "overall-grade" && ["D", "F"].includes([answers[question.key]].flat()[0] ?? "");

/** Who asks for somebody else as well does not write to the account manager: the comment goes with that case. */
function callsIn(
  questions: Question[],
  answers: Answers,
  commentOn: (keys: string[]) => string | null,
): Raised[] {
  if (!questions.some(({ key }) => key === "call-me")) return [];
  const wanted = [answers["call-me"] ?? []].flat();
  const other = wanted.includes("someone_else");
  const comment = commentOn(["call-me"]);
  const calls: Raised[] = [];
  if (wanted.includes("account_manager"))
    calls.push({ trigger: "call_me", services: [], comment: other ? null : comment });
  if (other) calls.push({ trigger: "call_me_someone_else", services: [], comment });
  return calls;
}

/** The people around an account: `managedBy` is everybody who manages or ever managed it. */
export type CaseAudience = {
  staff: readonly NoticePerson[];
  accountManagerId: string | null;
  sponsorId: string | null;
  managedBy: readonly string[];
  adminEmail: string;
};

/**
 * Who is told of a case, the first of them its owner. What is walled goes past whoever manages or managed the
 * account, whatever else they are; then it may be that nobody is left to tell.
 */
export function caseRecipients(trigger: CaseTrigger, audience: CaseAudience): NoticeRecipient[] {
  const { staff, accountManagerId, sponsorId, managedBy, adminEmail } = audience;
  if (isWalled(trigger)) {
    const behind = new Set([...managedBy, accountManagerId]);
    const walledOff = new Set(staff.filter(({ id }) => behind.has(id)).map(({ email }) => email));
    const { lineManager, leaders } = noticeChain(staff, accountManagerId, adminEmail);
    const chain = {
      accountManager: null,
      lineManager: lineManager && behind.has(lineManager.id) ? null : lineManager,
      leaders: leaders.filter(({ id }) => !behind.has(id)),
      adminEmail,
    };
    return noticeRecipients(chain, ["line_manager"]).filter(({ email }) => !walledOff.has(email));
  }
  const sponsor = activeOf(staff, sponsorId);
  if (trigger === "senior_silence" && sponsor)
    return [{ staffId: sponsor.id, name: sponsor.name, email: sponsor.email }];
  const chain = noticeChain(staff, accountManagerId, adminEmail);
  return noticeRecipients(
    chain,
    trigger === "poor_grade" ? ["account_manager", "line_manager"] : ["account_manager"],
  );
}

export const triggerWords: Record<CaseTrigger, string> = {
  poor_grade: "Graded us D or F",
  call_me: "Would like a call from the account manager",
  call_me_someone_else: "Would like a call from somebody other than the account manager",
  tell_me_more: "Would like to be told more about a service",
  account_manager_rating: "Rated the account manager 2 or less",
  senior_silence: "The most senior contact did not answer",
};

export const caseStatusWords: Record<CaseStatus, string> = {
  open: "Open",
  contacted: "Contacted",
  resolved: "Resolved",
};

export const contactWayWords: Record<ContactWay, string> = {
  call: "Call",
  mail: "Mail",
  meeting: "Meeting",
};

export const resolutionWords: Record<Resolution, string> = {
  satisfied: "The client is satisfied",
  agreed: "We agreed what happens next",
  no_answer: "We could not reach the person",
  lost: "We could not win the client back",
  not_ours: "Not ours to solve",
};
