import { tiers, type Tier } from "#worker/domain/contact/schema.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import { tierNote } from "#worker/domain/survey/tier-note-rules.ts";
import { defaultModules } from "#worker/domain/survey/rules.ts";
import type { RoundKind } from "#worker/domain/round/schema.ts";
import { expect, test } from "vitest";

const account = { services: null, competitors: null, matter: null, matterObservation: null };
const round = (asked: readonly Tier[], kind: RoundKind = "satisfaction") =>
  Object.fromEntries(
    asked.map((tier) => [
      tier,
      composeQuestionnaire({
        kind,
        tier,
        confidentiality: "named",
        modules: defaultModules(kind),
        account,
      }),
    ]),
  );

test.each<[Tier, string]>([
  [
    "user",
    "Managers are asked 20 questions: some of yours, and others on how well we understand you, how well we know your ways of working, the ideas we bring, what our work is worth, our skills and how we are regarded. " +
      "Board members are asked 7 questions: some of yours, and others on how we are regarded, how well we know your ways of working and what our work is worth.",
  ],
  [
    "manager",
    "People who use our work day to day are asked 11 questions, all on subjects you are asked about too. " +
      "Board members are asked 7 questions, all on subjects you are asked about too.",
  ],
  [
    "board",
    "People who use our work day to day are asked 11 questions: some of yours, and others on what we deliver, working with our people, how fast we respond and your account manager. " +
      "Managers are asked 20 questions: some of yours, and others on what we deliver, working with our people, how fast we respond, how well we understand you, the ideas we bring, our skills and your account manager.",
  ],
])("a %s reads what the two other levels are asked", (tier, note) => {
  expect(tierNote(round(tiers), tier)).toBe(note);
});

test("a level that nobody is invited from is said to be left out", () => {
  expect(tierNote(round(["user", "manager"]), "manager")).toBe(
    "People who use our work day to day are asked 11 questions, all on subjects you are asked about too. " +
      "This survey does not ask board members.",
  );
  expect(tierNote(round(["board"]), "board")).toBe(
    "This survey does not ask people who use our work day to day. Nor does it ask managers.",
  );
});

test("in an annual review everyone gets the same", () => {
  expect(tierNote(round(tiers, "annual_review"), "user")).toBe(
    "Managers get the same questions as you. So do board members.",
  );
  expect(tierNote(round(["user", "board"], "annual_review"), "board")).toBe(
    "People who use our work day to day are asked the same questions as you. This survey does not ask managers.",
  );
});

test("it is two sentences for every mix of levels", () => {
  const mixes = [1, 2, 3, 4, 5, 6, 7].map((bits) => tiers.filter((_, at) => bits & (1 << at)));
  for (const kind of ["satisfaction", "annual_review"] as const)
    for (const mix of mixes)
      for (const tier of mix)
        expect(tierNote(round(mix, kind), tier).split(/(?<=\.) /)).toHaveLength(2);
});
