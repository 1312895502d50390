import type { Role } from "../staff/schema.ts";
import * as z from "zod";
import type { AreaFigures, Figures } from "./figures.ts";
import type { Questionnaires } from "./tally-rules.ts";

export const audiences = ["leader", "account_manager", "team", "client"] as const;
export const Audience = z.enum(audiences);
export type Audience = z.infer<typeof Audience>;

/** The area, and the section that asks about it, that no account manager reads about themselves. */
const walled = "account-manager";

/** Keys of the questions about the account manager: by their area, or by the section they stand in. */
export function firewalledKeys(questionnaires: Questionnaires): string[] {
  const sections = Object.values(questionnaires).flatMap(({ sections }) => sections);
  const questions = sections.flatMap((section) =>
    section.questions.filter(({ area }) => area === walled || section.key === walled),
  );
  return [...new Set(questions.map(({ key }) => key))];
}

/** Who looks: `managed` is true for whoever manages the account now or did before. */
export type Viewer = { role: Role; isLineManager: boolean; managed: boolean };

/**
 * The firewall: what clients said about their account manager is for the line manager and leaders, and never
 * for anyone about an account of their own, present or past, whatever their role or the audience asked for.
 */
export function meetsFirewall(viewer: Viewer, audience: Audience): boolean {
  if (viewer.managed || audience !== "leader") return true;
  return !(viewer.role === "leader" || viewer.role === "admin" || viewer.isLineManager);
}

/** Names and quotes are for those who carry the relationship; the team, partners and the client get neither. */
export const seesPeople = (audience: Audience): boolean =>
  audience === "leader" || audience === "account_manager";

/** The same figures without what clients said about their account manager. */
export function withoutFirewalled(figures: Figures, firewalled: string[]): Figures {
  return {
    ...figures,
    areas: figures.areas.map((area) => (area.key === walled ? blank(area) : area)),
    questions: figures.questions.filter(({ key }) => !firewalled.includes(key)),
    suggestions: figures.suggestions.filter(({ area }) => area !== walled),
  };
}

const blank = ({ key, invited }: AreaFigures): AreaFigures => ({
  key,
  questions: [],
  mean: null,
  low: null,
  high: null,
  n: null,
  invited,
  favourable: null,
  byTier: {},
  trend: null,
  predicted: null,
  withheld: "firewall",
});
