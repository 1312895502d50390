import type { ContactFunction, Tier } from "#worker/domain/contact/schema.ts";
import type { ImportChange, ImportedField } from "#worker/domain/import/schema.ts";
import type { OwnImport } from "#worker/domain/import/actions-preview.ts";
import { paths } from "../../paths.ts";
import { spellNumber } from "../../ui/number.ts";
import { functionWords, levelWords } from "../contacts/words.ts";
import { TableHead } from "../../ui/table-head.tsx";

type Props = { found: OwnImport };

/** The first of the changes, field by field, before and after. */
export function Changes({ found: { changes, created, updated } }: Props) {
  if (changes.length === 0) return null;
  const total = created + updated;
  return (
    <section>
      <h2>What changes</h2>
      {changes.length < total && (
        <p class="hint">
          The first {changes.length} of {spellNumber(total)} contacts.
        </p>
      )}
      <table class="list">
        <TableHead columns={["Contact", "Company", "Change", { num: "Line" }]} />
        <tbody>
          {changes.map((change) => (
            <tr key={change.line}>
              <th scope="row">{change.email}</th>
              <td>
                <bdi>{change.company}</bdi>
              </td>
              <td>
                <What change={change} />
              </td>
              <td class="num" data-label="line">
                {change.line}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const fieldWords: Record<ImportedField, string> = {
  firstName: "First name",
  lastName: "Last name",
  tier: "Level",
  function: "Function",
  jobTitle: "Job title",
  department: "Department",
  locale: "Language",
  mostSenior: "Most senior",
};

const inWords = (field: ImportedField, value: string): string => {
  if (field === "tier") return levelWords[value as Tier];
  return field === "function" ? functionWords[value as ContactFunction] : value;
};

function What({ change: { kind, fields } }: { change: ImportChange }) {
  if (kind === "created")
    return (
      <>
        New:{" "}
        {fields
          .filter(({ field, to }) => !(field === "function" && to === "other"))
          .map(({ field, to }, at) => (
            <span key={field}>
              {at > 0 && ", "}
              {field === "mostSenior" ? "most senior" : <bdi>{inWords(field, to)}</bdi>}
            </span>
          ))}
      </>
    );
  return (
    <>
      {fields.map(({ field, from, to }) => (
        <div key={field}>
          <span class="n">{fieldWords[field]}</span> <FromTo field={field} from={from} to={to} />
        </div>
      ))}
    </>
  );
}

function FromTo({ field, from, to }: { field: ImportedField; from: string | null; to: string }) {
  return (
    <>
      {from !== null && (
        <>
          <del>
            <bdi>{inWords(field, from)}</bdi>
          </del>{" "}
          <span class="visually-hidden">becomes</span>
        </>
      )}{" "}
      <ins>
        <bdi>{inWords(field, to)}</bdi>
      </ins>
    </>
  );
}

/** The lines that are left out, each with its reason. */
export function Rejections({ found: { id, rejected, rejectedLines } }: Props) {
  if (rejected === 0) return null;
  return (
    <section>
      <h2>Rejected lines</h2>
      <p>
        These lines are left out; all others are not affected. Correct them in the file and import
        it again: what is in already stays unchanged.{" "}
        <a href={paths.importRejected(id)} download>
          Download {rejected === 1 ? "it" : `all ${spellNumber(rejected)}`} as CSV
        </a>
      </p>
      {rejectedLines.length < rejected && (
        <p class="hint">
          The first {rejectedLines.length} of {spellNumber(rejected)} lines.
        </p>
      )}
      <table class="list numbered">
        <TableHead columns={["Line", "Column", "Reason"]} />
        <tbody>
          {rejectedLines.map(({ line, column, reason }) => (
            <tr key={line}>
              <th scope="row">{line}</th>
              <td>{column ?? "the whole line"}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
