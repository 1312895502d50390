import type { Question } from "#worker/domain/questions/index.ts";
import { typeOf } from "#worker/domain/questions/index.ts";
import { viewOf } from "#web/questions/index.ts";
import { renderToString } from "preact-render-to-string";
import { expect, test } from "vitest";

const options = [
  { key: "less", label: "Less" },
  { key: "more", label: "More" },
];
const questions: Question[] = [
  {
    type: "rating",
    key: "r",
    wording: "R?",
    labels: ["a", "b", "c", "d", "e"],
    service: "Payroll",
  },
  { type: "grade", key: "g", wording: "G?", required: true },
  { type: "likelihood", key: "l", wording: "L?", labels: ["no", "maybe", "yes"] },
  { type: "choice", key: "c", wording: "C?", options },
  { type: "choices", key: "cs", wording: "CS?", options },
  { type: "awareness", key: "a", wording: "A?", service: "Payroll" },
  { type: "text", key: "t", wording: "T?" },
];

const inputOf = (question: Question, filled: (name: string) => string[] = () => []) => {
  const { Input } = viewOf(question);
  return renderToString(<Input question={question} filled={filled} />);
};
const valuesIn = (html: string, key: string) =>
  [...html.matchAll(new RegExp(`name="${key}" value="([^"]+)"`, "g"))].map(([, value]) => value!);

test.each(questions)(
  "every answer that the page of a $type question offers is accepted",
  (question) => {
    const values = valuesIn(inputOf(question), question.key);
    for (const value of values)
      expect(typeOf(question).answer(question).safeParse(value).success, value).toBe(true);
    expect(values.length).toBe(
      { rating: 7, grade: 6, likelihood: 12, choice: 3, choices: 3, awareness: 5, text: 0 }[
        question.type
      ],
    );
  },
);

test.each(questions)(
  "a $type question shows again what was filled in, and its comment unfolded",
  (question) => {
    const value = valuesIn(inputOf(question), question.key)[1] ?? "Some <b>words</b>";
    const filled = (name: string) => [name.endsWith(".comment") ? "Because" : value];
    const html = inputOf(question, filled);
    if (question.type === "text") return expect(html).toContain("Some &lt;b>words&lt;/b>");
    expect(html).toMatch(new RegExp(`value="${value}"[^>]* checked`));
    expect(html.match(/ checked/g)).toHaveLength(1);
    expect(html).toContain("<details open>");
    return expect(html).toContain(">Because</textarea>");
  },
);

test.each(questions)(
  "an answer to a $type question reads as its label, anything else as it is",
  (question) => {
    const { words } = viewOf(question);
    const values = valuesIn(inputOf(question), question.key);
    if (values.includes("na"))
      expect(words(question, "na")).toBe("I can't say (no direct experience)");
    expect(words(question, "something else")).toBe("something else");
  },
);

test("the offer of a call is a box to tick or to leave", () => {
  const offer: Question = { type: "choices", key: "call-me", wording: "Call?", options };
  expect(valuesIn(inputOf(offer), "call-me")).toEqual(["less", "more"]);
});

test("a result counts every answer, with those who could not say apart", () => {
  const question = questions[0]!;
  const tally = typeOf(question).tally(question);
  for (const answer of ["4", "4", "5", "na", "unaware"]) tally.add(answer);
  const { Result } = viewOf(question);
  const html = renderToString(<Result question={question} summary={tally.summary()} />);
  expect(html).toMatch(/<th scope="row">d<\/th><td class="num">2<\/td>/);
  expect(html).toMatch(
    /<tr class="apart"><th scope="row">I didn't know you did this<\/th><td class="num">1</,
  );
  expect(html).toContain("n = 3");
});
