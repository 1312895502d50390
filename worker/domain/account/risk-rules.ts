import type { Grade } from "../questions/grade.ts";
import { settle } from "../reports/mark-rules.ts";

export type RiskColour = "green" | "amber" | "red";

/** What the colour of an account is judged by, as far as whoever looks may see it. */
export type RiskFacts = {
  letter: Grade | null;
  /** Our own points less the client's. */
  gap: number | null;
  /** Changes against the round before that hold: of the grade, and how many areas fell. Null: nothing to compare. */
  trend: { grade: "improved" | "declined" | "no_real_change"; declinedAreas: number } | null;
  cases: { open: number; overdue: number };
  /** In how many of the last named rounds, counted from the latest, the most senior contact was asked in vain. Null: never asked. */
  seniorSilence: number | null;
};

/** One thing that was looked at; no colour where nothing is known. */
type RiskSign = { colour: RiskColour | null; reason: string };
/** The worst colour and what gave it; no colour as long as nobody graded us and nothing speaks against us. */
export type Risk = { colour: RiskColour | null; reasons: string[]; signs: RiskSign[] };

const severity: RiskColour[] = ["green", "amber", "red"];

/** The worst colour wins. */
export function riskOf(facts: RiskFacts): Risk {
  const signs = [
    gradeSign(facts),
    gapSign(facts),
    trendSign(facts),
    caseSign(facts),
    seniorSign(facts),
  ];
  const worst = Math.max(...signs.map(({ colour }) => (colour ? severity.indexOf(colour) : -1)));
  const colour = severity[worst] ?? null;
  if (facts.letter === null && colour === "green")
    return { colour: null, reasons: [signs[0]!.reason], signs };
  return {
    colour,
    reasons: signs.filter((sign) => sign.colour === colour).map(({ reason }) => reason),
    signs,
  };
}

function gradeSign({ letter }: RiskFacts): RiskSign {
  if (letter === null) return { colour: null, reason: "No grade of the client is known" };
  const colour = letter === "A" || letter === "B" ? "green" : letter === "C" ? "amber" : "red";
  return { colour, reason: `The client graded us ${letter}` };
}

/** Where the client thinks more of us than we do, nothing is at risk. */
function gapSign({ gap }: RiskFacts): RiskSign {
  if (gap === null) return { colour: null, reason: "There is no gap to look at" };
  const size = settle(gap);
  if (size < 1) return { colour: "green", reason: "Our own grade is less than one above theirs" };
  return size < 2
    ? { colour: "amber", reason: "We graded ourselves at least one grade higher" }
    : { colour: "red", reason: "We graded ourselves two grades higher or more" };
}

function trendSign({ trend, letter }: RiskFacts): RiskSign {
  if (trend === null) return { colour: null, reason: "There is no earlier round to compare with" };
  if (trend.grade === "declined")
    return letter === "A" || letter === "B"
      ? { colour: "amber", reason: "The grade fell, and is still good" }
      : { colour: "red", reason: "The grade fell, and is not good" };
  const { declinedAreas: areas } = trend;
  if (areas > 0)
    return { colour: "amber", reason: areas === 1 ? "One area fell" : `${areas} areas fell` };
  return {
    colour: "green",
    reason: trend.grade === "improved" ? "The grade rose" : "Nothing fell since the round before",
  };
}

function caseSign({ cases: { open, overdue } }: RiskFacts): RiskSign {
  const cases = (count: number) => (count === 1 ? "One case" : `${count} cases`);
  if (overdue > 0)
    return { colour: "red", reason: `${cases(overdue)} waited longer than 48 hours` };
  if (open > 0) return { colour: "amber", reason: `${cases(open)} not resolved` };
  return { colour: "green", reason: "No case is open" };
}

function seniorSign({ seniorSilence: silence }: RiskFacts): RiskSign {
  if (silence === null)
    return { colour: null, reason: "The most senior contact was not asked by name" };
  if (silence === 0) return { colour: "green", reason: "The most senior contact answered" };
  return silence === 1
    ? { colour: "amber", reason: "The most senior contact did not answer" }
    : {
        colour: "red",
        reason: `The most senior contact has not answered ${silence} times running`,
      };
}

export const riskWords: Record<RiskColour, string> = { green: "Green", amber: "Amber", red: "Red" };
