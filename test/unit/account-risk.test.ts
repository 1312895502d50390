import { nextDates, silenceOf } from "#worker/domain/account/review-rules.ts";
import { riskOf, type RiskFacts } from "#worker/domain/account/risk-rules.ts";
import { describe, expect, test } from "vitest";

const calm: RiskFacts = {
  letter: "A",
  gap: 0.2,
  trend: { grade: "no_real_change", declinedAreas: 0 },
  cases: { open: 0, overdue: 0 },
  seniorSilence: 0,
};
const nothing: RiskFacts = { ...calm, letter: null, gap: null, trend: null, seniorSilence: null };
const trend = (grade: "improved" | "declined" | "no_real_change", declinedAreas = 0) => ({
  trend: { grade, declinedAreas },
});

describe("the risk colour", () => {
  test.each<[string, Partial<RiskFacts>, string | null, string]>([
    ["all is well", {}, "green", "The client graded us A"],
    ["a B", { letter: "B" }, "green", "The client graded us B"],
    ["a C", { letter: "C" }, "amber", "The client graded us C"],
    ["a D", { letter: "D" }, "red", "The client graded us D"],
    ["an F", { letter: "F" }, "red", "The client graded us F"],
    ["a gap just below one grade", { gap: 0.999 }, "green", "less than one above theirs"],
    ["a gap of one grade", { gap: 1 }, "amber", "at least one grade higher"],
    ["a gap of one grade but for rounding", { gap: 1 - 1e-12 }, "amber", "at least one"],
    ["a gap of two grades", { gap: 2 }, "red", "two grades higher"],
    ["a client who values us more", { gap: -2.5 }, "green", "less than one above theirs"],
    ["a grade that fell to a B", { letter: "B", ...trend("declined") }, "amber", "still good"],
    ["a grade that fell to a C", { letter: "C", ...trend("declined") }, "red", "is not good"],
    ["an area that fell", trend("no_real_change", 1), "amber", "One area fell"],
    ["areas that fell while the grade rose", trend("improved", 2), "amber", "2 areas fell"],
    ["a grade that rose", trend("improved"), "green", "The grade rose"],
    ["a case under way", { cases: { open: 1, overdue: 0 } }, "amber", "One case not resolved"],
    ["a case that waits too long", { cases: { open: 3, overdue: 2 } }, "red", "2 cases waited"],
    ["a silent senior contact", { seniorSilence: 1 }, "amber", "did not answer"],
    ["one silent twice running", { seniorSilence: 2 }, "red", "2 times running"],
    ["one who was never asked", { seniorSilence: null }, "green", "The client graded us A"],
  ])("with %s", (_, change, colour, reason) => {
    const risk = riskOf({ ...calm, ...change });
    expect(risk.colour).toBe(colour);
    expect(risk.reasons.join(" ")).toContain(reason);
  });

  test("is the worst of all, with only the reasons for that one", () => {
    const risk = riskOf({ ...calm, letter: "D", gap: 1.5, cases: { open: 2, overdue: 1 } });
    expect(risk).toMatchObject({
      colour: "red",
      reasons: ["The client graded us D", "One case waited longer than 48 hours"],
    });
    expect(risk.signs.map(({ colour }) => colour)).toEqual([
      "red",
      "amber",
      "green",
      "red",
      "green",
    ]);
  });

  test("is not known of a client who never graded us, unless something speaks against us", () => {
    expect(riskOf(nothing)).toMatchObject({
      colour: null,
      reasons: ["No grade of the client is known"],
    });
    expect(riskOf({ ...nothing, cases: { open: 1, overdue: 0 } }).colour).toBe("amber");
  });
});

test.each([
  [[], null],
  [["completed", "invited"], 0],
  [["invited", "completed"], 1],
  [["declined", "invited", "completed"], 2],
  [["invited", "invited"], 2],
])("of %j the senior contact was silent for %j rounds", (statuses, expected) => {
  expect(silenceOf(statuses)).toBe(expected);
});

describe("the next dates", () => {
  const none = { running: [], actions: [], cases: [], meetings: [], askAgainOn: null };
  const today = "2026-11-22";

  test("stand in order, what is overdue on top and marked", () => {
    const dates = nextDates({
      ...none,
      today,
      nextRound: "2027-03-01",
      actions: [
        { title: "A deputy", status: "in_progress", dueOn: "2026-11-01" },
        { title: "Kept", status: "done", dueOn: "2026-11-02" },
        { title: "Some day", status: "proposed", dueOn: null },
      ],
      cases: [
        { person: "Ada", status: "open", dueOn: "2026-11-23" },
        { person: "Ada", status: "open", dueOn: "2026-11-23" },
        { person: "Bob", status: "contacted", dueOn: "2026-11-23" },
      ],
      meetings: [{ heldOn: "2026-12-01" }, { heldOn: "2026-10-01" }],
      askAgainOn: "2027-01-01",
    });
    expect(dates).toEqual([
      { day: "2026-11-01", what: "A deputy", overdue: true },
      { day: "2026-11-23", what: "First contact with Ada", overdue: false },
      { day: "2026-12-01", what: "Meeting about this account", overdue: false },
      { day: "2027-01-01", what: "May be asked again to be a reference", overdue: false },
      { day: "2027-03-01", what: "The next round is due", overdue: false },
    ]);
  });

  test("name a round that runs instead of the one that is due", () => {
    const running = [{ name: "Spring round", status: "open", closesOn: "2026-12-10" }];
    const dates = nextDates({ ...none, today, nextRound: "2026-11-01", running });
    expect(dates).toEqual([{ day: "2026-12-10", what: "Spring round closes", overdue: false }]);
  });
});
