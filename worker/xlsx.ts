import { writeZip } from "./zip.ts";

type Cell = string | number | null;

/** One sheet of a workbook: a table whose columns say what they hold. */
export type Sheet = {
  name: string;
  columns: { title: string; about: string }[];
  rows: Cell[][];
};

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";
const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/**
 * A workbook for a spreadsheet, its first sheet explaining the columns of the others. Text is stored as text,
 * whatever it begins with, so nothing in it is ever a formula. `lines` stand above the explanations.
 */
export function writeXlsx(lines: string[], sheets: Sheet[]): Uint8Array<ArrayBuffer> {
  const all = [{ name: "Columns", xml: explanation(lines, sheets) }, ...sheets.map(toXml)];
  const names = all.map(({ name }) => name);
  const files: Record<string, string> = {
    "[Content_Types].xml": contentTypes(names),
    "_rels/.rels": relations([["officeDocument", "xl/workbook.xml"]]),
    "xl/workbook.xml": workbook(names),
    "xl/_rels/workbook.xml.rels": relations([
      ...names.map((_, at): [string, string] => ["worksheet", `worksheets/sheet${at + 1}.xml`]),
      ["styles", "styles.xml"],
    ]),
    "xl/styles.xml": styles,
    ...Object.fromEntries(all.map(({ xml }, at) => [`xl/worksheets/sheet${at + 1}.xml`, xml])),
  };
  return writeZip(
    Object.fromEntries(Object.entries(files).map(([path, xml]) => [path, declaration + xml])),
  );
}

/** What XML cannot hold is left out; a text that looks like an escape of a spreadsheet is kept from being one. */
const escape = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- these are what XML 1.0 cannot hold
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
    .replaceAll(/_(?=x[\dA-Fa-f]{4}_)/g, "_x005F_")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** The longest text that a cell takes. */
const longest = 32_000;
const [plain, heading, wrapped] = [0, 1, 2];

function cellXml(value: Cell, style: number): string {
  if (value === null || value === "") return "<c/>";
  if (typeof value === "number") return `<c s="${style}"><v>${value}</v></c>`;
  const text = escape(value.slice(0, longest));
  return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

/** Rows and cells need no address: they follow on one another. */
const rowXml = (cells: Cell[], styleOf: (cell: Cell) => number) =>
  `<row>${cells.map((cell) => cellXml(cell, styleOf(cell))).join("")}</row>`;
const bodyStyle = (cell: Cell) => (typeof cell === "string" && cell.length > 40 ? wrapped : plain);

const [narrowest, widest] = [9, 60];
const widthOf = (values: Cell[]) =>
  Math.min(widest, Math.max(narrowest, ...values.map((value) => String(value ?? "").length + 2)));

function sheetXml(rows: string[], columns: Cell[][], frozen: boolean): string {
  const cols = columns.map(
    (values, at) =>
      `<col min="${at + 1}" max="${at + 1}" width="${widthOf(values)}" customWidth="1"/>`,
  );
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  return `<worksheet ${main}><sheetViews><sheetView workbookViewId="0">${frozen ? pane : ""}</sheetView></sheetViews><cols>${cols.join("")}</cols><sheetData>${rows.join("")}</sheetData></worksheet>`;
}

function toXml({ name, columns, rows }: Sheet): { name: string; xml: string } {
  const titles = columns.map(({ title }) => title);
  const lines = [rowXml(titles, () => heading), ...rows.map((row) => rowXml(row, bodyStyle))];
  const values = titles.map((title, at) => [title, ...rows.map((row) => row[at] ?? null)]);
  return { name, xml: sheetXml(lines, values, true) };
}

function explanation(lines: string[], sheets: Sheet[]): string {
  const about = sheets.flatMap(({ name, columns }) =>
    columns.map((column) => [name, column.title, column.about]),
  );
  const titles = ["Sheet", "Column", "What it holds"];
  const rows = [
    ...lines.map((line) => rowXml([line], () => plain)),
    "<row/>",
    rowXml(titles, () => heading),
    ...about.map((row) => rowXml(row, bodyStyle)),
  ];
  return sheetXml(
    rows,
    titles.map((title, at) => [title, ...about.map((row) => row[at]!)]),
    false,
  );
}

const contentTypes = (names: string[]) =>
  `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${names
    .map(
      (_, at) =>
        `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${types}.worksheet+xml"/>`,
    )
    .join("")}</Types>`;

const relations = (targets: [type: string, target: string][]) =>
  `<Relationships xmlns="${packaged}/relationships">${targets
    .map(
      ([type, target], at) =>
        `<Relationship Id="rId${at + 1}" Type="${office}/${type}" Target="${target}"/>`,
    )
    .join("")}</Relationships>`;

const workbook = (names: string[]) =>
  `<workbook ${main} xmlns:r="${office}"><sheets>${names
    .map((name, at) => `<sheet name="${escape(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
    .join("")}</sheets></workbook>`;

/** Plain, bold for headings, wrapped for long texts: in the order of their numbers. */
const styles = `<styleSheet ${main}><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`;
