import type { ImportSummary } from "#worker/domain/import/actions-preview.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { TextField } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { spellNumber } from "../../ui/number.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { State } from "../../ui/state.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = { imports: ImportSummary[]; errors: FieldError[]; timeZone: string };

/** Choose a file; nothing is changed before its preview has been seen. */
export function ImportList({ imports, errors, timeZone }: Props) {
  return (
    <>
      <PageHeader
        title="Import contacts"
        lede="Send the list of contacts from your CRM. You see what would change before anything does."
      />
      <ErrorSummary title="This file was not read" errors={errors} />
      <form method="post" action={paths.imports} enctype="multipart/form-data">
        <TextField
          label="CSV file"
          hint="Up to 20 MB, as your CRM or spreadsheet exports it: comma, semicolon or tab; UTF-8 or Windows."
          name="file"
          type="file"
          accept=".csv,text/csv,text/plain"
          required
          error={errorIn(errors)("file")}
        />
        <div class="actions">
          <button type="submit" class="primary">
            Preview the import
          </button>
        </div>
      </form>
      <Columns />
      {imports.length > 0 && <Earlier imports={imports} timeZone={timeZone} />}
    </>
  );
}

const columns = [
  {
    name: "Email",
    also: "Email Address",
    meaning: "Needed. One contact for each address and company.",
  },
  {
    name: "Company",
    also: "Account Name, Associated Company",
    meaning: "Needed. An account is made for a name that is new.",
  },
  { name: "First Name, Last Name", also: "", meaning: "At least one of the two." },
  {
    name: "Tier",
    also: "Level",
    meaning: "user, manager or board. Without it a new contact is a user.",
  },
  { name: "Most senior", also: "", meaning: "yes for one person in each account." },
  { name: "Job Title", also: "Title", meaning: "" },
  {
    name: "Department",
    also: "",
    meaning: "Says the function too: purchasing, legal, HR, finance, IT, operations.",
  },
  { name: "Language", also: "", meaning: "A code or a name: de, German." },
  {
    name: "Owner email",
    also: "Account Owner",
    meaning: "Makes one of us the account manager, where an account has none.",
  },
];

function Columns() {
  return (
    <section>
      <h2>Which columns are read</h2>
      <p>
        The first line names the columns, in any order; upper or lower case and spaces make no
        difference, and columns of other names are ignored. An empty cell changes nothing, so you
        can send the same list again and again.
      </p>
      <table class="list">
        <TableHead columns={["Column", "Also called", "What it does"]} />
        <tbody>
          {columns.map(({ name, also, meaning }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-label={also && "also"}>{also}</td>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Earlier({ imports, timeZone }: Pick<Props, "imports" | "timeZone">) {
  return (
    <section>
      <h2>Your imports</h2>
      <table class="list">
        <TableHead
          columns={[
            "File",
            "Read",
            "State",
            { num: "New" },
            { num: "Changed" },
            { num: "Rejected" },
          ]}
        />
        <tbody>
          {imports.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <a href={paths.import(one.id)}>
                  <bdi>{one.fileName}</bdi>
                </a>
              </th>
              <td>
                <Time value={one.createdAt} timeZone={timeZone} />
              </td>
              <td>
                <State value={stateWords[one.status]} />
              </td>
              <td class="num" data-label="new">
                {spellNumber(one.created)}
              </td>
              <td class="num" data-label="changed">
                {spellNumber(one.updated)}
              </td>
              <td class="num" data-label="rejected">
                {spellNumber(one.rejected)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <a href={paths.importsCsv}>Save this list as CSV</a>
      </p>
    </section>
  );
}

const stateWords: Record<ImportSummary["status"], string> = {
  reading: "reading",
  previewed: "not_imported",
  applying: "running",
  applied: "done",
};
