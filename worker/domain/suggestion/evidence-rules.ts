import type { QuoteRef } from "../action/schema.ts";
import type { CaseTrigger } from "../case/schema.ts";
import type { Tier } from "../contact/schema.ts";
import type { Question } from "../questions/index.ts";
import type { Figures, Verification } from "../reports/figures.ts";
import type { Area } from "../survey/schema.ts";
import type { Evidence, SuggestionKind } from "./schema.ts";

/** A suggestion before it belongs to an account. */
export type Suggested = {
  kind: SuggestionKind;
  subject: string;
  area: Area | null;
  evidence: Evidence;
  weight: number;
  walled: boolean;
  title: string;
  heard: string;
  promise: string;
};

export type Closed = {
  figures: Figures;
  /** Every question that was asked; none where no question may be shown by itself. */
  asked: Question[];
  /** Question keys whose answers are behind the firewall. */
  firewalled: string[];
  comments: (QuoteRef & { tier: Tier })[];
  /** Cases that nobody has resolved; a confidential round has none. */
  cases: { id: string; trigger: CaseTrigger; walled: boolean; tier: Tier }[];
  /** What the client says of promises that we say are kept. */
  verifications: Verification[];
};

const mostQuotes = 5;
const tierWeights: Record<Tier, number> = { user: 1, manager: 2, board: 3 };

/**
 * 0 to 3: the tiers that said so (users 1, managers 2, board 3, of 6), how large it is (0 to 1), and whether it
 * is getting worse (a half more) or better (a quarter less).
 */
export const weightOf = (
  said: readonly Tier[],
  size: number,
  trend: "improved" | "declined" | "no_real_change" | null,
): number =>
  said.reduce((sum, tier) => sum + tierWeights[tier], 0) / 6 +
  Math.min(1, Math.max(0, size)) +
  (trend === "declined" ? 0.5 : trend === "improved" ? -0.25 : 0);

/** The first comments on these questions, as references to where they stand. */
export const quotesOf = (comments: Closed["comments"], keys: readonly string[]): QuoteRef[] =>
  comments
    .filter(({ questionKey }) => keys.includes(questionKey))
    .slice(0, mostQuotes)
    .map(({ roundId, questionKey, position }) => ({ roundId, questionKey, position }));
