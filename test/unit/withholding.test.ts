import { areaHistory } from "#worker/domain/account/history-rules.ts";
import { tiers, type Tier } from "#worker/domain/contact/schema.ts";
import type { Question } from "#worker/domain/questions/index.ts";
import {
  audiencesFor,
  firewalledKeys,
  seenBy,
  type StoredReport,
  type Viewer,
} from "#worker/domain/reports/audience-rules.ts";
import type { Figures } from "#worker/domain/reports/figures.ts";
import { eachTier, mergedGroups, smallestGroup } from "#worker/domain/reports/group-rules.ts";
import { composeFigures } from "#worker/domain/reports/report-rules.ts";
import { summaryOf } from "#worker/domain/reports/summary-rules.ts";
import {
  addResponse,
  completedByTier,
  questionsIn,
  startTally,
} from "#worker/domain/reports/tally-rules.ts";
import { withTrends } from "#worker/domain/reports/trend-rules.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import type { Answers, Area } from "#worker/domain/survey/schema.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const account = { services: null, competitors: null, matter: null, matterObservation: null };
const questionnaires = Object.fromEntries(
  tiers.map((tier) => {
    const modules = ["account-manager" as const, "recommend" as const];
    const asked = { kind: "satisfaction" as const, tier, modules, account };
    return [tier, composeQuestionnaire({ ...asked, confidentiality: "confidential" })];
  }),
) as Record<Tier, ReturnType<typeof composeQuestionnaire>>;
const invited = tiers.map((tier) => ({ tier, function: "other" as const, count: 30 }));
const known = { user: 40, manager: 30, board: 30 };
const context = { questionnaires, invited, known, self: { points: 4, predicted: { value: 5 } } };

type Person = { tier: Tier; answers: Answers };

function figuresOf(people: Person[], floor: 0 | typeof smallestGroup): Figures {
  const tally = startTally(questionnaires);
  for (const [at, { tier, answers }] of people.entries())
    addResponse(tally, questionsIn(questionnaires[tier]), { id: `r${at}`, tier, answers });
  const groups = floor === 0 ? eachTier : mergedGroups(completedByTier(tally), () => true);
  return composeFigures(context, tally, groups, floor);
}

const storedOf = (full: Figures | null, floored: Figures): StoredReport => ({
  figures: {
    full,
    floored,
    self: { points: 4, letter: "A" },
    senior: null,
    firewalled: firewalledKeys(questionnaires),
    wordings: {},
  },
  senior: null,
  comments: [],
});

const viewers: Viewer[] = (["account_manager", "leader", "admin"] as const).flatMap((role) =>
  [false, true].flatMap((isLineManager) =>
    [false, true].map((managed) => ({ role, isLineManager, managed })),
  ),
);

const rated = (tier: Tier, area: Area | null): Question[] =>
  questionsIn(questionnaires[tier]).filter((question) =>
    area === null ? question.key === "overall-grade" : question.area === area,
  );
const keysOf = (tier: Tier) =>
  questionsIn(questionnaires[tier])
    .filter(({ type }) => type === "rating")
    .map(({ key }) => key);

const anyRating = fc.constantFrom("1", "2", "3", "4", "5");
const anyGrade = fc.constantFrom("A", "B", "C", "D", "F");
const anyPerson = (silence: number): fc.Arbitrary<Person> =>
  fc.constantFrom(...tiers).chain((tier) => {
    const sometimes = fc.oneof(
      { weight: silence, arbitrary: fc.constant("na") },
      { weight: 10 - silence, arbitrary: anyRating },
    );
    const ratings = fc.record(Object.fromEntries(keysOf(tier).map((key) => [key, sometimes])));
    const grade = fc.oneof(fc.constant("na"), anyGrade);
    return fc
      .tuple(ratings, grade)
      .map(([marks, letter]) => ({ tier, answers: { ...marks, "overall-grade": letter } }));
  });
const anyRound = fc
  .integer({ min: 2, max: 9 })
  .chain((silence) => fc.array(anyPerson(silence), { minLength: 5, maxLength: 36 }));

type Figure = { area: Area | null; tiers: Tier[] };

/** Cells that are withheld because few stand behind them; the grade is area null. */
function withheldIn({ grade, areas, groups }: Figures): Figure[] {
  const tiersOf = (key: string) => groups.find((group) => group.key === key)!.tiers;
  return [
    { area: null, byTier: grade.byTier },
    ...areas.map(({ key, byTier }) => ({ area: key, byTier })),
  ].flatMap(({ area, byTier }) =>
    Object.entries(byTier)
      .filter(([, cell]) => cell.withheld === "small_group")
      .map(([key]) => ({ area, tiers: tiersOf(key) })),
  );
}

/** The same people, of whom only `speaking` of the withheld cell's group rate its area, with other marks. */
function otherwise(people: Person[], { area, tiers }: Figure, speaking: string[]): Person[] {
  const left = [...speaking];
  return people.map((person) => {
    const questions = tiers.includes(person.tier) ? rated(person.tier, area) : [];
    if (questions.length === 0) return person;
    const mark = left.pop() ?? "na";
    const grade = mark === "na" ? "na" : "FDCBA"[Number(mark) - 1]!;
    const value = area === null ? grade : mark;
    const changed = questions.map(({ key }) => [key, value]);
    return { ...person, answers: { ...person.answers, ...Object.fromEntries(changed) } };
  });
}

/** All that anybody is ever shown of a confidential round: every view, by who sees least and most, and what other pages read. */
function everythingShown(people: Person[], before: Person[]) {
  const previous = figuresOf(before, smallestGroup);
  const now = withTrends(
    figuresOf(people, smallestGroup),
    figuresOf(people, smallestGroup),
    previous,
  );
  return [now, previous].map((figures) => ({
    views: [viewers[1]!, viewers.at(-2)!].flatMap((viewer) =>
      (["leader", "account_manager", "team", "client"] as const).map((audience) =>
        seenBy(storedOf(null, figures), viewer, audience),
      ),
    ),
    summary: summaryOf(figures),
  }));
}

describe("a withheld cell of a confidential round", () => {
  test("leaves no trace: with other answers in it, everything that is shown is the same", () => {
    let tried = 0;
    const speaking = fc.array(anyRating, { maxLength: smallestGroup - 1 });
    fc.assert(
      fc.property(anyRound, anyRound, speaking, fc.nat(), (people, before, marks, pick) => {
        const withheld = withheldIn(figuresOf(people, smallestGroup));
        const cell = withheld[pick % Math.max(1, withheld.length)];
        if (!cell) return;
        tried++;
        const other = otherwise(people, cell, marks);
        expect(everythingShown(other, before)).toEqual(everythingShown(people, before));
        expect(everythingShown(before, other)).toEqual(everythingShown(before, people));
      }),
      { numRuns: 50 },
    );
    expect(tried).toBeGreaterThan(15);
  });

  test("cannot be solved for from the other cells, the overall and the counts", () => {
    let tried = 0;
    fc.assert(
      fc.property(anyRound, (people) => {
        const figures = figuresOf(people, smallestGroup);
        const truth = figuresOf(people, 0);
        for (const { key, ...area } of seenBy(storedOf(null, figures), viewers[0]!, "leader")
          .areas) {
          const cells = Object.values(area.byTier);
          const hidden = cells.filter(({ withheld }) => withheld);
          const apart = figures.groups.every((group) => group.tiers.length === 1);
          if (hidden.length !== 1 || !apart || area.mean === null) continue;
          const [tier] = Object.entries(area.byTier).find(([, cell]) => cell.withheld)!;
          const real = truth.areas.find((one) => one.key === key)!.byTier[tier as Tier]!;
          if (!real.n) continue;
          tried++;
          expect(solve(area).map(({ n }) => n)).not.toContain(real.n);
        }
      }),
      { numRuns: 300 },
    );
    expect(tried).toBeGreaterThan(10);
  });

  test("would be found by the same solver if the overall contained it", () => {
    const cell = (mean: number, n: number) => ({ mean, n });
    const [shown, hidden] = [cell(4, 10), cell(2, 3)];
    const leaky = {
      mean: (shown.mean + hidden.mean) / 2,
      n: 13,
      byTier: { user: shown, board: { mean: null, n: null } },
    };
    expect(solve(leaky)).toContainEqual({ n: 3, mean: 2 });
    const byPeople = { ...leaky, mean: (10 * 4 + 3 * 2) / 13 };
    expect(solve(byPeople)).toContainEqual({ n: 3, mean: 2 });
  });
});

type Shown = {
  mean: number | null;
  n: number | null;
  byTier: Partial<Record<Tier, { mean: number | null; n: number | null }>>;
};

/**
 * What one unknown cell would have to be if the overall were a mean over levels, or over people: one linear
 * equation each, with the n that is missing from the total. Only solutions on the scale are possible.
 */
function solve({ mean, n, byTier }: Shown): { n: number; mean: number }[] {
  const cells = Object.values(byTier);
  const known = cells.flatMap((cell) =>
    cell.mean === null || cell.n === null ? [] : [{ mean: cell.mean, n: cell.n }],
  );
  const rest = n! - known.reduce((sum, cell) => sum + cell.n, 0);
  const sum = known.reduce((total, cell) => total + cell.mean, 0);
  const weighed = known.reduce((total, cell) => total + cell.n * cell.mean, 0);
  const candidates = [cells.length * mean! - sum, (n! * mean! - weighed) / rest];
  return candidates
    .filter((one) => rest > 0 && one >= 1 && one <= 5)
    .map((one) => ({ n: rest, mean: one }));
}

describe("one reader's views agree on what is withheld", () => {
  type Seen = ReturnType<typeof seenBy>;
  const shownAreas = ({ areas }: Seen) =>
    areas.filter(({ mean, n }) => mean !== null || n !== null).map(({ key }) => key);

  test("no audience shows an area or a question that the fullest audience of the same reader does not", () => {
    fc.assert(
      fc.property(anyRound, fc.constantFrom(...viewers), fc.boolean(), (people, viewer, named) => {
        const floored = figuresOf(people, smallestGroup);
        const stored = storedOf(named ? figuresOf(people, 0) : null, floored);
        const [fullest, ...others] = audiencesFor(viewer).map((audience) =>
          seenBy(stored, viewer, audience),
        );
        const open = shownAreas(fullest!);
        const asked = fullest!.questions.map(({ key }) => key);
        for (const view of others) {
          expect(open).toEqual(expect.arrayContaining(shownAreas(view)));
          expect(asked).toEqual(expect.arrayContaining(view.questions.map(({ key }) => key)));
          for (const { area } of [...view.suggestions, ...view.disagreements])
            if (area !== null) expect(open).toContain(area);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("history, portfolio and report show the same areas to the same reader", () => {
    fc.assert(
      fc.property(anyRound, fc.constantFrom(...viewers), fc.boolean(), (people, viewer, named) => {
        const full = named ? figuresOf(people, 0) : null;
        const floored = figuresOf(people, smallestGroup);
        const stored = full ?? floored;
        const [fullest] = audiencesFor(viewer);
        const open = shownAreas(seenBy(storedOf(full, floored), viewer, fullest!));
        const found = historyOf(stored);
        const inHistory = areaHistory(found, viewer, fullest!).map(({ key }) => key);
        expect(open).toEqual(expect.arrayContaining(inHistory));
        const portfolio = Object.keys(summaryOf(stored).areaMeans);
        expect(open).toEqual(expect.arrayContaining(portfolio));
      }),
      { numRuns: 150 },
    );
  });
});

/** One round as the history reads it. */
function historyOf(figures: Figures): Parameters<typeof areaHistory>[0] {
  const round = {
    roundId: "r",
    name: "Spring",
    confidentiality: "named" as const,
    accountId: "a",
    kind: "satisfaction" as const,
    closedAt: new Date("2026-03-01"),
    year: 2026,
    invited: 1,
    completed: 1,
    clientPoints: figures.grade.points,
    selfPoints: 4,
    gap: null,
    managerId: null,
    ...summaryOf(figures),
  };
  const areas = figures.areas.map(({ key, mean, low, high, n, invited, favourable }) => ({
    roundId: "r",
    area: key,
    tier: "all" as const,
    mean,
    low,
    high,
    n: n ?? 0,
    invited,
    favourable,
  }));
  return { rounds: [round], areas };
}
