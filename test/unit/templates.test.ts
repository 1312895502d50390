import { modules, templates } from "#templates/index.ts";
import type { Question } from "#worker/domain/questions/index.ts";
import { Module, Template } from "#worker/domain/survey/schema.ts";
import { questionsOf, secondsOf } from "#worker/domain/survey/rules.ts";
import { describe, expect, test } from "vitest";

const all = Object.entries(templates);
const keysOf = (questions: Question[], type: "closed" | "open") =>
  questions
    .filter((question) => (question.type === "text") === (type === "open"))
    .map(({ key, area }) => (area ? `${key} (${area})` : key));

const asUsers = [
  "overall-grade",
  "workable-solutions (deliverables)",
  "quality (deliverables)",
  "working-together (teamwork)",
  "responsiveness (responsiveness)",
  "integrity (relationship)",
  "reliability (relationship)",
];

describe("the base templates ask exactly what the product promises, in this order", () => {
  test.each([
    ["users" as const, asUsers, ["improve-one-thing"]],
    [
      "managers" as const,
      [
        ...asUsers,
        "understands-business (understanding)",
        "understands-needs (understanding)",
        "understands-culture (culture)",
        "proactive (initiative)",
        "added-value (value)",
        "value-for-money (value)",
        "skills (capability)",
        "reputation (standing)",
      ],
      ["improve-one-thing", "most-valuable"],
    ],
    [
      "board" as const,
      [
        "overall-grade",
        "image (standing)",
        "understands-culture (culture)",
        "business-relationship (relationship)",
        "benefits (value)",
        "value-for-money (value)",
      ],
      ["improve-one-thing"],
    ],
  ])("%s", (slug, closed, open) => {
    const questions = questionsOf(templates[slug]);
    expect(keysOf(questions, "closed")).toEqual([...closed, "call-me"]);
    expect(keysOf(questions, "open")).toEqual(open);
  });

  test("annual-review: ten topics, the first five in the first sitting", () => {
    const topics = (sitting: 1 | 2) =>
      templates["annual-review"].sections
        .filter((section) => section.sitting === sitting && section.key.startsWith("topic-"))
        .map(({ key }) => Number(key.replace("topic-", "")));
    expect(topics(1)).toEqual([1, 2, 3, 4, 5]);
    expect(topics(2)).toEqual([6, 7, 8, 9, 10]);
  });
});

describe.each(all)("%s", (_slug, template) => {
  const questions = questionsOf(template);

  test("is valid", () => expect(Template.parse(template)).toEqual(template));

  test("asks every key once", () => {
    const keys = questions.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("opens with the overall grade, the one answer that is required", () => {
    expect(questions[0]).toMatchObject({ key: "overall-grade", type: "grade", required: true });
    expect(questions.filter((question) => "required" in question)).toHaveLength(1);
  });

  test("ends with the offer of a call", () => {
    expect(questions.at(-1)).toMatchObject({ key: "call-me", type: "choices" });
  });
});

test.each([
  ["users", undefined, 110, 180],
  ["managers", undefined, 230, 300],
  ["board", undefined, 100, 120],
  ["annual-review", 1, 190, 300],
  ["annual-review", 2, 250, 300],
] as const)("%s, sitting %s, takes %i of %i seconds", (slug, sitting, seconds, budget) => {
  expect(secondsOf(questionsOf(templates[slug], sitting && { sitting }))).toBe(seconds);
  expect(templates[slug].budgetSeconds).toBe(budget);
  expect(seconds).toBeLessThanOrEqual(budget);
});

test("managers are asked the very questions that users are asked", () => {
  const managers = questionsOf(templates.managers);
  for (const question of questionsOf(templates.users)) expect(managers).toContain(question);
});

test("the question about the relationship manager stands behind the firewall", () => {
  const question = questionsOf(templates["annual-review"]).find(
    ({ key }) => key === "relationship-manager",
  );
  expect(question?.area).toBe("account-manager");
});

test.each(Object.entries(modules))("the module %s is valid and bears its name", (slug, module) => {
  expect(Module.parse(module)).toEqual(module);
  expect(module.slug).toBe(slug);
  expect(module.section.key).toBe(slug);
});

test("everything the account manager's module asks stands behind the firewall", () => {
  const { section, tiers } = modules["account-manager"];
  expect(section.questions.map(({ type, area }) => [type, area])).toEqual([
    ["rating", "account-manager"],
    ["rating", "account-manager"],
    ["text", "account-manager"],
  ]);
  expect(tiers).toEqual(["user", "manager"]);
});
