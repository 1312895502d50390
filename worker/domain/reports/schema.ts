import * as z from "zod";
import { Tier } from "../contact/schema.ts";
import { Grade } from "../questions/grade.ts";
import { Round } from "../round/schema.ts";
import { Area } from "../survey/schema.ts";

/** For whom a report is shown. Each sees less than the one before. */
export const Audience = z.enum(["leader", "account_manager", "team", "client"]);
export type Audience = z.infer<typeof Audience>;

const number = z.number().nullable();
const count = z.int().nullable();
const withheld = z.enum(["small_group", "firewall"]).optional();
const byTier = <T extends z.ZodType>(cell: T) => z.partialRecord(Tier, cell);

const Response = z.object({
  invited: z.int(),
  completed: z.int(),
  rate: number,
  known: z.int(),
});

const Trend = z.object({
  previous: z.number(),
  change: z.number(),
  low: number,
  high: number,
  verdict: z.enum(["improved", "declined", "no_real_change"]).nullable(),
  holds: z.boolean(),
});

const Contact = z.object({ id: z.string(), name: z.string(), title: z.string().nullable() });

const ClientGrade = z.object({
  points: number,
  letter: Grade.nullable(),
  low: number,
  high: number,
  n: count,
  invited: z.int(),
  byTier: byTier(
    z.object({ points: number, letter: Grade.nullable(), n: count, invited: z.int(), withheld }),
  ),
  missingTiers: z.array(Tier),
  trend: Trend.nullable(),
  withheld,
});

const ratings = z.object({ favourable: z.int(), all: z.int() }).nullable();

const ReportArea = z.object({
  key: Area,
  mean: number,
  low: number,
  high: number,
  n: count,
  invited: z.int(),
  favourable: number,
  /** All ratings of the area, and those of 4 or 5. */
  ratings,
  byTier: byTier(
    z.object({ mean: number, n: count, invited: z.int(), favourable: number, ratings, withheld }),
  ),
  trend: Trend.nullable(),
  predicted: z
    .object({
      mean: z.number(),
      cell: z.enum(["blind_spot", "undervalued", "agreed_strength", "agreed_weakness"]).nullable(),
    })
    .nullable(),
  withheld,
});

const ReportComment = z.object({
  questionKey: z.string(),
  tier: Tier,
  text: z.string(),
  contact: Contact.optional(),
});

const Share = z.object({ share: z.number(), low: z.number(), high: z.number() });

const ReportQuestion = z.object({
  key: z.string(),
  wording: z.string(),
  area: Area.nullable(),
  byTier: byTier(
    z.object({ invited: z.int(), summary: z.unknown(), favourable: Share.nullable() }),
  ),
});

const Recommendation = z.object({
  score: z.number(),
  low: z.number(),
  high: z.number(),
  promoters: z.int(),
  detractors: z.int(),
  n: z.int(),
  invited: z.int(),
});

const Verification = z.object({
  actionId: z.string(),
  title: z.string(),
  heard: z.string().nullable(),
  done: z.string(),
  area: Area.nullable(),
  target: number,
  score: number,
  invited: z.int(),
  n: count,
  counts: z.object({ better: z.int(), same: z.int(), worse: z.int(), cantSay: z.int() }).nullable(),
  /** Null where so few were able to say that it is withheld, as are the counts of a confidential round. */
  verdict: z.enum(["verified", "not_improved", "undecided"]).nullable(),
  withheld,
});

/** A closed round's report as one audience may see it: what the API answers and the page shows. */
export const Report = z.object({
  round: Round.pick({
    id: true,
    accountId: true,
    accountName: true,
    kind: true,
    name: true,
    status: true,
    confidentiality: true,
    modules: true,
    launchedAt: true,
    closesAt: true,
    closedAt: true,
    closedBy: true,
    closeReason: true,
    releasedAt: true,
  }),
  audience: Audience,
  /** Who closed it how many days before its deadline; null when the deadline did. */
  earlyClosure: z
    .object({ days: z.int(), by: z.string().nullable(), reason: z.string().nullable() })
    .nullable(),
  /** What was promised after earlier rounds, and whether it got better. */
  verifications: z.array(Verification),
  groups: z.array(z.object({ key: Tier, tiers: z.array(Tier) })),
  response: Response.extend({ byTier: byTier(Response) }),
  grade: z.object({
    client: ClientGrade,
    senior: z.object({ letter: Grade, contact: Contact }).nullable(),
    self: z.object({ points: number, letter: Grade.nullable() }),
    gap: z.object({
      points: number,
      verdict: z.enum(["aligned", "slight", "blind_spot", "undervalued"]).nullable(),
      withheld,
    }),
  }),
  areas: z.array(ReportArea),
  /** Areas compared with the previous round; one in twenty looks changed by chance alone. */
  compared: z.int(),
  questions: z.array(ReportQuestion),
  recommendation: Recommendation.nullable(),
  comments: z.array(ReportComment),
  /** Groups that see an area, or the grade (`area` null), differently by more than chance. */
  disagreements: z.array(
    z.object({
      area: Area.nullable(),
      higher: Tier,
      lower: Tier,
      difference: z.number(),
      low: z.number(),
      high: z.number(),
    }),
  ),
  /** What asks for an action: an area, or (`area` null) a service that too many do not know. */
  suggestions: z.array(
    z.object({
      area: Area.nullable(),
      service: z.string().optional(),
      reason: z.enum(["low_mean", "low_favourable", "unaware_service"]),
    }),
  ),
  /** Wording of the questions that comments answer. */
  wordings: z.record(z.string(), z.string()),
});
export type Report = z.infer<typeof Report>;
export type ReportContact = z.infer<typeof Contact>;
