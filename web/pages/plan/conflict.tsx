import type { Line } from "#worker/domain/action/actions-page.ts";
import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import { Notice } from "../../ui/notice.tsx";
import type { Typed } from "../../ui/form.ts";
import { fieldWords, storedFields, valueWords } from "./words.ts";
import { TableHead } from "../../ui/table-head.tsx";

const compared = [
  "title",
  "heard",
  "promise",
  "ownerId",
  "counterpartId",
  "dueOn",
  "area",
  "measure",
  "measureText",
  "clientVisible",
  "keepDoing",
  "doneNote",
  "dropReason",
];

/** What somebody else saved meanwhile beside what was typed here; the form below still holds the latter. */
export function Conflict({ line, typed }: { line: Line; typed: Typed }) {
  if (!line.action) return null;
  const stored: Record<string, string> = {
    ...storedFields(line.action),
    doneNote: line.action.doneNote ?? "",
    dropReason: line.action.dropReason ?? "",
  };
  const whole = "whole" in typed;
  const mine = (field: string) => {
    const value = typed[field];
    return typeof value === "string" ? value.replaceAll("\r\n", "\n").trim() : "";
  };
  const sent = compared.filter((field) => field in typed || (whole && field in stored));
  const differing = sent.filter((field) => mine(field) !== stored[field]);
  const shown = (field: string, value: string) => {
    if (field === "ownerId") return line.owners.find(({ id }) => id === value)?.name ?? "nobody";
    const person = line.counterparts.find(({ id }) => id === value);
    if (field === "counterpartId") return person ? nameOrAddress(person) : "nobody";
    if (field === "clientVisible" || field === "keepDoing") return value === "yes" ? "yes" : "no";
    return field === "measure" ? value || "nothing" : valueWords(field, value);
  };
  return (
    <Notice kind="warn">
      <p>
        What you typed still stands in the form: save it to write it over what stands there now, or
        change it first. The line is now {valueWords("status", line.action.status)}.
      </p>
      {differing.length > 0 && (
        <table>
          <TableHead columns={["Field", "What stands there now", "What you typed"]} />
          <tbody>
            {differing.map((field) => (
              <tr key={field}>
                <th scope="row">{fieldWords[field]}</th>
                <td dir="auto">{shown(field, stored[field] ?? "")}</td>
                <td dir="auto">{shown(field, mine(field))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Notice>
  );
}
