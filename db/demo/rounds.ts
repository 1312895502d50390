import type { DemoRound } from "./round.ts";
import { roundsOfCamilleAndSofia } from "./rounds-camille-sofia.ts";
import { roundsOfEoin } from "./rounds-eoin.ts";
import { roundsOfJonas } from "./rounds-jonas.ts";
import { roundsOfLucaAndPriya } from "./rounds-luca-priya.ts";

/** Every closed round of the demo, the oldest first. */
export const closedRounds: DemoRound[] = [
  ...roundsOfJonas,
  ...roundsOfCamilleAndSofia,
  ...roundsOfEoin,
  ...roundsOfLucaAndPriya,
].toSorted((a, b) => b.closedDaysAgo - a.closedDaysAgo);
