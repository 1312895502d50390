import { modules, templates } from "#templates/index.ts";
import type { Question } from "#worker/domain/questions/index.ts";
import {
  lintKeys,
  lintQuestion,
  lintSection,
  lintTemplate,
} from "#worker/domain/survey/lint-rules.ts";
import type { LintRule } from "#worker/domain/survey/lint-asked-rules.ts";
import { describe, expect, test } from "vitest";

const text = (wording: string): Question => ({ type: "text", key: "asked", wording });
const rating = (wording: string, labels = ["Bad", "Poor", "Fair", "Good", "Best"]): Question => ({
  type: "rating",
  key: "asked",
  wording,
  labels: labels as [string, string, string, string, string],
});
const rulesFor = (question: Question) => lintQuestion(question).map(({ rule }) => rule);

describe("our own questionnaires give the lint nothing to say", () => {
  test.each(Object.entries(templates))("template %s", (_slug, template) =>
    expect(lintTemplate(template)).toEqual([]),
  );
  test.each(Object.entries(modules))("module %s", (_slug, { section }) =>
    expect(lintSection(section)).toEqual([]),
  );
  test("a key means the same in all of them", () => {
    const sets = Object.values(modules).map(({ slug, section }) => ({ slug, sections: [section] }));
    expect(lintKeys([...Object.values(templates), ...sets])).toEqual([]);
  });
});

describe("the lint stumbles over", () => {
  test.each<[LintRule, string]>([
    ["leading", "Don't you think we respond quickly?"],
    ["leading", "Wouldn’t you rather stay with us?"],
    ["leading", "How satisfied are you with our work?"],
    ["leading", "How do you like our award-winning support?"],
    ["leading", "How much do you enjoy our meetings?"],
    ["leading", "What, of course, would you keep?"],
    ["double_barrelled", "How quick and friendly are our people?"],
    ["double_barrelled", "How good is our advice or support?"],
    ["double_barrelled", "How fast/cheap are we?"],
    ["double_barrelled", "How clear as well as complete are our reports?"],
    ["double_barrelled", "How are we doing? What should change?"],
    ["cliche", "What keeps you up at night?"],
    ["cliche", "What does success look like for you?"],
    ["cliche", "What did I forget to ask?"],
    ["cliche", "What should we have asked you?"],
    ["cliche", "If you had a magic wand, what would you change?"],
    ["cliche", "How often do we go the extra mile?"],
    ["cliche", "How often do we exceed your expectations?"],
    ["agree_disagree", "Do you agree that we are quick?"],
    ["agree_disagree", "Your team understands our business."],
    ["absolute", "Do we always keep our promises?"],
    ["absolute", "How completely do we understand you?"],
    ["jargon", "How well do we leverage your data?"],
    ["jargon", "How good are our deliverables?"],
    ["jargon", "How proactive are we?"],
    [
      "too_long",
      "When you look back at the last year in which we have worked for you, and only at that, how well would you say our work went for you on the whole?",
    ],
  ])("%s: %s", (rule, wording) => {
    const finding = lintQuestion(rating(wording)).find((one) => one.rule === rule);
    expect(finding).toMatchObject({ key: "asked", where: expect.stringContaining("wording") });
    expect(finding!.why).not.toBe("");
  });

  test("answers that agree or disagree", () => {
    const labels = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"];
    expect(lintQuestion(rating("How quick are we?", labels))).toMatchObject([
      { rule: "agree_disagree", where: "answer 1: “Strongly disagree”" },
    ]);
  });

  test.each([
    [["Poor", "2", "3", "4", "Excellent"], 3],
    [["Poor", "-", "Fair", "…", "Excellent"], 2],
    [["Poor", "Level 2", "Fair", "Good", "Excellent"], 1],
    [["Poor", "Fair", "fair ", "Good", "Excellent"], 1],
  ])("a scale that is not labelled throughout: %j", (labels, times) => {
    const expected = Array.from({ length: times }, () => "unlabelled_scale");
    expect(rulesFor(rating("How quick are we?", labels))).toEqual(expected);
  });

  test("options that cannot be told apart", () => {
    const question: Question = {
      type: "choice",
      key: "asked",
      wording: "How often should we write?",
      options: [
        { key: "weekly", label: "Often" },
        { key: "monthly", label: "Often" },
      ],
    };
    expect(rulesFor(question)).toEqual(["unlabelled_scale"]);
  });

  test("a worn phrase in an intro", () => {
    const section = { key: "s", intro: "Your feedback is important.", questions: [text("Why?")] };
    expect(lintSection(section)).toMatchObject([{ key: "s", rule: "cliche" }]);
  });

  test("more questions than the promised time allows", () => {
    const questions = Array.from({ length: 4 }, (_, at) => ({ ...text("Why?"), key: `q-${at}` }));
    const slow = { ...templates.board, budgetSeconds: 159, sections: [{ key: "s", questions }] };
    expect(lintTemplate(slow)).toMatchObject([
      { key: "board", rule: "over_budget", where: "the whole set: 160 s" },
    ]);
    expect(lintTemplate({ ...slow, budgetSeconds: 160 })).toEqual([]);
  });

  test("a sitting that takes longer than promised", () => {
    const slow = { ...templates["annual-review"], budgetSeconds: 240 };
    expect(lintTemplate(slow)).toMatchObject([{ rule: "over_budget", where: "sitting 2: 250 s" }]);
  });

  test.each([
    ["wording", { wording: "How rapid are we?" }],
    ["area", { area: "responsiveness" as const }],
    ["labels", { labels: ["Bad", "Poor", "Fair", "Good", "Perfect"] }],
  ])("a key that is used again with another %s", (_what, change) => {
    const one = rating("How quick are we?");
    const sets = [one, { ...one, ...change } as Question].map((question, at) => ({
      slug: `set-${at}`,
      sections: [{ key: "s", questions: [question] }],
    }));
    expect(lintKeys(sets)).toMatchObject([
      { key: "asked", rule: "key_reused", where: "set-0 and set-1" },
    ]);
  });
});

describe("the lint lets pass", () => {
  test.each([
    "How strong is the relationship between your organisation and ours?",
    "How often, now and then aside, do we call?",
    "How well do you know our service “Research and Development”?",
    "Which challenges do you expect in the next 6 to 12 months?",
    "How easy is it to understand our invoices?",
    "All in all, how reliable are we?",
    "How well does the brand of our work hold up?",
    "How normal are delays?",
    "How valuable is our advice?",
    "How far do our ideas reach everyday work?",
    "What do you expect of us next year?",
    "Which of our people would you ask first?",
    "How agreeable is it to work with our people?",
    "How well do we fit your budget?",
  ])("%s", (wording) => expect(lintQuestion(rating(wording))).toEqual([]));

  test("absolute words at the ends of a scale", () => {
    const labels = ["Never", "Rarely", "Sometimes", "Often", "Always"];
    expect(lintQuestion(rating("How often are we on time?", labels))).toEqual([]);
  });

  test("a request that asks for words", () => {
    expect(lintQuestion(text("Tell us what we should change first."))).toEqual([]);
  });

  test("the same question in two sets, and a hint that differs", () => {
    const one = rating("How quick are we?");
    const sets = [one, { ...one, hint: "Think of last month." }].map((question) => ({
      slug: "set",
      sections: [{ key: "s", questions: [question] }],
    }));
    expect(lintKeys(sets)).toEqual([]);
  });
});
