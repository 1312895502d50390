import { caseStatusWords, triggerWords } from "#worker/domain/case/rules.ts";
import type { Pace } from "#worker/domain/case/pace-rules.ts";
import type { Case } from "#worker/domain/case/schema.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { Pagination, Tabs } from "../../ui/navigation.tsx";
import { Empty } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { State } from "../../ui/state.tsx";
import { Pace as PaceFigures, type paceMonths } from "./pace.tsx";

type Props = {
  cases: Case[];
  nextCursor: string | null;
  resolved: boolean;
  paged: boolean;
  pace: Pace;
  months: (typeof paceMonths)[number];
  timeZone: string;
};

const resolvedCases = `${paths.cases}?show=resolved`;

/** Clients who wait for somebody of ours, the first due on top; or those who waited. */
export function CaseList({ cases, nextCursor, resolved, paged, timeZone, ...measured }: Props) {
  const here = resolved ? resolvedCases : paths.cases;
  const next = nextCursor && `${here}${resolved ? "&" : "?"}cursor=${nextCursor}`;
  return (
    <>
      <PageHeader
        title="Cases"
        lede="What a client told us that cannot wait for the report. Somebody gets in touch within 48 hours."
      >
        {cases.length > 0 && (
          <a href={`${paths.casesCsv}${resolved ? "?show=resolved" : ""}`}>Save as CSV</a>
        )}
      </PageHeader>
      <Tabs
        label="Cases by state"
        tabs={[
          { href: paths.cases, label: "Waiting", current: !resolved },
          { href: resolvedCases, label: "Resolved", current: resolved },
        ]}
      />
      {cases.length > 0 ? (
        <CaseTable cases={cases} resolved={resolved} timeZone={timeZone} />
      ) : (
        <NoCases resolved={resolved} />
      )}
      <Pagination first={paged ? here : null} next={next} />
      <PaceFigures {...measured} resolved={resolved} />
    </>
  );
}

function CaseTable({ cases, resolved, timeZone }: Pick<Props, "cases" | "resolved" | "timeZone">) {
  return (
    <table class="list people">
      <thead>
        <tr>
          <th scope="col">Contact</th>
          <th scope="col">Account</th>
          <th scope="col">Why</th>
          <th scope="col">State</th>
          <th scope="col">{resolved ? "Opened" : "First contact by"}</th>
          <th scope="col">Owner</th>
        </tr>
      </thead>
      <tbody>
        {cases.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <a href={paths.case(one.id)}>
                <bdi>{one.contact.name}</bdi>
              </a>
            </th>
            <td>
              <bdi>{one.accountName}</bdi>
            </td>
            <td>{triggerWords[one.trigger]}</td>
            <td>
              <State value={caseStatusWords[one.status].toLowerCase()} />
            </td>
            <td data-label={resolved ? "opened" : "first contact by"}>
              <Time value={new Date(resolved ? one.openedAt : one.dueAt)} timeZone={timeZone} />
              {one.overdue && <strong> overdue</strong>}
            </td>
            <td data-label="owner">{one.owner ? <bdi>{one.owner.name}</bdi> : "nobody yet"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NoCases({ resolved }: { resolved: boolean }) {
  if (resolved)
    return (
      <Empty title="No case has been resolved yet">
        <p>A case moves here when somebody writes down how it ended.</p>
      </Empty>
    );
  return (
    <Empty title="No client is waiting for you">
      <p>
        A case opens when a client grades us D or F, asks for a call, or wants to be told more about
        a service. <a href={resolvedCases}>Look at the resolved cases</a>.
      </p>
    </Empty>
  );
}
