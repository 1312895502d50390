import type { CaseTrigger } from "../case/schema.ts";
import { tiers, type Tier } from "../contact/schema.ts";
import type { Figures } from "../reports/figures.ts";
import { servicesIn } from "../reports/module-rules.ts";
import { weakAreas } from "./area-rules.ts";
import { quotesOf, weightOf, type Closed, type Suggested } from "./evidence-rules.ts";
import { againWords, caseWords, moreWords, unawareWords, wishWords } from "./word-rules.ts";

const wishKey = "improve-one-thing";

/**
 * What a closed round gives reason to do, the heaviest first: areas with a mean below 3.5 or less than 60 %
 * favourable, services that a quarter or more of those asked did not know, cases still open, promises after which
 * nothing got better, and wishes nobody has answered. What touches the account manager is walled.
 */
export const suggestionsFrom = (closed: Closed): Suggested[] =>
  [
    ...weakAreas(closed),
    ...unawareServices(closed),
    ...openCases(closed),
    ...brokenPromises(closed),
    ...wantedServices(closed),
    ...wishes(closed),
  ].toSorted((a, b) => b.weight - a.weight || (a.subject < b.subject ? -1 : 1));

/** Of a question, the tiers from which somebody gave this answer. */
function tiersAnswering({ questions }: Figures, key: string, value: "unaware" | "more"): Tier[] {
  const byTier = questions.find((question) => question.key === key)?.byTier ?? {};
  return tiers.filter((tier) => {
    const summary = byTier[tier]?.summary as
      | { unaware: number; counts: Record<string, number> }
      | undefined;
    return summary && (value === "unaware" ? summary.unaware : summary.counts["more"]);
  });
}

function unawareServices({ figures, asked, comments }: Closed): Suggested[] {
  return servicesIn(figures, asked)
    .filter(({ unknown }) => unknown)
    .map(({ key, name, unaware, answered }) => {
      const said = tiersAnswering(figures, key, "unaware");
      return {
        kind: "unaware_service",
        subject: key,
        area: null,
        evidence: {
          tiers: said,
          questionKeys: [key],
          quotes: quotesOf(comments, [key]),
          service: name,
          count: { people: unaware, asked: answered },
        },
        weight: weightOf(said, unaware / answered, null),
        walled: false,
        ...unawareWords(name),
      };
    });
}

/** Services somebody asked to be told more about. */
function wantedServices({ figures, asked, comments }: Closed): Suggested[] {
  return servicesIn(figures, asked)
    .filter(({ counts }) => (counts["more"] ?? 0) > 0)
    .map(({ key, name, counts, answered }) => {
      const said = tiersAnswering(figures, key, "more");
      const people = counts["more"] ?? 0;
      return {
        kind: "unanswered_wish",
        subject: key,
        area: null,
        evidence: {
          tiers: said,
          questionKeys: [key],
          quotes: quotesOf(comments, [key]),
          service: name,
          count: { people, asked: answered },
        },
        weight: weightOf(said, people / answered, null),
        walled: false,
        ...moreWords(name),
      };
    });
}

/** The one change that people of each level would make first. */
function wishes({ figures, comments }: Closed): Suggested[] {
  return figures.groups.flatMap(({ key, tiers: said }) => {
    const written = comments.filter(
      ({ questionKey, tier }) => questionKey === wishKey && tier === key,
    );
    const completed = figures.response.byTier[key]?.completed ?? 0;
    if (written.length === 0) return [];
    return [
      {
        kind: "unanswered_wish" as const,
        subject: `${wishKey}/${key}`,
        area: null,
        evidence: {
          tiers: said,
          questionKeys: [wishKey],
          quotes: quotesOf(written, [wishKey]),
          count: { people: written.length, asked: Math.max(completed, written.length) },
        },
        // A wish is asked for, so that it is written says little of how much it matters.
        weight: weightOf(said, 0, null),
        walled: false,
        ...wishWords(said),
      },
    ];
  });
}

const caseSizes: Partial<Record<CaseTrigger, number>> = {
  poor_grade: 1,
  account_manager_rating: 1,
  call_me_someone_else: 0.75,
  call_me: 0.5,
};

/** Who wants to hear more of a service is counted with the service; silence asks for a call, not for a promise. */
const openCases = ({ cases }: Closed): Suggested[] =>
  cases.flatMap(({ id, trigger, walled, tier }) => {
    const size = caseSizes[trigger];
    if (size === undefined) return [];
    return [
      {
        kind: "unresolved_case" as const,
        subject: id,
        area: null,
        evidence: { tiers: [tier], questionKeys: [], quotes: [], case: { id, trigger } },
        weight: weightOf([tier], size, null),
        walled,
        ...caseWords(trigger),
      },
    ];
  });

/** What was done and did not help weighs as much as if every level said so. */
const brokenPromises = ({ verifications }: Closed): Suggested[] =>
  verifications
    .filter(({ verdict }) => verdict === "not_improved")
    .map(({ actionId, title, heard, area, counts, n, invited }) => ({
      kind: "not_improved",
      subject: actionId,
      area,
      evidence: {
        tiers: [],
        questionKeys: [`verify.${actionId}`],
        quotes: [],
        count: { people: n ?? 0, asked: invited },
        action: {
          id: actionId,
          title,
          counts: counts && { better: counts.better, same: counts.same, worse: counts.worse },
        },
      },
      weight: weightOf(tiers, counts && n ? 1 - counts.better / n : 0.5, null),
      walled: false,
      ...againWords(title, heard),
    }));
