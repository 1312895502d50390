import { cadenceWords, nextRoundDue } from "#worker/domain/account/cadence-rules.ts";
import { expect, test } from "vitest";

const zone = "Europe/Berlin";
const day = (text: string) => new Date(`${text}T12:00:00Z`);

test.each([
  // surveyed, on record since, cadence, month → due (midnight in Berlin)
  ["2025-03-10", "2020-01-01", 12, null, "2026-03-09T23:00:00Z"],
  ["2025-08-10", "2020-01-01", 6, null, "2026-02-09T23:00:00Z"],
  ["2025-08-31", "2020-01-01", 6, null, "2026-02-27T23:00:00Z"],
  ["2025-11-20", "2020-01-01", 12, 10, "2026-09-30T22:00:00Z"],
  ["2025-10-12", "2020-01-01", 12, 10, "2026-09-30T22:00:00Z"],
  ["2025-12-20", "2020-01-01", 12, 2, "2027-01-31T23:00:00Z"],
  ["2025-02-20", "2020-01-01", 12, 12, "2025-11-30T23:00:00Z"],
  ["2024-05-05", "2020-01-01", 24, 5, "2026-04-30T22:00:00Z"],
  // A month is a matter of whole years.
  ["2025-08-10", "2020-01-01", 6, 5, "2026-02-09T23:00:00Z"],
  // Never surveyed: counted from the record, or in the first such month.
  [null, "2026-01-15", 12, null, "2027-01-14T23:00:00Z"],
  [null, "2026-01-15", 12, 10, "2026-09-30T22:00:00Z"],
  [null, "2026-11-15", 12, 10, "2027-09-30T22:00:00Z"],
] as const)("surveyed %s, on record %s, every %s months, month %s: due %s", (...row) => {
  const [surveyed, created, cadenceMonths, preferredMonth, due] = row;
  const rhythm = {
    cadenceMonths,
    preferredMonth,
    surveyedAt: surveyed === null ? null : day(surveyed),
    createdAt: day(created),
  };
  expect(nextRoundDue(rhythm, zone)).toEqual(new Date(due));
});

test.each([
  [12, null, "every 12 months"],
  [12, 10, "every 12 months, preferably in October"],
  [6, 10, "every 6 months"],
  [1, null, "every month"],
] as const)("%s months and month %s read: %s", (months, month, words) => {
  expect(cadenceWords(months, month)).toBe(words);
});
