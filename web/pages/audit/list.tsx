import type { AuditLine } from "#worker/domain/audit/actions.ts";
import { subjectWords, systemActor } from "#worker/domain/audit/rules.ts";
import type { AuditFilter } from "#worker/domain/audit/schema.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { Select } from "../../ui/field.tsx";
import { choicesById, choicesOf } from "../../ui/form.ts";
import { Pagination } from "../../ui/navigation.tsx";
import { Empty } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = {
  entries: AuditLine[];
  nextCursor: string | null;
  paged: boolean;
  filter: AuditFilter;
  actors: { id: string; name: string }[];
  timeZone: string;
};

function addressOf(filter: AuditFilter, more: { base?: string; cursor?: string } = {}): string {
  const { base = paths.audit, cursor = "" } = more;
  const named = Object.entries({ ...filter, cursor }).filter(([, value]) => value !== "");
  const query = new URLSearchParams(named).toString();
  return query === "" ? base : `${base}?${query}`;
}

/** Who did what when, the newest first. */
export function AuditPage({ entries, nextCursor, paged, filter, actors, timeZone }: Props) {
  return (
    <>
      <PageHeader
        title="Audit log"
        lede="Who did what, and when. It holds no answers, no reasons and no links."
      >
        <a href={addressOf(filter, { base: paths.auditCsv })}>Save as CSV</a>
      </PageHeader>
      <FilterForm filter={filter} actors={actors} />
      {entries.length > 0 ? (
        <Entries entries={entries} timeZone={timeZone} />
      ) : (
        <Empty title="Nothing of that kind was done">
          <p>
            <a href={paths.audit}>Show everything</a>
          </p>
        </Empty>
      )}
      <Pagination
        first={paged ? addressOf(filter) : null}
        next={nextCursor && addressOf(filter, { cursor: nextCursor })}
      />
    </>
  );
}

function FilterForm({ filter, actors }: Pick<Props, "filter" | "actors">) {
  const who = choicesById(actors);
  const about = choicesOf(subjectWords);
  const filtered = Object.values(filter).some((value) => value !== "");
  return (
    <form class="filter" method="get" action={paths.audit} role="search">
      <Select
        label="Who"
        name="actor"
        value={filter.actor}
        options={[...who, { value: systemActor, label: "The system" }]}
        empty="Anybody"
      />
      <Select label="About" name="about" value={filter.about} options={about} empty="Anything" />
      {filter.id && <input type="hidden" name="id" value={filter.id} />}
      <button type="submit">Show</button>
      {filtered && <a href={paths.audit}>Show everything</a>}
    </form>
  );
}

function Entries({ entries, timeZone }: Pick<Props, "entries" | "timeZone">) {
  return (
    <table class="list">
      <TableHead columns={["What", "Who", "When"]} />
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <th scope="row">
              {entry.deed} <Subject entry={entry} />
              {entry.detail && (
                <>
                  {" "}
                  <bdi>{entry.detail}</bdi>
                </>
              )}
            </th>
            <td>
              <bdi>{entry.actor}</bdi>
            </td>
            <td>
              <Time value={entry.at} timeZone={timeZone} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The thing by its name, with all that was done to it one click away. */
function Subject({ entry: { subject, subjectType, subjectId } }: { entry: AuditLine }) {
  if (subject === null) return null;
  return (
    <a href={addressOf({ actor: "", about: subjectType, id: subjectId })}>
      <bdi>{subject}</bdi>
    </a>
  );
}
