import { TZDate } from "@date-fns/tz";
import { lightFormat } from "date-fns";
import Papa from "papaparse";
import { refuse, type Outcome } from "./errors.ts";

/** A row of a CSV file. `line` is its first physical line, from 1; `broken` when its quotation marks do not pair. */
export type CsvRow = { line: number; cells: string[]; broken: boolean };

const startsWith = (bytes: Uint8Array, ...magic: number[]) =>
  magic.every((byte, at) => bytes[at] === byte);

/** What a spreadsheet would take for a formula, however it is indented or spelled. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|]|^[\t\r\n]/u;
/** The same where a spreadsheet that ends cells at semicolons or tabs would begin one; a dash before a space is a list. */
const formulaWithin = /([;\t\r\n]\s*)(?=[=@\uFF1D\uFF20|]|[+\-\uFF0B\uFF0D]\S)/gu;

/**
 * Text of an uploaded file: UTF-8 with or without its mark, UTF-16 with its mark, otherwise Windows-1252.
 * Refused: a ZIP (every .xlsx), an old .xls and a gzip (`unsupported`), a mark that does not hold (`invalid`).
 */
export function decodeText(bytes: Uint8Array): Outcome<{ text: string }> {
  if (
    startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) ||
    startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0) ||
    startsWith(bytes, 0x1f, 0x8b)
  )
    return refuse(
      "unsupported",
      "This is an Excel workbook or an archive, not CSV. Save the sheet as CSV and send that file.",
    );
  if (startsWith(bytes, 0xff, 0xfe)) return decodeAs("utf-16le", bytes);
  if (startsWith(bytes, 0xfe, 0xff)) return decodeAs("utf-16be", bytes);
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return decodeAs("utf-8", bytes);
  const text = decodeAs("utf-8", bytes);
  return text.ok ? text : decodeAs("windows-1252", bytes);
}

function decodeAs(encoding: string, bytes: Uint8Array): Outcome<{ text: string }> {
  try {
    return { ok: true, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    const message = `The file is marked as ${encoding.toUpperCase()} but cannot be read as that.`;
    return refuse("invalid", message);
  }
}

/** The first row of a text under this delimiter. */
export const firstRow = (text: string, delimiter: string): string[] =>
  Papa.parse<string[]>(text, { delimiter, newline: "\n", preview: 1 }).data[0] ?? [];

/** How much may be read twice because of unclosed quotation marks. */
const rereadable = 200_000_000;

/** Takes a row; false stops the reading. */
type Take = (row: CsvRow) => boolean;
type Place = { at: number; line: number; reread: number };

/**
 * Hands over every row with its physical line. Line ends must be LF. A quotation mark that is never closed
 * would swallow the lines after it: such a row is handed over as broken, and reading goes on at its second
 * line. False: there were too many of those to go on.
 */
export function eachRow(text: string, delimiter: string, take: Take): boolean {
  let place: Place = { at: 0, line: 1, reread: 0 };
  while (place.at < text.length) {
    if (place.reread > rereadable) return false;
    place = readOn(text, delimiter, place, take);
  }
  return true;
}

/** Reads to the end, or to the first row that swallowed lines: then says where to go on. */
function readOn(text: string, delimiter: string, { at, line, reread }: Place, take: Take): Place {
  const rest = text.slice(at);
  const next = { at: text.length, line, reread };
  let read = 0;
  Papa.parse<string[]>(rest, {
    delimiter,
    newline: "\n",
    step({ data, errors, meta }, parser) {
      const broken = errors.some(({ type }) => type === "Quotes");
      const wanted = take({ line: next.line, cells: data, broken });
      const secondLine = rest.indexOf("\n", read) + 1;
      const swallowed = broken && secondLine > 0 && secondLine < meta.cursor;
      if (swallowed && wanted) {
        next.at = at + secondLine;
        next.reread += meta.cursor - read;
      }
      next.line += swallowed ? 1 : countLineEnds(rest, read, meta.cursor);
      read = meta.cursor;
      if (swallowed || !wanted) parser.abort();
    },
  });
  return next;
}

function countLineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1))
    count += 1;
  return count;
}

/** CSV for a spreadsheet: CRLF, and nothing in it is taken for a formula. */
export function writeCsv(heading: string[], rows: (string | number | null)[][]): string {
  const data = rows.map((row) =>
    row.map((cell) => (typeof cell === "string" ? cell.replace(formulaWithin, "$1'") : cell)),
  );
  return `\uFEFF${Papa.unparse({ fields: heading, data }, { escapeFormulae: formula })}\r\n`;
}

/** A day as every spreadsheet reads and sorts it: 2026-11-22; empty when there is none. */
export const csvDay = (date: Date | null | undefined, timeZone: string): string =>
  date ? lightFormat(new TZDate(date, timeZone), "yyyy-MM-dd") : "";
