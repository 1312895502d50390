import type { ToAsk, ToSay } from "#worker/domain/reports/brief-rules.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { disagreementSentence, gradeTrendSentence, trendSentence } from "./change-sentences.ts";
import { levelsListed } from "./sentences.ts";
import { areaSubjects, score } from "./words.ts";

type Area = Report["areas"][number];

const rated = ({ key, mean, n, invited }: Area & { mean: number }) =>
  `${areaSubjects[key]}: ${score(mean)} of 5 (${n} of ${invited} answered)`;

/** The same in a question to the client, whose business it is. */
const told = ({ key }: Area) =>
  areaSubjects[key].replace(/^./, (letter) => letter.toLowerCase()).replace("their", "your");

const between = ({ low, high }: { low: number; high: number }) => `${score(low)} to ${score(high)}`;

/** One thing to say in the meeting. */
export function saying(point: ToSay): string {
  switch (point.kind) {
    case "grade_changed":
      return gradeTrendSentence(point.trend);
    case "changed":
      return trendSentence(point.area, point.trend);
    case "weak":
      return `${rated(point.area)}. Poor, and not by chance (all of ${between(point.area)} is below 3.5): we have heard it.`;
    case "strong":
      return `${rated(point.area)}. Good, and not by chance (nothing of ${between(point.area)} is below 3.5): worth keeping.`;
    case "none_sure":
      return "No area is good or poor beyond chance: so far, listening says more than the figures do.";
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
      return `“What have we not seen about ${told(point.area)}?” ${rated(point.area)}, where we expected ${score(point.predicted)}.`;
    case "undervalued":
      return `“What do you value about ${told(point.area)} that we overlook?” ${rated(point.area)}, where we expected only ${score(point.predicted)}.`;
    case "unsure":
      return `“Is it one occasion, or the rule?” ${rated(point.area)}, but the interval, ${between(point.area)}, leaves open how poor that is.`;
    case "first_step":
      return `“Which change would you notice first?” ${rated(point.area)}.`;
    case "levels_apart":
      return `“What looks different from where you sit?” ${disagreementSentence(point.report, point.apart)}`;
    case "missing":
      return `“Who could tell us how it looks to ${levelsListed(point.tiers)}?” Nobody from there gave a grade.`;
    case "first_change":
      return "“If we changed one thing in the next three months, which should it be?”";
    case "next_year":
      return "“By what will you judge, a year from now, whether we did better?”";
    default:
      return "“Whose view in your organisation should we hear next?”";
  }
}
