import { anonymousComments } from "#worker/domain/reports/comment-rules.ts";
import { groupSizes, mergedGroups } from "#worker/domain/reports/group-rules.ts";
import { tiers, type Tier } from "#worker/domain/contact/schema.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";

test.each([
  // users, managers, board → groups; "-": nobody of them was asked
  [20, 8, 5, "user | manager | board"],
  [20, 8, 4, "user | manager+board"],
  [20, 3, 2, "user | manager+board"],
  [20, 2, 2, "user+manager+board"],
  [20, 3, 5, "user+manager | board"],
  [3, 6, 6, "user+manager | board"],
  [3, 2, 6, "user+manager | board"],
  [2, 2, 6, "user+manager+board"],
  [6, 0, 3, "user+manager+board"],
  [6, 0, 5, "user+manager | board"],
  [20, 8, 0, "user | manager+board"],
  [20, 0, 0, "user+manager+board"],
  [0, 8, 5, "user+manager | board"],
  [0, 0, 5, "user+manager+board"],
  [0, 3, 6, "user+manager+board"],
  [6, "-", 3, "user+board"],
  [6, "-", 5, "user | board"],
  [6, "-", 0, "user+board"],
  ["-", "-", 5, "board"],
  ["-", 3, 6, "manager+board"],
  ["-", 8, 0, "manager+board"],
  [2, 1, 1, ""],
  [0, 0, 0, ""],
  ["-", "-", "-", ""],
] as const)("%s users, %s managers and %s of the board are shown as %s", (...row) => {
  const [user, manager, board, groups] = row;
  const people = { user, manager, board };
  const count = (one: number | "-") => (one === "-" ? 0 : one);
  const completed = { user: count(user), manager: count(manager), board: count(board) };
  const found = mergedGroups(completed, (tier) => people[tier] !== "-");
  expect(found.map(({ tiers }) => tiers.join("+")).join(" | ")).toBe(groups);
  for (const { key, tiers } of found) expect(key).toBe(tiers[0]);
});

test("whatever was answered: each group has five, and no level that was asked is left out or twice in", () => {
  const asked = fc.option(fc.nat(12), { nil: null });
  fc.assert(
    fc.property(fc.record({ user: asked, manager: asked, board: asked }), (people) => {
      const completed = {
        user: people.user ?? 0,
        manager: people.manager ?? 0,
        board: people.board ?? 0,
      };
      const groups = mergedGroups(completed, (tier) => people[tier] !== null);
      const size = (group: Tier[]) => group.reduce((sum, tier) => sum + completed[tier], 0);
      const all = size([...tiers]);
      expect(groups.flatMap((group) => group.tiers)).toEqual(
        all < 5 ? [] : tiers.filter((tier) => people[tier] !== null),
      );
      for (const group of groups) expect(size(group.tiers)).toBeGreaterThanOrEqual(5);
    }),
  );
});

const comment = (tier: "user" | "manager", text: string, questionKey = "quality") => ({
  questionKey,
  tier,
  text,
  responseId: text,
});
const groups = [
  { key: "user" as const, tiers: ["user" as const] },
  { key: "manager" as const, tiers: ["manager" as const] },
];
const heard = ({ key }: { key: string }) => (key === "user" ? 8 : 7);

test("only groups of eight and more are quoted, without a writer", () => {
  const shown = anonymousComments(
    "r",
    [comment("user", "u"), comment("manager", "m")],
    { groups, heard, smallest: groupSizes.commentGroupSize },
    () => 0,
  );
  expect(shown).toEqual([
    { roundId: "r", questionKey: "quality", position: 1, tier: "user", text: "u", contactId: null },
  ]);
});

test("comments are shuffled within their question, and none is lost", () => {
  const written = ["a", "b", "c", "d"].flatMap((text) => [
    comment("user", text),
    comment("user", text.toUpperCase(), "overall-grade"),
  ]);
  const shown = anonymousComments("r", written, { groups, heard, smallest: 8 }, () => 0);
  const of = (key: string) => shown.filter(({ questionKey }) => questionKey === key);
  expect(of("quality").map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  expect(of("quality").map(({ text }) => text)).not.toEqual(["a", "b", "c", "d"]);
  expect(
    of("quality")
      .map(({ text }) => text)
      .toSorted(),
  ).toEqual(["a", "b", "c", "d"]);
  expect(
    of("overall-grade")
      .map(({ text }) => text)
      .toSorted(),
  ).toEqual(["A", "B", "C", "D"]);
});

test("the sizes that a round was made with decide, not those of today", () => {
  const completed = { user: 9, manager: 6, board: 0 };
  const asked = (tier: string) => tier !== "board";
  expect(groupSizes).toEqual({ groupSize: 5, commentGroupSize: 8 });
  expect(mergedGroups(completed, asked, 5).map(({ key }) => key)).toEqual(["user", "manager"]);
  expect(mergedGroups(completed, asked, 7).map(({ key }) => key)).toEqual(["user"]);
  const written = [comment("user", "u"), comment("manager", "m")];
  const shown = (smallest: number) =>
    anonymousComments("r", written, { groups, heard, smallest }, () => 0);
  expect([8, 9].map((smallest) => shown(smallest).length)).toEqual([1, 0]);
});
