import { improvementsIn, keptOnTime } from "#worker/domain/portfolio/promise-rules.ts";
import { expect, test } from "vitest";

test("a promise is kept on time when it is done by its day, whatever the hour", () => {
  const due = [
    { dueOn: "2026-05-01", doneOn: "2026-05-01" },
    { dueOn: "2026-05-01", doneOn: "2026-04-02" },
    { dueOn: "2026-05-01", doneOn: "2026-05-02" },
    { dueOn: "2026-05-01", doneOn: null },
  ];
  expect(keptOnTime(due)).toEqual({ kept: 2, of: 4 });
  expect(keptOnTime([])).toEqual({ kept: 0, of: 0 });
});

test("improvements are counted by year and by area, the latest year and the most asked area first", () => {
  const found = improvementsIn([
    { year: 2025, area: "value", verdict: "verified", count: 1 },
    { year: 2026, area: "responsiveness", verdict: "verified", count: 3 },
    { year: 2026, area: "responsiveness", verdict: "not_improved", count: 1 },
    { year: 2026, area: "value", verdict: "undecided", count: 1 },
    { year: 2026, area: null, verdict: "not_improved", count: 1 },
  ]);
  expect(found.years).toEqual([
    { year: 2026, better: 3, asked: 6 },
    { year: 2025, better: 1, asked: 1 },
  ]);
  expect(found.areas).toEqual([
    {
      area: "responsiveness",
      better: 3,
      asked: 4,
      byYear: [
        { better: 3, asked: 4 },
        { better: 0, asked: 0 },
      ],
    },
    {
      area: "value",
      better: 1,
      asked: 2,
      byYear: [
        { better: 0, asked: 1 },
        { better: 1, asked: 1 },
      ],
    },
    {
      area: null,
      better: 0,
      asked: 1,
      byYear: [
        { better: 0, asked: 1 },
        { better: 0, asked: 0 },
      ],
    },
  ]);
});
