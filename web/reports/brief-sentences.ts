import type { ToAsk, ToSay } from "#worker/domain/reports/brief-rules.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { disagreementSentence, gradeTrendSentence, trendSentence } from "./change-sentences.ts";
import { levelsListed } from "./sentences.ts";
import { areaSubjects, score } from "./words.ts";

type Area = Report["areas"][number];

const rated = ({ key, mean, n, invited }: Area & { mean: number }) =>
  `${areaSubjects[key]}: ${score(mean)} of 5 (${n} of ${invited} answered)`;

const between = ({ low, high }: { low: number; high: number }) => `${score(low)} to ${score(high)}`;

/** One thing to say in the meeting. */
export function saying(point: ToSay): string {
  switch (point.kind) {
    case "grade_changed":
      return gradeTrendSentence(point.trend);
    case "changed":
      return trendSentence(point.area, point.trend);
    case "weak":
      return `${rated(point.area)}. The interval, ${between(point.area)}, lies below 3.5: this is poor, and we have heard it.`;
    case "strong":
      return `${rated(point.area)}. The interval, ${between(point.area)}, does not reach below 3.5: this is good, and worth keeping.`;
    case "none_sure":
      return "No area is surely good or surely poor: so far, listening says more than the figures do.";
    case "missing":
      return `The grade leaves out ${levelsListed(point.tiers)}: we do not know their view.`;
    default:
      return `${point.completed} of ${point.invited} people took the time to answer: thank you.`;
  }
}

/** One thing to ask in the meeting. What stands in quotation marks is said as it is. */
export function asking(point: ToAsk): string {
  switch (point.kind) {
    case "blind_spot":
      return `${rated(point.area)}, where we expected ${score(point.predicted)}. “What have we not seen?”`;
    case "undervalued":
      return `${rated(point.area)}, where we expected only ${score(point.predicted)}. “What do you value that we overlook?”`;
    case "unsure":
      return `${rated(point.area)}, but the interval, ${between(point.area)}, leaves open how poor that is. “Is it one occasion, or the rule?”`;
    case "first_step":
      return `${rated(point.area)}. “Which change would you notice first?”`;
    case "levels_apart":
      return `${disagreementSentence(point.report, point.apart)} “What looks different from where you sit?”`;
    case "missing":
      return `Nobody from ${levelsListed(point.tiers)} gave a grade. “Who could tell us how it looks from there?”`;
    case "first_change":
      return "“If we changed one thing in the next three months, which should it be?”";
    case "next_year":
      return "“By what will you judge, a year from now, whether we did better?”";
    default:
      return "“Whose view in your organisation should we hear next?”";
  }
}
