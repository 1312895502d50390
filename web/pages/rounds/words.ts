import type { Tier } from "#worker/domain/contact/schema.ts";
import { kindWords } from "#worker/domain/round/rules.ts";
import type { ModuleSlug, Round, RoundKind } from "#worker/domain/round/schema.ts";
import type { Area } from "#worker/domain/survey/schema.ts";
import { plural } from "../../ui/number.ts";

export const tierWords: Record<Tier, string> = {
  board: "Board",
  manager: "Managers",
  user: "Users",
};
/** From the top down, as every table lists them. */
export const tierOrder: Tier[] = ["board", "manager", "user"];

export const areaWords: Record<Area, string> = {
  relationship: "Relationship",
  deliverables: "What we deliver",
  teamwork: "Working together",
  responsiveness: "Responsiveness",
  understanding: "Understanding of their business",
  culture: "Understanding of their culture",
  initiative: "Initiative",
  value: "Value",
  capability: "Skills",
  standing: "Standing",
  "account-manager": "Account manager",
  communication: "Communication",
  ease: "Ease of doing business",
};

export const moduleWords: Record<ModuleSlug, { label: string; hint: string }> = {
  "account-manager": {
    label: "The account manager",
    hint: "Asked of users and managers. Only the line manager and leaders see the answers.",
  },
  awareness: {
    label: "Our services: used, known, unknown",
    hint: "One question for each service named on the account.",
  },
  future: { label: "What they will need next", hint: "Needs and appetite for the year to come." },
  competition: {
    label: "How we compare",
    hint: "One question for each competitor named on the account.",
  },
  recommend: {
    label: "Would they recommend us",
    hint: "From 0 to 10. Best kept for when you compare yourself with others.",
  },
};

/** What kind of round it is, and that it is confidential where it is. */
export const kindOf = ({ kind, confidentiality }: Pick<Round, "kind" | "confidentiality">) =>
  confidentiality === "confidential" ? `${kindWords[kind]}, confidential` : kindWords[kind];

export const kindHints: Record<RoundKind, string> = {
  satisfaction: "Two to five minutes of rating questions, a set for each level of the client.",
  annual_review:
    "Ten questions about the year, most of them answered in words, in two sittings of five minutes. Always named.",
};

/** How long one level takes: one number, or one for each sitting. */
export const minutesWords = (minutes: number[]): string =>
  minutes.length === 1
    ? `about ${plural(minutes[0]!, "minute")}`
    : `two sittings of about ${minutes.join(" and ")} minutes`;
