import { writeXlsx } from "#worker/xlsx.ts";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { readWorkbook } from "../workbook.ts";

const columns = [
  { title: "Name", about: "What it is called" },
  { title: "Points", about: "How many" },
];
const sheet = (rows: (string | number | null)[][]) => [{ name: "Figures", columns, rows }];

test("a workbook begins with what its columns hold, and has a sheet for each table", () => {
  const read = readWorkbook(writeXlsx(["Nordwind"], sheet([["A & <B>", 1.5]])));
  expect(Object.keys(read)).toEqual(["Columns", "Figures"]);
  expect(read.Columns).toEqual([
    ["Nordwind"],
    [],
    ["Sheet", "Column", "What it holds"],
    ["Figures", "Name", "What it is called"],
    ["Figures", "Points", "How many"],
  ]);
  expect(read.Figures).toEqual([
    ["Name", "Points"],
    ["A & <B>", 1.5],
  ]);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "|x", "＝1"])(
  "%j is text, never a formula",
  (text) => {
    const files = unzipSync(writeXlsx([], sheet([[text, null]])));
    const xml = strFromU8(files["xl/worksheets/sheet2.xml"]!);
    expect(xml).not.toContain("<f");
    expect(xml.match(/<c [^>]*>/g)!.every((cell) => cell.includes('t="inlineStr"'))).toBe(true);
    expect(readWorkbook(writeXlsx([], sheet([[text, null]]))).Figures![1]).toEqual([text, null]);
  },
);

test("what XML cannot hold is left out, and nothing is taken for an escape", () => {
  const files = unzipSync(writeXlsx([], sheet([["a\u0000b\uD800c _x0041_", 0]])));
  const xml = strFromU8(files["xl/worksheets/sheet2.xml"]!);
  expect(xml).toContain("ab\uFFFDc _x005F_x0041_");
  expect(xml).toContain("<v>0</v>");
});
