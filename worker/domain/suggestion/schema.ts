import * as z from "zod";
import type { QuoteRef } from "../action/schema.ts";
import type { CaseTrigger } from "../case/schema.ts";
import type { Tier } from "../contact/schema.ts";
import type { Trend } from "../reports/figures.ts";
import { line, paragraph } from "../text.ts";

export type SuggestionKind =
  | "weak_area"
  | "unaware_service"
  | "unresolved_case"
  | "unanswered_wish"
  | "not_improved";

export type SuggestionStatus = "open" | "accepted" | "merged" | "dismissed";

/** What a suggestion rests on. Words of respondents are referred to, not copied. */
export type Evidence = {
  tiers: Tier[];
  questionKeys: string[];
  quotes: QuoteRef[];
  /** A weak area: its figures, overall and by tier, and how it moved. */
  area?: {
    mean: number | null;
    favourable: number | null;
    n: number;
    invited: number;
    byTier: Partial<Record<Tier, { mean: number; n: number; invited: number }>>;
    trend: NonNullable<Trend["verdict"]> | null;
  };
  /** So many of those asked did not know a service, want to hear more of it, or wished for something. */
  count?: { people: number; asked: number };
  service?: string;
  /** A promise kept that the client finds no better for it; counts are null in a confidential round. */
  action?: {
    id: string;
    title: string;
    counts: { better: number; same: number; worse: number } | null;
  };
  case?: { id: string; trigger: CaseTrigger };
};

const words = paragraph(2000).transform((text) => text || null);

/** What somebody makes of a suggestion: a line of its own, part of one that is there, or nothing, with the reason. */
export const SuggestionDecision = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("accept"), title: line(200), heard: words, promise: words }),
  z.object({ intent: z.literal("merge"), actionId: line(64) }),
  z.object({
    intent: z.literal("dismiss"),
    reason: paragraph(1000).pipe(z.string().min(1, "is empty")),
  }),
]);
export type SuggestionDecision = z.infer<typeof SuggestionDecision>;
