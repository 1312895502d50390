import { strFromU8, unzipSync } from "fflate";
import Papa from "papaparse";

/** In every string that is tried, so that it is found again. */
export const mark = "zq7";

/** What in an HTML page has come to life: elements, attributes and addresses that the string made. */
export async function aliveIn(response: Response): Promise<string[]> {
  const alive: string[] = [];
  let script = "";
  const rewriter = new HTMLRewriter()
    .on("*", {
      element(element) {
        if (element.tagName.includes(mark)) alive.push(`<${element.tagName}>`);
        // -- Iterable in the runtime, by pairs; the types of a browser's element say otherwise.
        for (const [name, value] of element.attributes as unknown as Iterable<[string, string]>) {
          if (name.includes(mark) || name.startsWith("on")) alive.push(`${name}=${value}`);
          const leads = ["href", "src", "action", "formaction"].includes(name);
          if (leads && /^\s*(javascript|vbscript|data:text)/i.test(value)) alive.push(value);
        }
      },
    })
    .on("script, style", { text: (piece) => void (script += piece.text) })
    .onDocument({ comments: (one) => void (one.text.includes(mark) && alive.push("a comment")) });
  const html = await rewriter.transform(response).text();
  if (script.includes(mark)) alive.push("script or style");
  if (html.includes(`${mark}49`)) alive.push("a template");
  return alive;
}

const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|]|^[\t\r\n]/u;

/** The same in what is saved as a file. */
export function aliveInCsv(text: string): string[] {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { delimiter: "," });
  return data.flat().filter((cell) => cell.includes(mark) && formula.test(cell));
}
/** In a workbook only what stands in an element for formulas is one; the rest is text, whatever it begins with. */
function aliveInWorkbook(bytes: Uint8Array): string[] {
  const sheets = Object.entries(unzipSync(bytes)).filter(([name]) => name.includes("worksheets/"));
  return sheets.filter(([, xml]) => /<f[ >/]/.test(strFromU8(xml))).map(([name]) => name);
}

/** In a calendar a line that is none of its own, or one that is broken by what stands in it. */
function aliveInCalendar(text: string): string[] {
  const lines = text.replaceAll("\r\n ", "").split("\r\n").slice(0, -1);
  return lines.filter((line) => !/^[A-Z-]+[:;][^\r\n\0]*$/.test(line) || line.startsWith(mark));
}

/** What an answer has come to, whatever its kind, and a fault of ours too. */
export async function aliveInAnswer(response: Response): Promise<string[]> {
  const type = response.headers.get("content-type") ?? "";
  const name = response.headers.get("content-disposition") ?? "";
  const file = name === "" || /^(attachment|inline); filename="[\w.-]+"$/.test(name) ? [] : [name];
  if (response.status >= 500) return [`${response.status}`];
  if (type.startsWith("text/html")) return [...file, ...(await aliveIn(response))];
  if (type.startsWith("text/csv")) return [...file, ...aliveInCsv(await response.text())];
  if (type.includes("spreadsheet"))
    return [...file, ...aliveInWorkbook(new Uint8Array(await response.arrayBuffer()))];
  if (type.startsWith("text/calendar")) return [...file, ...aliveInCalendar(await response.text())];
  if (type.startsWith("application/json")) await response.json();
  return file;
}
