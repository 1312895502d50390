import type { Tier } from "../contact/schema.ts";
import type { Grade } from "../questions/grade.ts";
import type { Area } from "../survey/schema.ts";

/** Why a figure is null: too few people stand behind it, or it is about the person who looks. */
type Withheld = "small_group" | "firewall";

/** A mean over one group of people. `squares` is the sum of squared deviations, kept for later trends. */
export type Cell = {
  mean: number | null;
  /** People with at least one answer that counts; null when withheld. */
  n: number | null;
  /** People asked. */
  invited: number;
  favourable: number | null;
  ratings: RatingCount | null;
  squares: number | null;
  /** The rating questions behind it: a trend joins only what was asked alike. */
  questions: string[];
  withheld?: Withheld;
};

/** How many ratings there are, and how many of them are 4 or 5: what is printed where people are few. */
export type RatingCount = { favourable: number; all: number };

export type ByTier<T> = Partial<Record<Tier, T>>;

type TrendVerdict = "improved" | "declined" | "no_real_change";

/** Against the previous round, over what both have in common. `verdict` is null when nobody can tell. */
export type Trend = {
  previous: number;
  change: number;
  low: number | null;
  high: number | null;
  verdict: TrendVerdict | null;
  /** Whether the change still holds when all areas are judged together (Holm). */
  holds: boolean;
};

export type PredictionCell = "blind_spot" | "undervalued" | "agreed_strength" | "agreed_weakness";

/** A mean over groups that weigh the same, with its 95 % interval. */
export type Spread = {
  mean: number | null;
  low: number | null;
  high: number | null;
  n: number | null;
  invited: number;
};

export type AreaFigures = Spread & {
  key: Area;
  favourable: number | null;
  ratings: RatingCount | null;
  byTier: ByTier<Cell>;
  trend: Trend | null;
  predicted: { mean: number; cell: PredictionCell | null } | null;
  withheld?: Withheld;
};

export type GradeCell = Omit<Cell, "favourable" | "ratings" | "mean" | "questions"> & {
  points: number | null;
  letter: Grade | null;
};

export type ClientGrade = {
  points: number | null;
  letter: Grade | null;
  low: number | null;
  high: number | null;
  n: number | null;
  invited: number;
  byTier: ByTier<GradeCell>;
  /** Tiers whose view the grade does not contain. */
  missingTiers: Tier[];
  trend: Trend | null;
  withheld?: Withheld;
};

type GapVerdict = "aligned" | "slight" | "blind_spot" | "undervalued";
export type Gap = { points: number; verdict: GapVerdict };

export type ResponseCount = {
  invited: number;
  completed: number;
  /** Null when nobody was invited. */
  rate: number | null;
  /** Contacts known at the account, invited or not. */
  known: number;
};

/** How a tier answered one question; `summary` is what its question type makes of the answers. */
export type QuestionCell = {
  invited: number;
  summary: unknown;
  /** Ratings only: the share of 4 and 5, with its 95 % interval. */
  favourable: { share: number; low: number; high: number } | null;
};

export type QuestionFigures = {
  key: string;
  wording: string;
  area: Area | null;
  byTier: ByTier<QuestionCell>;
};

/** Promoters (9, 10) less detractors (0 to 6), as a share; the interval is centred beside the raw point. */
export type Recommendation = {
  score: number;
  low: number;
  high: number;
  promoters: number;
  detractors: number;
  n: number;
  invited: number;
};

/** Two groups that see one thing differently; `area` is null for the grade. */
export type Disagreement = {
  area: Area | null;
  higher: Tier;
  lower: Tier;
  difference: number;
  low: number;
  high: number;
};

export type Suggestion = { area: Area; reason: "low_mean" | "low_favourable" };

/** What the people asked say of a promise that we say is kept. `n` are those able to say. */
export type Verification = {
  actionId: string;
  title: string;
  heard: string | null;
  done: string;
  /** The area whose mean should have reached `target`, and the mean of this round. */
  area: Area | null;
  target: number | null;
  score: number | null;
  invited: number;
  n: number | null;
  /** Null in a confidential round. */
  counts: { better: number; same: number; worse: number; cantSay: number } | null;
  verdict: "verified" | "not_improved" | "undecided";
};

/** Everything a closed round says, for one way of grouping people. */
export type Figures = {
  /** Which tiers stand behind each key of `byTier`; alone in a named round. */
  groups: { key: Tier; tiers: Tier[] }[];
  response: ResponseCount & { byTier: ByTier<ResponseCount> };
  grade: ClientGrade;
  gap: Gap | null;
  areas: AreaFigures[];
  questions: QuestionFigures[];
  recommendation: Recommendation | null;
  suggestions: Suggestion[];
};

/**
 * What is stored of a report, once, at close. `full` is null in a confidential round; `floored` follows the
 * small-group rules and is what the team, partners and the client may see of any round. People are named by id.
 */
export type ReportFigures = {
  full: Figures | null;
  floored: Figures;
  self: { points: number; letter: Grade } | null;
  /** Named rounds: the grade of the account's most senior contact, when they gave one. */
  senior: { contactId: string; letter: Grade } | null;
  /** What became of earlier promises; reports made before there was a plan have none. */
  verifications?: Verification[];
  /** Question keys whose answers and comments only the line manager and leaders may see. */
  firewalled: string[];
  /** Wording of every question asked, by key, in the order asked. */
  wordings: Record<string, string>;
};

/** What a report says of its areas in brief, for figures over many accounts. The firewalled area is never in it. */
export type AreaMeans = Partial<Record<Area, { mean: number; n: number; invited: number }>>;

/** A change since the previous round that holds; `area` is null for the client's grade. */
export type Move = { area: Area | null; previous: number; change: number };
