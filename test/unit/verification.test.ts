import type { Tier } from "#worker/domain/contact/schema.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import { questionsOf, secondsOf } from "#worker/domain/survey/rules.ts";
import type { KeptPromise } from "#worker/domain/survey/verify-rules.ts";
import { describe, expect, test } from "vitest";

const promise = (id: string, tiers: Tier[] = []): KeptPromise => ({
  id,
  title: "Tell the users before a release.",
  heard: "Releases came as a surprise.",
  done: "A calendar of releases, a month ahead.",
  tiers,
});

type Composed = Parameters<typeof composeQuestionnaire>[0];
const compose = (promises: KeptPromise[], more: Partial<Composed> = {}) =>
  composeQuestionnaire({
    kind: "satisfaction",
    tier: "user",
    confidentiality: "named",
    modules: [],
    account: { services: null, competitors: null, matter: null, matterObservation: null },
    promises,
    ...more,
  });
const asked = (promises: KeptPromise[], more: Partial<Composed> = {}) =>
  questionsOf(compose(promises, more))
    .map(({ key }) => key)
    .filter((key) => key.startsWith("verify."));

describe("what a level is asked of promises to it", () => {
  test("says at the top what was heard and what was done, and asks whether it is better", () => {
    const first = compose([promise("one")]).sections[0]!;
    expect(first.title).toBe("What you asked for, and what we did");
    expect(first.questions).toEqual([
      {
        type: "choice",
        key: "verify.one",
        wording: "Tell the users before a release: is this better now?",
        hint: "What we heard: Releases came as a surprise.\nWhat we did: A calendar of releases, a month ahead.",
        options: [
          { key: "better", label: "Better" },
          { key: "same", label: "About the same" },
          { key: "worse", label: "Worse" },
        ],
      },
    ]);
  });

  test("a long story is cut at the end of a word, and never within a sign", () => {
    const heard = "Releases came as a surprise. ".repeat(20);
    const told = (one: Partial<KeptPromise>) =>
      questionsOf(compose([{ ...promise("one"), ...one }]))[0]!.hint!;
    const [first, second] = told({ heard, done: "😀".repeat(400) }).split("\n");
    expect(first).toMatch(/^What we heard: Releases came.{150,190} (surprise|as a|came|a) …$/);
    expect(second!.isWellFormed()).toBe(true);
    expect(second).toMatch(/^What we did: (😀)+ …$/u);
  });

  test.each<[string, KeptPromise[], Tier, string[]]>([
    ["a promise that came from this level", [promise("a", ["user"])], "user", ["verify.a"]],
    ["none that came from another level", [promise("a", ["board"])], "user", []],
    ["one that came from no level in particular", [promise("a")], "board", ["verify.a"]],
    ["two at most", [promise("a"), promise("b"), promise("c")], "user", ["verify.a", "verify.b"]],
    ["nothing, with nothing done", [], "manager", []],
  ])("%s", (_title, promises, tier, expected) => {
    expect(asked(promises, { tier })).toEqual(expected);
  });

  test("the second waits for another round where both would be too long, the first never does", () => {
    const two = [promise("a"), promise("b")];
    const managers: Partial<Composed> = { tier: "manager", modules: ["account-manager"] };
    expect(secondsOf(questionsOf(compose([], managers)))).toBe(290);
    expect(asked(two, managers)).toEqual(["verify.a"]);
    const full: Partial<Composed> = { tier: "manager", modules: ["account-manager", "recommend"] };
    expect(asked(two, full)).toEqual(["verify.a"]);
  });

  test("in an annual review it belongs to the first sitting", () => {
    const review = compose([promise("a")], { kind: "annual_review" });
    expect(questionsOf(review, { sitting: 1 })[0]?.key).toBe("verify.a");
    expect(questionsOf(review, { sitting: 2 }).map(({ key }) => key)).not.toContain("verify.a");
  });
});
