import type { Tier } from "#worker/domain/contact/schema.ts";
import type { Area } from "#worker/domain/survey/schema.ts";
import type { Audience } from "#worker/domain/reports/schema.ts";

export const areaNames: Record<Area, string> = {
  relationship: "Relationship",
  deliverables: "Deliverables",
  teamwork: "Teamwork",
  responsiveness: "Responsiveness",
  understanding: "Understanding",
  culture: "Culture",
  initiative: "Initiative",
  value: "Value",
  capability: "Capability",
  standing: "Standing",
  "account-manager": "Account manager",
  communication: "Communication",
  ease: "Ease",
};

/** The same as the subject of a sentence. */
export const areaSubjects: Record<Area, string> = {
  relationship: "The relationship",
  deliverables: "What we deliver",
  teamwork: "Working together",
  responsiveness: "Responsiveness",
  understanding: "Understanding of their business",
  culture: "Understanding of their culture",
  initiative: "Our initiative",
  value: "Value",
  capability: "Our capability",
  standing: "Our standing",
  "account-manager": "Care by the account manager",
  communication: "Communication",
  ease: "Ease of doing business",
};

export const cellsInOrder = [
  "blind_spot",
  "undervalued",
  "agreed_strength",
  "agreed_weakness",
] as const;

export const cellNames: Record<(typeof cellsInOrder)[number], string> = {
  blind_spot: "Blind spot",
  undervalued: "Undervalued",
  agreed_strength: "Agreed strength",
  agreed_weakness: "Agreed weakness",
};

const tierNames: Record<Tier, string> = { user: "Users", manager: "Managers", board: "Board" };

/** How a page says for whom it is shown. */
export const audienceViews: Record<Audience, string> = {
  leader: "as leaders see it",
  account_manager: "as the account manager sees it",
  team: "as the delivery team sees it",
  client: "as the client sees it",
};

export const audienceNames: Record<Audience, string> = {
  leader: "Leaders",
  account_manager: "Account manager",
  team: "Delivery team",
  client: "Client",
};

/** A group of tiers by name, the highest first: "Board and managers", or "All levels". */
export const groupName = (tiers: readonly Tier[]): string => {
  if (tiers.length === Object.keys(tierNames).length) return "All levels";
  return listed(tiers.toReversed().map((tier) => tierNames[tier])).replace(
    /(?<=(, | and ))[A-Z]/g,
    (letter) => letter.toLowerCase(),
  );
};

/** "one", "one and two", "one, two and three". */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** Answers to this question stand with what else is said of the future, not among the comments. */
export const needsKey = "future-needs";

/** A mean or a number of points. */
export const score = (value: number): string => value.toFixed(2);

/** The same with its sign, a true minus. */
export const signed = (value: number): string => {
  const text = Math.abs(value).toFixed(2);
  if (Number(text) === 0) return "±0.00";
  return value < 0 ? `−${text}` : `+${text}`;
};

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Below this many people a page prints counts, no percentages. */
export const fewestForPercent = 5;
