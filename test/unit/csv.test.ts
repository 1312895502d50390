import { writeCsv } from "#worker/csv.ts";
import { expect, test } from "vitest";

// Some spreadsheets end a cell at a semicolon or a tab, and then know nothing of our quotation marks.
test.each<[string, string, string]>([
  ["marks a text that begins as a formula", "=1+1", `"'=1+1"`],
  ["marks a formula behind a semicolon", "Well;=HYPERLINK(1)", "Well;'=HYPERLINK(1)"],
  ["marks one behind a tab and a space", "Well\t @SUM(1)", "Well\t '@SUM(1)"],
  ["marks one on a line of its own", "Well\n+49 40 1", `"Well\n'+49 40 1"`],
  ["leaves a list with dashes", "We want:\n- names\n- days", `"We want:\n- names\n- days"`],
  ["leaves a semicolon in a sentence", "Good; go on - soon", "Good; go on - soon"],
])("a file for spreadsheets %s", (_title, text, written) => {
  expect(writeCsv(["Said"], [[text]])).toBe(`\uFEFFSaid\r\n${written}\r\n`);
});

test.each(["=1+1", " =1+1", "+1", "-1", "@x", "|x", "＝1"])(
  "a file for spreadsheets marks %j",
  (text) => {
    expect(writeCsv(["Said"], [[text]])).toContain(`'${text}`);
  },
);

test("a file for spreadsheets marks a tab at the start, and the formula behind it", () => {
  expect(writeCsv(["Said"], [["\t=1"]])).toContain("'\t'=1");
});
