import { askableFrom, mayBeAsked, type Standing } from "#worker/domain/reference/rules.ts";
import { describe, expect, test } from "vitest";

const zone = "Europe/Berlin";
const today = "2026-11-22";
const good: Standing = {
  points: 3.6,
  seniorLetter: "B",
  openCases: 0,
  isReference: false,
  lastAskedAt: null,
  laterOn: null,
};

describe("an account may be asked to be a reference", () => {
  test.each<[string, Partial<Standing>, boolean]>([
    ["graded A, senior contact B, no case", {}, true],
    ["graded exactly between A and B", { points: 3.5 }, false],
    ["graded a rounding error above", { points: 3.5 + 1e-12 }, false],
    ["graded B", { points: 3 }, false],
    ["not graded", { points: null }, false],
    ["with a senior contact who gave C", { seniorLetter: "C" }, false],
    ["with a senior contact who gave nothing", { seniorLetter: null }, false],
    ["with a case open", { openCases: 1 }, false],
    ["that is a reference already", { isReference: true }, false],
    ["asked a year ago to the day", { lastAskedAt: new Date("2025-11-22T20:00:00Z") }, false],
    ["asked a year and a day ago", { lastAskedAt: new Date("2025-11-21T20:00:00Z") }, true],
    [
      "that said later, and the day is not there",
      { lastAskedAt: new Date("2025-01-01T09:00:00Z"), laterOn: "2026-11-23" },
      false,
    ],
    [
      "that said later, and the day is there",
      { lastAskedAt: new Date("2025-01-01T09:00:00Z"), laterOn: "2026-11-22" },
      true,
    ],
    [
      "that said later, but within the year",
      { lastAskedAt: new Date("2026-05-01T09:00:00Z"), laterOn: "2026-09-01" },
      false,
    ],
  ])("%s: %o → %s", (_, change, expected) => {
    expect(mayBeAsked({ ...good, ...change }, today, zone)).toBe(expected);
  });
});

test("the day to ask again is the supplier's calendar day, and a leap day has one too", () => {
  const at = (time: string) => ({ lastAskedAt: new Date(time), laterOn: null });
  expect(askableFrom(at("2025-11-22T23:30:00Z"), zone)).toBe("2026-11-24");
  expect(askableFrom(at("2024-02-29T12:00:00Z"), zone)).toBe("2025-03-01");
});
