import { asking, saying } from "#web/reports/brief-sentences.ts";
import type { ActionStatus } from "#worker/domain/action/schema.ts";
import {
  openActionsFirst,
  quotesFor,
  thingsToAsk,
  thingsToSay,
} from "#worker/domain/reports/brief-rules.ts";
import { predictionOf } from "#worker/domain/reports/area-rules.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { expect, test } from "vitest";

type Area = Report["areas"][number];
type Trend = NonNullable<Area["trend"]>;
type Given = { predicted?: number; trend?: Trend };

const area = (
  key: Area["key"],
  mean: number | null,
  range: [number, number] | null,
  { predicted, trend }: Given = {},
): Area => ({
  key,
  mean,
  low: range?.[0] ?? null,
  high: range?.[1] ?? null,
  n: 9,
  invited: 12,
  favourable: null,
  ratings: null,
  byTier: {},
  trend: trend ?? null,
  predicted: predictionOf(predicted, mean),
});

const change = (by: number, holds = true): Trend => ({
  previous: 3,
  change: by,
  low: by - 0.3,
  high: by + 0.3,
  verdict: by > 0 ? "improved" : "declined",
  holds,
});

type Rest = {
  trend?: Trend;
  missing?: Report["grade"]["client"]["missingTiers"];
  comments?: Report["comments"];
  apart?: Report["disagreements"];
};

const reportOf = (areas: Area[], { trend, missing = [], comments = [], apart = [] }: Rest = {}) =>
  ({
    areas,
    comments,
    disagreements: apart,
    groups: [],
    response: { completed: 9, invited: 12 },
    grade: { client: { points: 3, missingTiers: missing, trend: trend ?? null } },
    // -- the brief reads nothing else of a report
  }) as unknown as Report;

const named = (points: object[]) =>
  points.map((point) => {
    const { kind, area, apart } = point as {
      kind: string;
      area?: Area;
      apart?: { area: string | null };
    };
    if (apart) return `${kind} ${apart.area ?? "grade"}`;
    return area ? `${kind} ${area.key}` : kind;
  });

const poor = area("value", 2.5, [2.1, 2.9]);
const good = area("teamwork", 4.4, [4.1, 4.7]);
const best = area("culture", 4.6, [4.3, 4.9]);
const unsure = area("ease", 3.2, [2.2, 4.2]);
const fell = area("initiative", 3.8, [3.3, 4.3], { trend: change(-0.8) });
const fellLess = area("standing", 3.9, [3.4, 4.4], { trend: change(-0.5) });
const rose = area("capability", 4.4, [4, 4.8], { trend: change(0.9) });

test.each<[string, Area[], Rest, string[]]>([
  [
    "one concern, one gain, one strength",
    [best, poor, rose, fell],
    {},
    ["changed initiative", "changed capability", "strong culture"],
  ],
  [
    "what is poor where nothing declined",
    [good, poor],
    {},
    ["weak value", "strong teamwork", "thanks"],
  ],
  [
    "the largest change first",
    [fellLess, fell],
    {},
    ["changed initiative", "changed standing", "thanks"],
  ],
  [
    "the grade before the areas",
    [fell],
    { trend: change(-0.7) },
    ["grade_changed", "changed initiative", "thanks"],
  ],
  [
    "a change that does not hold is no change",
    [area("value", 3.8, [3.2, 4.4], { trend: change(-0.5, false) })],
    {},
    ["thanks", "none_sure"],
  ],
  [
    "an area once, however many rules it meets",
    [area("value", 2.5, [2.1, 2.9], { trend: change(-1) })],
    {},
    ["changed value", "thanks"],
  ],
  [
    "nothing of an interval that contains 3.5",
    [unsure],
    { missing: ["board"] },
    ["thanks", "none_sure", "missing"],
  ],
  ["nothing without an interval", [area("value", 1, null)], {}, ["thanks", "none_sure"]],
  [
    "exactly 3.5 at the lower end is good, at the upper end not poor",
    [area("value", 4, [3.5, 4.5]), area("ease", 3, [2.5, 3.5])],
    {},
    ["strong value", "thanks"],
  ],
  [
    "nothing about the account manager, who sits at the table",
    [area("account-manager", 1.5, [1.2, 1.8])],
    {},
    ["thanks", "none_sure"],
  ],
])("to say: %s", (_, areas, rest, said) => {
  expect(named(thingsToSay(reportOf(areas, rest)))).toEqual(said);
});

const differ = (of: Area["key"] | null, difference: number): Report["disagreements"][number] => ({
  area: of,
  higher: "user",
  lower: "board",
  difference,
  low: difference - 0.5,
  high: difference + 0.5,
});

const blind = area("value", 2.5, [2.1, 2.9], { predicted: 4.5 });
const blindToo = area("ease", 2.9, [2.4, 3.4], { predicted: 4.5 });
const chance = area("culture", 2.9, [1, 4.8], { predicted: 4.5 });
const undervalued = area("teamwork", 4.6, [4.3, 4.9], { predicted: 3 });

test.each<[string, Area[], Rest, string[]]>([
  [
    "where our view was off, what is open, whose view is missing",
    [undervalued, blind, unsure],
    { missing: ["user"] },
    ["blind_spot value", "unsure ease", "missing"],
  ],
  [
    "blind spots before what they value more, the poorest first",
    [undervalued, blindToo, blind],
    {},
    ["blind_spot value", "blind_spot ease", "undervalued teamwork"],
  ],
  [
    "no blind spot where our guess lies inside the interval",
    [chance],
    {},
    ["unsure culture", "first_change", "next_year"],
  ],
  [
    "what is poor beyond chance: where to begin",
    [poor],
    {},
    ["first_step value", "first_change", "next_year"],
  ],
  [
    "why two levels disagree, and each area only once",
    [blind, poor],
    { apart: [differ("value", 1.2), differ(null, 1.5), differ("account-manager", 2)] },
    ["blind_spot value", "levels_apart grade", "first_change"],
  ],
  ["three questions that need no figures", [], {}, ["first_change", "next_year", "whom_else"]],
  [
    "nothing about the account manager",
    [area("account-manager", 1.5, [1.2, 1.8], { predicted: 5 })],
    {},
    ["first_change", "next_year", "whom_else"],
  ],
])("to ask: %s", (_, areas, rest, asked) => {
  expect(named(thingsToAsk(reportOf(areas, rest)))).toEqual(asked);
});

test("what is said carries its figures, its n and its interval", () => {
  const { trend } = fell;
  expect(thingsToSay(reportOf([poor, good])).map(saying)).toEqual([
    "Value: 2.50 of 5 (9 of 12 answered). Poor, and not by chance (all of 2.10 to 2.90 is below 3.5): we have heard it.",
    "Working together: 4.40 of 5 (9 of 12 answered). Good, and not by chance (nothing of 4.10 to 4.70 is below 3.5): worth keeping.",
    "9 of 12 people took the time to answer: thank you.",
  ]);
  expect(
    thingsToSay(reportOf([fell], { trend: trend! }))
      .map(saying)
      .slice(0, 2),
  ).toEqual([
    "The grade fell from 3.00 to 2.20 points, over the levels that answered in both rounds: a real decline.",
    "Our initiative fell from 3.00 to 2.20 (9 of 12 answered): a real decline.",
  ]);
  expect(
    thingsToAsk(reportOf([blind, unsure], { missing: ["user", "board"] })).map(asking),
  ).toEqual([
    "“What have we not seen about value?” Value: 2.50 of 5 (9 of 12 answered), where we expected 4.50.",
    "“Is it one occasion, or the rule?” Ease of doing business: 3.20 of 5 (9 of 12 answered), but the interval, 2.20 to 4.20, leaves open how poor that is.",
    "“Who could tell us how it looks to board and users?” Nobody from there gave a grade.",
  ]);
});

const comment = (tier: "user" | "manager" | "board", text: string) => ({
  questionKey: "improve-one-thing",
  tier,
  text,
});

test("quotes come one from each level, the board first, and none too long for the page", () => {
  const comments = [
    comment("user", "Users one"),
    comment("user", "Users two"),
    comment("board", "x".repeat(221)),
    comment("board", "Board"),
  ];
  expect(quotesFor(reportOf([], { comments })).map(({ text }) => text)).toEqual([
    "Board",
    "Users one",
    "Users two",
  ]);
});

test("the meeting begins with what is still open of the plan, the first due on top, six lines at most", () => {
  const line = (title: string, dueOn: string | null, status: ActionStatus = "agreed") => ({
    title,
    dueOn,
    status,
  });
  const lines = [
    line("no day", null),
    line("done", "2026-01-01", "done"),
    line("later", "2026-05-01"),
    line("overdue", "2026-01-01", "in_progress"),
  ];
  expect(openActionsFirst(lines).map(({ title }) => title)).toEqual(["overdue", "later", "no day"]);
  expect(openActionsFirst(Array.from({ length: 9 }, () => line("one", null)))).toHaveLength(6);
});
