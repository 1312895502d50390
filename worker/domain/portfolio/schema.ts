import * as z from "zod";
import { Tier } from "../contact/schema.ts";
import { Grade } from "../questions/grade.ts";
import { RoundKind } from "../round/schema.ts";
import { Area } from "../survey/schema.ts";

const word = (max: number) => z.string().trim().max(max).optional();
/** An empty field of a form filters nothing. */
const orEmpty = <T extends z.ZodType>(schema: T) => z.union([z.literal(""), schema]).optional();
const Year = orEmpty(z.coerce.number().int().min(2000).max(2999));

/** Which accounts and years; without years, the last five. */
export const PortfolioQuery = z.object({
  from: Year,
  to: Year,
  manager: word(64),
  segment: word(60),
  country: word(60),
  kind: orEmpty(RoundKind),
  /** Accounts weigh by their annual revenue instead of the same. */
  weighted: orEmpty(z.enum(["yes", "true", "no", "false"])),
});
export type PortfolioQuery = z.infer<typeof PortfolioQuery>;

const number = z.number().nullable();
/** Accounts, and their share of the weight of all that are counted with them; null when none are. */
const Part = z.object({ n: z.int(), share: number });
const Mean = z.object({ mean: number, n: z.int() });
const byGrade = <T extends z.ZodType>(cell: T) => z.record(Grade, cell);

const Agreement = z.object({ graded: z.int(), agree: z.int(), share: number });

const GapBin = z.enum([
  "undervalued",
  "slightly_undervalued",
  "aligned",
  "slight_blind_spot",
  "blind_spot",
]);

const PortfolioYear = z.object({
  year: z.int(),
  /** Accounts with an answered round that closed in this year. */
  surveyed: z.int(),
  grade: Mean,
  grades: byGrade(Part),
  gap: Mean,
  gaps: z.record(GapBin, Part),
  agreement: Agreement,
  areas: z.array(Mean.extend({ key: Area })),
  contacts: z.object({ invited: z.int(), completed: z.int(), rate: number }),
  accounts: z.object({ asked: z.int(), answered: z.int(), rate: number }),
  /** Of the accounts with a grade, how many heard this level. */
  heard: z.record(Tier, z.int()),
});

const Account = z.object({ id: z.string(), name: z.string() });
const Standing = z.object({
  account: Account,
  roundId: z.string(),
  closedAt: z.date(),
  self: z.object({ points: z.number(), letter: Grade }).nullable(),
  client: z
    .object({
      points: z.number(),
      letter: Grade,
      low: number,
      high: number,
      n: z.int().nullable(),
      invited: z.int(),
      missingTiers: z.array(Tier),
    })
    .nullable(),
  gap: number,
});

const Interval = z.object({ mean: z.number(), low: number, high: number, n: z.int() });

export const Portfolio = z.object({
  from: z.int(),
  to: z.int(),
  /** Accounts within reach that the filter finds. */
  accounts: z.int(),
  /** What the figures are weighted by; null when every account weighs the same. */
  weight: z.object({ currency: z.string(), accounts: z.int(), leftOut: z.int() }).nullable(),
  /** Each account's last graded round of these years: of those we graded A, how many clients agree. */
  headline: Agreement,
  /** Own grade → client's grade → accounts, by their last graded round of these years. */
  agreement: byGrade(byGrade(Part)),
  years: z.array(PortfolioYear),
  blindSpots: z.array(Standing),
  /** Changes that hold in an account's last round, against the round before. */
  movers: z.array(
    z.object({
      account: Account,
      roundId: z.string(),
      closedAt: z.date(),
      area: Area.nullable(),
      previous: z.number(),
      change: z.number(),
    }),
  ),
  /** Accounts whose last round could be compared with one before. */
  compared: z.int(),
  /** Own grade less client's grade over the rounds that closed while this person managed the account. */
  calibration: z.array(
    Interval.extend({
      managerId: z.string().nullable(),
      name: z.string().nullable(),
      years: z.array(Interval.extend({ year: z.int() })),
    }),
  ),
  /** Accounts without an answered round in the last twelve months, the longest first. */
  overdue: z.array(Account.extend({ lastSurveyedAt: z.date().nullable() })),
});
export type Portfolio = z.infer<typeof Portfolio>;
