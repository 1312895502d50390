import { triggerWords } from "#worker/domain/case/rules.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import type { OpenSuggestion } from "#worker/domain/suggestion/actions.ts";
import type { Evidence as Resting } from "#worker/domain/suggestion/schema.ts";
import { paths } from "../../paths.ts";
import {
  areaNames,
  fewestForPercent,
  groupName,
  listed,
  percent,
  score,
} from "../../reports/words.ts";
import { Quotes } from "./quotes.tsx";

/** The one figure that says most about a suggestion. */
export function headline(suggestion: OpenSuggestion): string {
  const { area, count, case: one, action } = suggestion.evidence;
  if (area?.mean) return `${score(area.mean)} of 5 (${area.n} of ${area.invited} people)`;
  if (one) return triggerWords[one.trigger];
  if (action?.counts) {
    const { better, same, worse } = action.counts;
    return `Better ${better}, the same ${same}, worse ${worse}`;
  }
  return count ? countSentence(suggestion) : "";
}

/** What a suggestion rests on: figures with their n, who said so, and their words. */
export function Evidence({ suggestion }: { suggestion: OpenSuggestion }) {
  const { evidence, area, quotes, round, roundId } = suggestion;
  return (
    <>
      <ul>
        {evidence.area && area && <li>{areaSentence(areaNames[area], evidence.area)}</li>}
        {evidence.count && <li>{countSentence(suggestion)}</li>}
        {evidence.action && <li>{<Tried action={evidence.action} />}</li>}
        {evidence.case && (
          <li>
            <a href={paths.case(evidence.case.id)}>{triggerWords[evidence.case.trigger]}</a>, and
            the case was still open when the round closed.
          </li>
        )}
        {evidence.tiers.length > 0 && <li>Said by: {groupName(evidence.tiers)}.</li>}
        <li>
          From <a href={paths.report(roundId)}>the report of {round.name}</a>.
        </li>
      </ul>
      <Quotes quotes={quotes} />
    </>
  );
}

const trendWords = {
  improved: " It is getting better.",
  declined: " It is getting worse.",
  no_real_change: " It has not really changed since the round before.",
};

function areaSentence(name: string, figures: NonNullable<Resting["area"]>): string {
  const { mean, favourable, n, invited, byTier, trend } = figures;
  const levels = (Object.entries(byTier) as [Tier, { mean: number; n: number; invited: number }][])
    .toReversed()
    .map(
      ([tier, cell]) => `${groupName([tier])} ${score(cell.mean)} (${cell.n} of ${cell.invited})`,
    );
  const share =
    favourable !== null && n >= fewestForPercent
      ? `, ${percent(favourable)} of ratings favourable`
      : "";
  const whole = `${name}: ${mean === null ? "no mean" : `${score(mean)} of 5`}${share} (${n} of ${invited} people).`;
  return `${whole}${levels.length > 1 ? ` ${listed(levels)}.` : ""}${trend ? trendWords[trend] : ""}`;
}

function countSentence({ kind, evidence }: OpenSuggestion): string {
  const { people, asked } = evidence.count ?? { people: 0, asked: 0 };
  if (kind === "unaware_service") return `${people} of ${asked} who answered did not know it.`;
  if (kind === "not_improved") return `${people} of ${asked} people asked could say.`;
  if (evidence.service) return `${people} of ${asked} who answered want to hear more of it.`;
  return `${people} of ${asked} who answered wrote one down.`;
}

function Tried({ action }: { action: NonNullable<Resting["action"]> }) {
  const { id, title, counts } = action;
  return (
    <>
      After <a href={paths.action(id)}>{title}</a>
      {counts
        ? `: better ${counts.better}, the same ${counts.same}, worse ${counts.worse}.`
        : ", too few say that it got better."}
    </>
  );
}
