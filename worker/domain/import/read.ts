import { decodeText, eachRow, firstRow, type CsvRow } from "../../csv.ts";
import { refuse, type Outcome } from "../../errors.ts";
import type { ImportLine, RejectedLine } from "./schema.ts";
import { countKnown, faultOfHeading, readHeading, type Heading } from "./heading-rules.ts";
import { headingOf, readLine } from "./line-rules.ts";

export type ReadImport = { heading: Heading; lines: ImportLine[]; rejected: RejectedLine[] };

const delimiters = [",", ";", "\t"];
const mostLines = 100_000;

/**
 * Reads an uploaded CSV file into the lines that can be used and those that cannot, each with its reason.
 * Refused as a whole (`invalid`, `unsupported`): not text, empty, a heading without the columns needed, over
 * 100,000 lines.
 */
export function readImport(bytes: Uint8Array): Outcome<ReadImport> {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const whole = decoded.text.replaceAll(/\r\n?/g, "\n");
  const [first = "", declared = ""] = separatorLine.exec(whole) ?? [];
  const text = whole.slice(first.length);
  if (text.trim() === "") return refuse("invalid", "The file is empty.");
  const delimiter = delimiterOf(text, declared);
  const heading = readHeading(firstRow(text, delimiter));
  const fault = faultOfHeading(heading);
  if (fault) return refuse("invalid", fault);
  return readRows({ text, delimiter, linesBefore: first === "" ? 0 : 1 }, heading);
}

/** What Excel puts before the heading to say what stands between cells. */
const separatorLine = /^"?sep=([,;\t|])"?[,;\t|]*\n/i;

/** The delimiter under which the heading makes the most sense: of two as good the declared one. */
const delimiterOf = (text: string, declared: string) =>
  [declared, ...delimiters]
    .filter((delimiter) => delimiter !== "")
    .map((delimiter) => ({ delimiter, known: countKnown(firstRow(text, delimiter)) }))
    .reduce((best, next) => (next.known > best.known ? next : best)).delimiter;

type Rows = { text: string; delimiter: string; linesBefore: number };

function readRows({ text, delimiter, linesBefore }: Rows, heading: Heading): Outcome<ReadImport> {
  const lines: ImportLine[] = [];
  const rejected: RejectedLine[] = [];
  const take = (row: CsvRow) => {
    if (row.line === 1 || isBlank(row)) return true;
    const line = row.line + linesBefore;
    const checked = row.broken ? unpaired : readLine(heading, line, row.cells);
    if (checked.ok) lines.push(checked.line);
    else {
      const { field, reason } = checked.fault;
      rejected.push({ line, column: field && headingOf(heading, field), reason });
    }
    return lines.length + rejected.length <= mostLines;
  };
  const complete = eachRow(text, delimiter, take);
  if (lines.length + rejected.length > mostLines)
    return refuse(
      "invalid",
      "The file has more than 100,000 lines. Split it and import the parts.",
    );
  if (!complete)
    return refuse("invalid", "Too many quotation marks in the file are opened and never closed.");
  if (lines.length + rejected.length === 0)
    return refuse("invalid", "The file has a heading but no contacts.");
  return { ok: true, heading, lines, rejected };
}

const isBlank = ({ cells, broken }: CsvRow) => !broken && cells.every((cell) => cell.trim() === "");

const unpaired = {
  ok: false,
  fault: {
    field: null,
    reason: "A quotation mark on this line is not closed; inside quotes a quote is doubled.",
  },
} as const;
