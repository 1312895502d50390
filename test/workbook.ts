import { strFromU8, unzipSync } from "fflate";

const textOf = (xml: string) =>
  xml
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

type Read = (string | number | null)[][];

function rowsIn(xml: string): Read {
  return [...xml.matchAll(/<row\/>|<row>(.*?)<\/row>/gs)].map(([, cells = ""]) =>
    [
      ...cells.matchAll(
        /<c\/>|<c [^>]*?t="inlineStr".*?<t[^>]*>(.*?)<\/t>.*?<\/c>|<c [^>]*><v>(.*?)<\/v><\/c>/gs,
      ),
    ].map(([, text, number]) =>
      text !== undefined ? textOf(text) : number === undefined ? null : Number(number),
    ),
  );
}

/** A workbook's sheets by name, their rows as cells. */
export function readWorkbook(bytes: Uint8Array): Record<string, Read> {
  const files = unzipSync(bytes);
  const names = [...strFromU8(files["xl/workbook.xml"]!).matchAll(/<sheet name="(.*?)"/g)];
  return Object.fromEntries(
    names.map(([, name], at) => [
      textOf(name!),
      rowsIn(strFromU8(files[`xl/worksheets/sheet${at + 1}.xml`]!)),
    ]),
  );
}
