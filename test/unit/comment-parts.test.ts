import type { Report } from "#worker/domain/reports/schema.ts";
import { partsOf } from "#worker/domain/reports/search-rules.ts";
import { expect, test } from "vitest";

const comments = (count: number, length: number): Report["comments"] =>
  Array.from({ length: count }, (_, n) => ({
    questionKey: "quality",
    tier: "user" as const,
    text: `${n} `.padEnd(length, "x"),
  }));
const sizes = (count: number, length: number) =>
  partsOf(comments(count, length)).map((part) => part.length);

test("comments come in parts of a hundred, or of as many words as a page carries, in their order", () => {
  expect(sizes(0, 10)).toEqual([0]);
  expect(sizes(100, 100)).toEqual([100]);
  expect(sizes(250, 20)).toEqual([100, 100, 50]);
  expect(sizes(7, 5000)).toEqual([3, 3, 1]);
  expect(sizes(2, 20_000)).toEqual([1, 1]);
  const all = comments(250, 100);
  expect(partsOf(all).flat()).toEqual(all);
});
