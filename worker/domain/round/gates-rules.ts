import type { Tier } from "../contact/schema.ts";
import type { OverBudget } from "../survey/rules.ts";
import type { RoundKind } from "./schema.ts";

/** Why somebody cannot be invited, or null. `undeliverable`: the provider says this address takes no mail. */
type Hindrance = "left" | "opted_out" | "do_not_survey" | "undeliverable" | null;

/** A contact of the account, as far as a launch is concerned. */
export type Recipient = {
  id: string;
  name: string;
  jobTitle: string | null;
  email: string;
  tier: Tier;
  mostSenior: boolean;
  hindrance: Hindrance;
  /** The last mail to this very address bounced. */
  bounced: boolean;
  /** The latest first invitation to this address, at any account, within the throttle; else null. */
  lastInvitedAt: Date | null;
  chosen: boolean;
};

type Person = { id: string; name: string; jobTitle: string | null };

export type Failure = {
  code:
    | "self_grade_missing"
    | "senior_contact_missing"
    | "tier_missing"
    | "throttled"
    | "over_budget"
    | "no_recipients";
  message: string;
  /** A written explanation would do. */
  explainable: boolean;
  /** Who could be marked as the most senior, or who has to be added. */
  candidates?: Person[];
  /** Who was invited lately. */
  contacts?: (Person & { invitedAt: Date })[];
  tiers?: Tier[];
  questionnaires?: OverBudget[];
};

export type GateFacts = {
  kind: RoundKind;
  selfGraded: boolean;
  recipients: Recipient[];
  overBudget: OverBudget[];
};

const rank: Record<Tier, number> = { board: 0, manager: 1, user: 2 };
const mostCandidates = 10;
const tierNames: Record<Tier, string> = {
  user: "users",
  manager: "managers",
  board: "board members",
};

const person = ({ id, name, jobTitle }: Recipient): Person => ({ id, name, jobTitle });
const reachable = ({ hindrance }: Recipient) => hindrance === null;

/** Who gets an invitation: the chosen, less those who left or want no more mail. */
export const invitedOf = (recipients: Recipient[]): Recipient[] =>
  recipients.filter((one) => one.chosen && reachable(one));

const hindranceWords = (one: Recipient): string => {
  if (one.hindrance === "left") return "has left";
  if (one.hindrance === "opted_out") return "wants no more mail";
  if (one.hindrance === "do_not_survey") return "is marked as not to be surveyed";
  return "could not be reached at that address";
};

/** The most senior contact, when marked but out of our reach: the sponsor should call that person. */
export const unreachableSenior = (recipients: Recipient[]): Recipient | undefined =>
  recipients.find((one) => one.mostSenior && (!reachable(one) || (one.bounced && !one.chosen)));

function seniorGate(recipients: Recipient[]): Failure | null {
  const code = "senior_contact_missing";
  const senior = recipients.find(({ mostSenior }) => mostSenior);
  if (!senior) {
    const candidates = recipients
      .filter(reachable)
      .sort((a, b) => rank[a.tier] - rank[b.tier] || a.name.localeCompare(b.name))
      .slice(0, mostCandidates)
      .map(person);
    const message =
      "Nobody at this account is marked as the most senior contact. Mark one, then launch again.";
    return { code, message, explainable: false, candidates };
  }
  if (senior.chosen && reachable(senior)) return null;
  if (unreachableSenior(recipients))
    return {
      code,
      message: `${senior.name}, the most senior contact, ${hindranceWords(senior)}. Explain in writing why the round opens without this person, or mark somebody else.`,
      explainable: true,
      candidates: [person(senior)],
    };
  const message = `${senior.name}, the most senior contact, is not among the recipients. Add this person.`;
  return { code, message, explainable: false, candidates: [person(senior)] };
}

function tierGate({ kind, recipients }: GateFacts): Failure | null {
  if (kind === "annual_review") return null;
  const invited = new Set(invitedOf(recipients).map(({ tier }) => tier));
  const known = recipients.filter(({ hindrance }) => hindrance !== "left").map(({ tier }) => tier);
  const tiers = (["board", "manager", "user"] as const).filter(
    (tier) => known.includes(tier) && !invited.has(tier),
  );
  if (tiers.length === 0) return null;
  const names = tiers.map((tier) => tierNames[tier]).join(" and ");
  const message = `The account has ${names}, but none of them is invited. Invite some, or explain why not.`;
  return { code: "tier_missing", message, explainable: true, tiers };
}

function throttleGate(recipients: Recipient[]): Failure | null {
  const contacts = invitedOf(recipients).flatMap((one) =>
    one.lastInvitedAt ? [{ ...person(one), invitedAt: one.lastInvitedAt }] : [],
  );
  if (contacts.length === 0) return null;
  const who = contacts.length === 1 ? "One recipient was" : `${contacts.length} recipients were`;
  const message = `${who} invited less than 180 days ago. Leave them out, or write down why they are asked again.`;
  return { code: "throttled", message, explainable: true, contacts };
}

function budgetGate({ overBudget }: GateFacts): Failure | null {
  if (overBudget.length === 0) return null;
  const longest = overBudget.map(
    ({ tier, seconds, budgetSeconds }) =>
      `${tierNames[tier]} ${seconds} s, at most ${budgetSeconds} s`,
  );
  const message = `The questionnaire takes too long (${longest.join("; ")}). Leave a module out.`;
  return {
    code: "over_budget",
    message,
    explainable: false,
    questionnaires: overBudget,
  };
}

const selfGradeGate = (selfGraded: boolean): Failure | null =>
  selfGraded
    ? null
    : {
        code: "self_grade_missing",
        message: "Your own grade is missing. Give it before you see the client's.",
        explainable: false,
      };

const nobodyGate = (recipients: Recipient[]): Failure | null =>
  invitedOf(recipients).length > 0
    ? null
    : {
        code: "no_recipients",
        message: "There is nobody to invite. Choose at least one recipient.",
        explainable: false,
      };

/** All gates that stand against a launch, in the order in which they are named. */
export const failedGates = (facts: GateFacts): Failure[] =>
  [
    selfGradeGate(facts.selfGraded),
    seniorGate(facts.recipients),
    tierGate(facts),
    throttleGate(facts.recipients),
    budgetGate(facts),
    nobodyGate(facts.recipients),
  ].filter((failure) => failure !== null);

/**
 * What stands apart from what one explanation for many accounts covers: who was asked lately and which level is left
 * out, never why the most senior person of an account is passed over.
 */
export const apartFromShared = (failed: Failure[]): Failure[] =>
  failed.filter(({ code }) => code !== "throttled" && code !== "tier_missing");

/** What still refuses the launch once an explanation is written (or not). */
export const standingGates = (failed: Failure[], explanation: string | null): Failure[] =>
  explanation === null ? failed : failed.filter(({ explainable }) => !explainable);
