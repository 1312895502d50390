import type { AccountComparison, AccountHistory } from "#worker/domain/account/actions-history.ts";
import { fewestAccounts, type Compared } from "#worker/domain/account/comparison-rules.ts";
import { areaNames, areaSubjects, listed, score } from "../../reports/words.ts";

// What the stored reports allow to be said of an account over the years, and nothing more.

type Round = AccountHistory["rounds"][number];
type Move = NonNullable<Round["moves"]>[number];

const subject = (area: Move["area"]): string => (area === null ? "The grade" : areaSubjects[area]);

/** Each change that a report claims, the latest first: "2026: Value rose from 3.10 to 4.00." */
export const changeSentences = (rounds: Round[]): string[] =>
  rounds
    .toReversed()
    .flatMap(({ year, moves }) =>
      (moves ?? []).map(
        ({ area, previous, change }) =>
          `${year}: ${subject(area)} ${change < 0 ? "fell" : "rose"} from ${score(previous)} to ${score(previous + change)}.`,
      ),
    );

/** The finding of the areas by year: what the last comparison claims. */
export function areasFinding(rounds: Round[]): string {
  const last = rounds.findLast(({ moves }) => moves !== null);
  if (!last) return "No two rounds can be compared yet";
  const names = (rising: boolean) =>
    listed(
      last
        .moves!.filter(({ area, change }) => area !== null && change > 0 === rising)
        .map(({ area }) => areaNames[area!].toLowerCase()),
    );
  const [rose, fell] = [names(true), names(false)];
  const said = [rose && `${rose} rose`, fell && `${fell} fell`].filter(Boolean).join(", ");
  return said
    ? `In ${last.year} ${said}, beyond what chance explains`
    : `In ${last.year} no area changed beyond what chance explains`;
}

const places: Record<Compared["place"], string> = {
  below: "in the lowest quarter",
  within: "in the middle half",
  above: "in the highest quarter",
};
export const placeWords = (place: Compared["place"]): string => places[place];

const mostNamed = 3;

/** The finding of the comparison: where the grade lies, and what lies lowest. */
export function comparisonFinding({ compared, round, others }: AccountComparison): string {
  if (!round) return "Nobody has answered here in these years";
  if (compared.length === 0)
    return others < fewestAccounts
      ? `Too few other accounts to compare with: ${others}, and it takes ${fewestAccounts}`
      : "Too few accounts beyond your own to compare with";
  const grade = compared.find(({ area }) => area === null);
  const low = compared.filter(({ area, place }) => area !== null && place === "below");
  const said = grade
    ? `The grade lies ${placeWords(grade.place)} of ${grade.band.accounts} other accounts`
    : "There is no grade to compare";
  if (low.length === 0) return said;
  const areas = compared.filter(({ area }) => area !== null).length;
  const which =
    low.length > mostNamed
      ? `${low.length} of ${areas} areas`
      : listed(low.map(({ area }) => areaNames[area!].toLowerCase()));
  return `${said}; in the lowest quarter: ${which}`;
}
