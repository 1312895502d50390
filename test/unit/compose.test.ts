import { templates } from "#templates/index.ts";
import { Questionnaire } from "#worker/domain/survey/schema.ts";
import { moduleSlugs, type ModuleSlug } from "#worker/domain/round/schema.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import {
  defaultModules,
  minutesOf,
  overBudget,
  questionsOf,
  secondsOf,
  sectionsOf,
} from "#worker/domain/survey/rules.ts";
import { tiers } from "#worker/domain/contact/schema.ts";
import { describe, expect, test } from "vitest";

type Composed = Parameters<typeof composeQuestionnaire>[0];
const bare: Composed["account"] = {
  services: null,
  competitors: null,
  matter: null,
  matterObservation: null,
};
const compose = (overrides: Partial<Composed> = {}) =>
  composeQuestionnaire({
    kind: "satisfaction",
    tier: "user",
    confidentiality: "named",
    modules: [],
    account: bare,
    ...overrides,
  });
const keysOf = (questionnaire: Questionnaire) => questionsOf(questionnaire).map(({ key }) => key);
const withModules = (modules: ModuleSlug[], account = bare) =>
  keysOf(compose({ modules, account }));

describe("what a tier is asked", () => {
  test.each([
    ["user" as const, "users" as const],
    ["manager" as const, "managers" as const],
    ["board" as const, "board" as const],
  ])("%s: the template %s as it is, when nothing is added", (tier, slug) => {
    expect(compose({ tier }).sections).toEqual(templates[slug].sections);
  });

  test("modules stand in their fixed order before the offer of a call", () => {
    expect(withModules(["recommend", "account-manager"]).slice(-5)).toEqual([
      "account-manager-interest",
      "account-manager-follow-up",
      "account-manager-advice",
      "recommend",
      "call-me",
    ]);
  });

  test("the board is not asked about the account manager", () => {
    const modules: ModuleSlug[] = ["account-manager"];
    expect(compose({ tier: "board", modules })).toEqual(compose({ tier: "board" }));
  });

  test("a confidential round offers no call, as nobody could know whom", () => {
    const keys = keysOf(compose({ confidentiality: "confidential", modules: ["recommend"] }));
    expect(keys.at(-1)).toBe("recommend");
    expect(keys).not.toContain("call-me");
  });

  test("awareness asks once for every service, under a key made of its name", () => {
    const account = { ...bare, services: ["Payroll", "Größe", "C", "C++", " payroll ", ""] };
    const asked = questionsOf(compose({ modules: ["awareness"], account })).filter(
      ({ type }) => type === "awareness",
    );
    expect(asked).toMatchObject([
      { key: "awareness.payroll", service: "Payroll" },
      { key: "awareness.gr-f6-df-e" },
      { key: "awareness.c" },
      { key: "awareness.c-2b-2b", wording: "Where do you stand with our service “C++”?" },
    ]);
  });

  test("the key of a service does not depend on what else is on the list", () => {
    const alone = withModules(["awareness"], { ...bare, services: ["C++"] });
    const among = withModules(["awareness"], { ...bare, services: ["C", "C++"] });
    expect(alone).toContain("awareness.c-2b-2b");
    expect(among).toContain("awareness.c-2b-2b");
  });

  test("a confidential round says that nobody can be told more", () => {
    const account = { ...bare, services: ["Payroll"] };
    const introOf = (confidentiality: "named" | "confidential") =>
      compose({ modules: ["awareness"], account, confidentiality }).sections.find(
        ({ key }) => key === "awareness",
      )?.intro;
    expect(introOf("named")).toBeUndefined();
    expect(introOf("confidential")).toContain("We cannot see who asks");
  });

  test("competition compares us with every competitor the account names", () => {
    const account = { ...bare, competitors: ["Acme $& Sons"] };
    expect(questionsOf(compose({ modules: ["competition"], account })).at(-2)).toMatchObject({
      key: "competition.acme-24-26-sons",
      wording: "Compared with Acme $& Sons, how do we do?",
    });
  });

  test.each([bare, { ...bare, services: [], competitors: ["  "] }])(
    "a module with nothing to ask about leaves out its section",
    (account) => {
      expect(withModules(["awareness", "competition"], account)).toEqual(withModules([]));
    },
  );

  test.each(
    tiers.flatMap((tier) => [[tier, "satisfaction"] as const, [tier, "annual_review"] as const]),
  )(
    "%s, %s: with every module it is still a valid questionnaire with each key once",
    (tier, kind) => {
      const account = { ...bare, services: ["خدمات", "R&D"], competitors: ["株式会社"] };
      const all = compose({ tier, kind, modules: [...moduleSlugs], account });
      expect(Questionnaire.parse(all)).toEqual(all);
      expect(new Set(keysOf(all)).size).toBe(keysOf(all).length);
    },
  );
});

describe("annual review", () => {
  const review = (account: Partial<typeof bare> = {}) =>
    compose({ kind: "annual_review", account: { ...bare, ...account } });
  const plansOf = (questionnaire: Questionnaire) =>
    questionsOf(questionnaire).find(({ key }) => key === "plans")!.wording;

  test("every tier gets the same", () => {
    for (const tier of tiers) expect(compose({ kind: "annual_review", tier })).toEqual(review());
  });

  test("topic 6 asks about the matter that the account names, after our observation", () => {
    expect(plansOf(review())).toBe("Which of your plans for the coming year should we know about?");
    expect(plansOf(review({ matter: "the move to Leipzig" }))).toBe(
      "What are your plans for the move to Leipzig?",
    );
    const matterObservation = "You have sold the old site";
    expect(plansOf(review({ matter: "the move to Leipzig", matterObservation }))).toBe(
      "You have sold the old site. What are your plans for the move to Leipzig?",
    );
    expect(plansOf(review({ matterObservation }))).toBe(plansOf(review()));
  });

  test("both sittings end with the offer of a call; modules stand in the first", () => {
    const composed = compose({ kind: "annual_review", modules: ["recommend"] });
    const ends = ([1, 2] as const).map((sitting) =>
      sectionsOf(composed, { sitting })
        .slice(-2)
        .map(({ key }) => key),
    );
    expect(ends).toEqual([
      ["recommend", "call-me"],
      ["topic-10", "call-me"],
    ]);
  });
});

test("questions for other functions, and sections left empty by that, are not shown", () => {
  const [overall] = templates.users.sections;
  const terms = {
    type: "text" as const,
    key: "terms",
    wording: "Why?",
    functions: ["legal" as const],
  };
  const set = { ...templates.users, sections: [overall!, { key: "legal", questions: [terms] }] };
  expect(sectionsOf(set, { function: "finance" })).toHaveLength(1);
  expect(sectionsOf(set, { function: "legal" })).toHaveLength(2);
  expect(sectionsOf(set)).toHaveLength(2);
});

describe("time", () => {
  const questionnaires = (modules: ModuleSlug[], account = bare) => ({
    user: compose({ tier: "user", modules, account }),
    manager: compose({ tier: "manager", modules, account }),
    board: compose({ tier: "board", modules, account }),
  });
  const five = { ...bare, services: ["One", "Two", "Three", "Four", "Five"] };

  test("with the modules of a usual round users need 3 minutes, managers 5, the board 2", () => {
    const { user, manager, board } = questionnaires(defaultModules("satisfaction"));
    const minutes = [user, manager, board].map((one) => minutesOf(questionsOf(one)));
    expect(minutes).toEqual([3, 5, 2]);
    expect(overBudget("satisfaction", { user, manager, board })).toEqual([]);
  });

  test("the offer of a call takes no time: managers stay within 300 seconds with recommending added", () => {
    const modules: ModuleSlug[] = ["account-manager", "recommend"];
    const { manager } = questionnaires(modules);
    expect(secondsOf(questionsOf(manager))).toBe(300);
    expect(overBudget("satisfaction", questionnaires(modules))).toEqual([]);
  });

  test("one question too many is over budget for the tier that gets it", () => {
    const modules: ModuleSlug[] = ["account-manager", "recommend", "awareness"];
    const account = { ...bare, services: ["One"] };
    expect(overBudget("satisfaction", questionnaires(modules, account))).toEqual([
      { tier: "manager", seconds: 310, budgetSeconds: 300 },
    ]);
  });

  test("the board has 180 seconds", () => {
    const over = overBudget("satisfaction", {
      board: compose({
        tier: "board",
        modules: ["awareness", "future"],
        account: five,
      }),
    });
    expect(over).toEqual([{ tier: "board", seconds: 200, budgetSeconds: 180 }]);
  });

  test("each sitting of an annual review has 300 seconds, whoever answers", () => {
    const board = compose({
      kind: "annual_review",
      modules: ["account-manager", "future", "recommend"],
    });
    expect(overBudget("annual_review", { board })).toEqual([
      { tier: "board", sitting: 1, seconds: 310, budgetSeconds: 300 },
    ]);
  });

  test("only a satisfaction round asks about the account manager unasked", () => {
    expect(defaultModules("satisfaction")).toEqual(["account-manager"]);
    expect(defaultModules("annual_review")).toEqual([]);
  });
});

describe("questions of a round's own", () => {
  const text = (wording: string) => ({ type: "text" as const, wording });

  test("stand after the modules and before the offer of a call, for every tier", () => {
    for (const tier of tiers) {
      const ownQuestions = [text("What of the move?")];
      const keys = keysOf(compose({ tier, modules: ["recommend"], ownQuestions }));
      expect(keys.slice(-3)).toEqual(["recommend", "own.text-what-of-the-move", "call-me"]);
    }
  });

  test("stand in the first sitting of an annual review", () => {
    const review = compose({ kind: "annual_review", ownQuestions: [text("What of the move?")] });
    expect(review.sections.find(({ key }) => key === "own")?.sitting).toBe(1);
    expect(Questionnaire.parse(review)).toEqual(review);
  });

  test.each([
    [
      ["What now?", "What now?"],
      ["own.text-what-now", "own.text-what-now-2"],
    ],
    [
      ["What now?", "What now?", "What now 2?"],
      ["own.text-what-now", "own.text-what-now-2", "own.text-what-now-2-2"],
    ],
    [["Comment"], ["own.text-comment"]],
    [["…?"], ["own.text"]],
    [["x".repeat(300)], [`own.text-${"x".repeat(60)}`]],
    [["كيف الحال؟"], ["own.text-643-64a-641-627-644-62d-627-644"]],
  ])("%j have keys of their own: %j", (wordings, keys) => {
    const asked = compose({ ownQuestions: wordings.map(text) });
    const own = asked.sections.find(({ key }) => key === "own")!;
    expect(own.questions.map(({ key }) => key)).toEqual(keys);
    expect(Questionnaire.parse(asked)).toEqual(asked);
  });
});
