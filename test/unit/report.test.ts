import type { Answers } from "#worker/domain/survey/schema.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import type { ReportContext } from "#worker/domain/reports/frame-rules.ts";
import { eachTier, mergedGroups, smallestGroup } from "#worker/domain/reports/group-rules.ts";
import { composeFigures } from "#worker/domain/reports/report-rules.ts";
import {
  addResponse,
  completedByTier,
  questionsIn,
  startTally,
} from "#worker/domain/reports/tally-rules.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const account = { services: null, competitors: null, matter: null, matterObservation: null };
const questionnaireOf = (tier: Tier) =>
  composeQuestionnaire({
    kind: "satisfaction",
    tier,
    confidentiality: "named",
    modules: ["account-manager", "recommend"],
    account,
  });
const questionnaires = {
  user: questionnaireOf("user"),
  manager: questionnaireOf("manager"),
  board: questionnaireOf("board"),
};

type Given = [tier: Tier, answers: Answers];

const contextOf = (invited: Record<Tier, number>, self = 4): ReportContext => ({
  questionnaires,
  invited: (Object.entries(invited) as [Tier, number][]).map(([tier, count]) => ({
    tier,
    function: "other",
    count,
  })),
  known: invited,
  self: { points: self, predicted: {} },
});

function tallied(given: Given[]) {
  const tally = startTally(questionnaires);
  given.forEach(([tier, answers], at) =>
    addResponse(tally, questionsIn(questionnaires[tier]), { id: `r${at}`, tier, answers }),
  );
  return tally;
}

const named = (given: Given[], invited = { user: 50, manager: 20, board: 5 }) =>
  composeFigures(contextOf(invited), tallied(given), eachTier, 0);

function confidential(given: Given[], invited = { user: 50, manager: 20, board: 5 }) {
  const tally = tallied(given);
  const groups = mergedGroups(completedByTier(tally), (tier) => invited[tier] > 0);
  return composeFigures(contextOf(invited), tally, groups, smallestGroup);
}

const times = (count: number, given: Given): Given[] => Array.from({ length: count }, () => given);
const area = (figures: ReturnType<typeof named>, key: string) =>
  figures.areas.find((one) => one.key === key)!;

test("forty users who say A do not drown one board member who says F", () => {
  // (4 + 0)/2 = 2: a C. We said A: 4 − 2 = 2, a blind spot.
  const figures = named([
    ...times(40, ["user", { "overall-grade": "A" }]),
    ["board", { "overall-grade": "F" }],
  ]);
  expect(figures.grade).toMatchObject({ points: 2, letter: "C", n: 41, missingTiers: ["manager"] });
  expect(figures.gap).toEqual({ points: 2, verdict: "blind_spot" });
  expect(figures.grade.byTier.user).toMatchObject({ points: 4, letter: "A", n: 40, invited: 50 });
});

test("who gives no grade counts as answered, in no mean, and leaves the tier missing", () => {
  const figures = named([
    ["user", { "overall-grade": "B" }],
    ["board", { "overall-grade": "na" }],
  ]);
  expect(figures.grade).toMatchObject({ points: 3, n: 1, missingTiers: ["manager", "board"] });
  expect(figures.response.byTier.board).toEqual({ invited: 5, completed: 1, rate: 0.2, known: 5 });
});

test("without any grade there is neither grade nor gap", () => {
  const figures = named([["user", { "overall-grade": "na" }]]);
  expect(figures.grade).toMatchObject({ points: null, letter: null, n: 0, low: null });
  expect(figures.grade.missingTiers).toEqual(["user", "manager", "board"]);
  expect(figures.gap).toBeNull();
});

test("nobody invited has no rate, rather than one of zero", () => {
  const figures = named([], { user: 3, manager: 0, board: 0 });
  expect(figures.response).toMatchObject({ invited: 3, completed: 0, rate: 0 });
  expect(figures.response.byTier.board!.rate).toBeNull();
});

test("an area counts as asked only those whose questionnaire has it", () => {
  const figures = named([["board", { "overall-grade": "A", "value-for-money": "4" }]]);
  // Users are asked nothing about value, the board nothing about teamwork.
  expect(Object.keys(area(figures, "value").byTier)).toEqual(["manager", "board"]);
  expect(area(figures, "value")).toMatchObject({ mean: 4, n: 1, invited: 25 });
  expect(area(figures, "teamwork")).toMatchObject({ mean: null, n: 0, invited: 70 });
});

test("a question that is only for some functions counts as asked only of them", () => {
  const forBuyers = structuredClone(questionnaires);
  for (const question of questionsIn(forBuyers.board))
    if (question.area === "value") question.functions = ["purchasing"];
  const figures = composeFigures(
    {
      ...contextOf({ user: 0, manager: 0, board: 0 }),
      questionnaires: forBuyers,
      invited: [
        { tier: "board", function: "purchasing", count: 2 },
        { tier: "board", function: "legal", count: 3 },
      ],
    },
    startTally(forBuyers),
    eachTier,
    0,
  );
  expect(area(figures, "value").invited).toBe(2);
  expect(area(figures, "culture").invited).toBe(5);
});

test("questions are summed up by their own type, and a rating's favourable share has an interval", () => {
  const figures = named([
    ["user", { "overall-grade": "A", quality: "5" }],
    ["user", { "overall-grade": "B", quality: "3" }],
    ["user", { "overall-grade": "na", quality: "na" }],
  ]);
  const quality = figures.questions.find(({ key }) => key === "quality")!;
  expect(quality.byTier.user).toMatchObject({
    invited: 50,
    summary: { n: 2, na: 1, counts: { 3: 1, 5: 1 } },
    favourable: { share: 0.5 },
  });
  const grades = figures.questions.find(({ key }) => key === "overall-grade")!;
  expect(grades.byTier.user).toMatchObject({
    summary: { counts: { A: 1, B: 1 } },
    favourable: null,
  });
});

test("recommending is counted over all people: 4 promoters, 1 detractor, n 8", () => {
  const marks = ["10", "9", "9", "10", "7", "8", "7", "3"];
  const figures = named(marks.map((recommend) => ["user", { "overall-grade": "A", recommend }]));
  expect(figures.recommendation).toMatchObject({
    score: 0.375,
    promoters: 4,
    detractors: 1,
    n: 8,
    invited: 75,
  });
});

test("a confidential round merges small tiers, and a merged group weighs as one", () => {
  // Board (2) joins managers (4): six people, 2 × A and 4 × C = (8 + 8)/6 points. Users: six Bs.
  const figures = confidential([
    ...times(6, ["user", { "overall-grade": "B" }]),
    ...times(4, ["manager", { "overall-grade": "C" }]),
    ...times(2, ["board", { "overall-grade": "A" }]),
  ]);
  expect(figures.groups.map(({ tiers }) => tiers)).toEqual([["user"], ["manager", "board"]]);
  expect(figures.grade.byTier.manager!.points).toBeCloseTo(16 / 6, 12);
  expect(figures.grade.points).toBeCloseTo((3 + 16 / 6) / 2, 12);
  expect(figures.grade.byTier.board).toBeUndefined();
  expect(figures.response.byTier.manager).toMatchObject({ invited: 25, completed: 6 });
  expect(figures.response.byTier.board).toBeUndefined();
  expect(figures.grade.missingTiers).toEqual([]);
});

test("a board that stays silent in a confidential round stands nowhere by itself", () => {
  const given = times(6, ["manager", { "overall-grade": "C" }]);
  const figures = confidential(given, { user: 0, manager: 8, board: 1 });
  expect(figures.response.byTier).toMatchObject({
    manager: { invited: 9, completed: 6 },
    user: { invited: 0, completed: 0 },
  });
  expect(figures.response.byTier.board).toBeUndefined();
  expect(figures.grade.missingTiers).toEqual(["user"]);
});

test("a confidential cell with fewer than five people is withheld and leaves the overall", () => {
  const figures = confidential([
    ...times(5, ["user", { "overall-grade": "B", quality: "4" }]),
    ...times(4, ["manager", { "overall-grade": "D", quality: "1" }]),
    ["manager", { "overall-grade": "na" }],
  ]);
  expect(area(figures, "deliverables")).toMatchObject({ mean: 4, n: 5 });
  expect(area(figures, "deliverables").byTier.manager).toMatchObject({
    mean: null,
    withheld: "small_group",
  });
  expect(figures.grade).toMatchObject({ points: 3, n: 5 });
  expect(figures.grade.byTier.manager).toMatchObject({
    points: null,
    letter: null,
    withheld: "small_group",
  });
  expect(figures.questions).toEqual([]);
});

test("a confidential round with fewer than five answers has no figures at all", () => {
  const figures = confidential(
    times(4, ["user", { "overall-grade": "A", quality: "5", recommend: "9" }]),
  );
  expect(figures.grade).toMatchObject({
    points: null,
    letter: null,
    n: null,
    byTier: {},
    withheld: "small_group",
  });
  expect(figures.gap).toBeNull();
  expect(figures.recommendation).toBeNull();
  expect(
    figures.areas.every(({ mean, withheld }) => mean === null && withheld === "small_group"),
  ).toBe(true);
  expect(figures.response.completed).toBe(4);
  expect(figures.response.byTier).toEqual({});
  expect(figures.suggestions).toEqual([]);
});

const anyResponse = fc
  .record({
    tier: fc.constantFrom<Tier>("user", "manager", "board"),
    grade: fc.constantFrom("A", "B", "C", "D", "F", "na"),
    marks: fc.dictionary(
      fc.constantFrom(
        "quality",
        "workable-solutions",
        "reliability",
        "integrity",
        "value-for-money",
        "image",
      ),
      fc.constantFrom("1", "2", "3", "4", "5", "na"),
    ),
  })
  .map(({ tier, grade, marks }): Given => [tier, { "overall-grade": grade, ...marks }]);

test("the order in which answers come in changes no figure", () => {
  const shuffledPair = fc
    .array(anyResponse, { maxLength: 25 })
    .chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length }),
      ),
    );
  fc.assert(
    fc.property(shuffledPair, ([given, other]) => {
      expect(named(other)).toEqual(named(given));
      expect(confidential(other)).toEqual(confidential(given));
    }),
    { numRuns: 60 },
  );
});

test("someone who can't say anything changes no mean, interval or grade", () => {
  const silent: Given = [
    "manager",
    { "overall-grade": "na", quality: "na", reliability: "na", "value-for-money": "na" },
  ];
  fc.assert(
    fc.property(fc.array(anyResponse, { maxLength: 15 }), (given) => {
      const [before, after] = [named(given), named([...given, silent])];
      expect(after.grade).toEqual(before.grade);
      expect(after.gap).toEqual(before.gap);
      expect(after.areas).toEqual(before.areas);
      expect(after.response.completed).toBe(before.response.completed + 1);
    }),
    { numRuns: 60 },
  );
});

test("tiers weigh the same: saying everything of one tier twice moves no mean", () => {
  fc.assert(
    fc.property(
      fc.array(anyResponse, { maxLength: 15 }),
      fc.constantFrom<Tier>("user", "manager", "board"),
      (given, tier) => {
        const twice = [...given, ...given.filter(([of]) => of === tier)];
        const [once, more] = [named(given), named(twice)];
        const means = (figures: typeof once) => [
          figures.grade.points,
          ...figures.areas.flatMap(({ mean, favourable }) => [mean, favourable]),
        ];
        means(once).forEach((mean, at) =>
          mean === null
            ? expect(means(more)[at]).toBeNull()
            : expect(means(more)[at]).toBeCloseTo(mean, 10),
        );
      },
    ),
    { numRuns: 60 },
  );
});
