import type { Report } from "#worker/domain/reports/schema.ts";
import {
  areasTitle,
  certaintySentence,
  closureSentence,
  comparisonSentence,
  gapSentence,
  missingSentence,
  recommendationSentence,
  slopeTitle,
} from "#web/reports/sentences.ts";
import { areasByYearTitle } from "#web/pages/portfolio/sentences.ts";

import { groupName, listed, signed } from "#web/reports/words.ts";
import { gapOf, letterOf, pointsOf } from "#worker/domain/reports/grade-rules.ts";
import type { Grade } from "#worker/domain/questions/grade.ts";
import { describe, expect, test } from "vitest";

type Options = {
  low?: number | null;
  high?: number | null;
  missing?: Report["grade"]["client"]["missingTiers"];
};

function gradeOf(self: Grade, points: number | null, options: Options = {}): Report["grade"] {
  const { low = null, high = null, missing = [] } = options;
  return {
    client: {
      points,
      letter: points === null ? null : letterOf(points),
      low,
      high,
      n: points === null ? 0 : 12,
      invited: 16,
      byTier: {},
      missingTiers: missing,
      trend: null,
    },
    senior: null,
    self: { points: pointsOf(self), letter: self },
    gap: gapOf(pointsOf(self), points) ?? { points: null, verdict: null },
  };
}

describe("the verdict", () => {
  test.each<[Grade, number | null, string]>([
    ["B", 3.2, "The client says B, and so did we."],
    ["A", 3.4, "We said A, the client says B: a little less than we thought, by 0.6 of a grade."],
    ["B", 3.95, "We said B, the client says A: a little more than we thought, by 0.95 of a grade."],
    ["A", 3, "We said A, the client says B: a blind spot of one grade."],
    ["A", 1.75, "We said A, the client says C: a blind spot of 2.25 grades."],
    [
      "C",
      3.5,
      "We said C, the client says B: the client values us 1.5 grades more than we do ourselves.",
    ],
    ["A", null, "Nobody at the client gave a grade, so there is nothing to compare ours with."],
  ])("we said %s, they gave %d: %s", (self, points, sentence) => {
    expect(gapSentence(gradeOf(self, points))).toBe(sentence);
  });

  test("says that a gap may be chance when our grade lies within the client's interval", () => {
    expect(certaintySentence(gradeOf("A", 2.9, { low: 1.8, high: 4 }))).toMatch(
      /the gap may be chance/,
    );
    expect(certaintySentence(gradeOf("A", 2.9, { low: 2.1, high: 3.7 }))).not.toMatch(/chance/);
    expect(certaintySentence(gradeOf("B", 2.9, { low: 2.1, high: 3.7 }))).not.toMatch(/chance/);
  });

  test("carries n of invited, the interval and its letters", () => {
    expect(certaintySentence(gradeOf("A", 2.9, { low: 2.1, high: 3.7 }))).toBe(
      "12 of 16 invited gave a grade, 2.90 points on average over the levels. The 95 % interval runs from 2.10 to 3.70: C to A.",
    );
  });

  test("says so when nobody can tell how sure it is", () => {
    expect(certaintySentence(gradeOf("A", 2.9))).toMatch(/nobody can say how sure that is/);
  });

  test("names the levels it leaves out", () => {
    expect(missingSentence(gradeOf("A", 3, { missing: ["user", "board"] }))).toBe(
      "This grade and this gap leave out board and users: no grade came from there.",
    );
    expect(missingSentence(gradeOf("A", 3))).toBeNull();
  });

  test("says that a small group is not shown", () => {
    const grade = gradeOf("A", null);
    grade.client.withheld = "small_group";
    expect(gapSentence(grade)).toMatch(/Fewer than five people/);
  });
});

const reportOf = (self: Grade, byTier: Partial<Record<"user" | "manager" | "board", number>>) => {
  const cells = Object.entries(byTier).map(([tier, points]) => [
    tier,
    { points, letter: letterOf(points), n: 3, invited: 4 },
  ]);
  const grade = gradeOf(self, 3);
  grade.client.byTier = Object.fromEntries(cells);
  return {
    grade,
    groups: (["user", "manager", "board"] as const).map((key) => ({ key, tiers: [key] })),
  } as unknown as Report; // -- the slope reads nothing else of a report
};

test.each<[Grade, Parameters<typeof reportOf>[1], string]>([
  ["A", { user: 4, manager: 3, board: 2 }, "Board says C, we said A"],
  ["C", { user: 4, board: 2 }, "Users say A, we said C"],
  ["A", { user: 2, board: 2 }, "Every level that answered says C, we said A"],
  ["B", { user: 3, board: 3.2 }, "Every level that answered says B, as we did"],
  ["B", { board: 3 }, "Board says B, as we did"],
  ["B", {}, "No level gave a grade that can be shown"],
])("the slope from our %s to %j is titled: %s", (self, byTier, title) => {
  expect(slopeTitle(reportOf(self, byTier))).toBe(title);
});

type Area = Report["areas"][number];
const area = (
  key: Area["key"],
  mean: number | null,
  low: number | null = null,
  high: number | null = null,
): Area => ({
  key,
  mean,
  low,
  high,
  n: 9,
  invited: 12,
  favourable: null,
  ratings: null,
  byTier: {},
  trend: null,
  predicted: null,
});

test("areas are set against each other only where their intervals keep apart", () => {
  expect(areasTitle([area("value", 2.5, 2.1, 2.9), area("culture", 4, 3.5, 4.5)])).toBe(
    "Culture does better than value, 4.00 against 2.50 of 5",
  );
  expect(areasTitle([area("value", 2.5, 1.5, 3.6), area("culture", 4, 3.5, 4.5)])).toBe(
    "Means from 2.50 to 4.00 of 5; chance may be all that parts best and worst",
  );
  expect(areasTitle([area("value", 2.5), area("culture", 4)])).toMatch(/chance may be all/);
  expect(areasTitle([area("value", null), area("culture", 4)])).toBe("Culture scores 4.00 of 5");
  expect(areasTitle([area("value", null)])).toBe("No area has a mean that can be shown");
});

test("changes are told with the false alarms they lead one to expect, and only those that hold by name", () => {
  const changed = (key: Area["key"], holds: boolean): Area => ({
    ...area(key, 3),
    trend: { previous: 2, change: 1, low: 0.2, high: 1.8, verdict: "improved", holds },
  });
  const told = (compared: number, areas: Area[]) =>
    // -- the sentence reads nothing else of a report
    comparisonSentence({ compared, areas } as unknown as Report);
  expect(told(0, [])).toBeNull();
  expect(told(8, [area("value", 3)])).toBe(
    "8 areas were compared with the previous round; chance alone would make about 0.4 of them look changed. None did.",
  );
  expect(told(8, [changed("value", false)])).toMatch(/No change still holds/);
  expect(told(8, [changed("value", true), changed("culture", false)])).toMatch(
    /judged together: value\.$/,
  );
});

test("an early closure is told with who, how many days and why", () => {
  expect(closureSentence({ days: 3, by: "Mira Voss", reason: "Everybody answered." })).toBe(
    "Closed 3 days before its deadline by Mira Voss. The reason given: Everybody answered.",
  );
  expect(closureSentence({ days: 1, by: null, reason: null })).toMatch(/^Closed one day before/);
  expect(closureSentence(null)).toBeNull();
});

test("a recommendation whose interval contains zero claims no majority", () => {
  const base = { promoters: 4, detractors: 1, n: 8, invited: 12, score: 0.375 };
  expect(recommendationSentence({ ...base, low: -0.152, high: 0.697 })).toBe(
    "4 would promote us and 1 would not, of 8 who answered (12 asked): +37.5. The 95 % interval runs from −15.2 to +69.7. It contains zero: neither side clearly outweighs the other.",
  );
  expect(recommendationSentence({ ...base, low: 0.05, high: 0.697 })).not.toMatch(/zero/);
});

test("groups, lists and signs read like words", () => {
  expect(groupName(["manager", "board"])).toBe("Board and managers");
  expect(groupName(["user", "manager", "board"])).toBe("All levels");
  expect(listed(["one", "two"])).toBe("one and two");
  expect([signed(0.5), signed(-0.5), signed(-0.001)]).toEqual(["+0.50", "−0.50", "±0.00"]);
});

describe("the areas of a portfolio say what moved at the most accounts", () => {
  const move = (area: Area["key"] | null, change: number, id = "a") => ({
    account: { id, name: id },
    roundId: id,
    closedAt: new Date(0),
    area,
    previous: 3,
    change,
  });
  test.each([
    [
      "nothing to compare",
      [],
      0,
      "Areas by year: no account has two rounds that can be compared yet",
    ],
    ["chance alone", [move(null, 1)], 12, "No area changed beyond chance at any of 12 accounts"],
    [
      "one area at more accounts than another that moved further",
      [move("value", 0.4), move("value", -0.5, "b"), move("culture", 2)],
      12,
      "Value moved most: rose at 1 and fell at 1 of 12 accounts, beyond what chance explains",
    ],
    [
      "the larger change of two",
      [move("value", 0.4), move("culture", -0.9)],
      1,
      "Understanding of their culture moved most: fell at 1 of 1 account, beyond what chance explains",
    ],
  ])("%s", (_, movers, compared, title) => {
    expect(areasByYearTitle({ movers, compared })).toBe(title);
  });
});
