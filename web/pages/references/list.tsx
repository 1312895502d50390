import type { ReferenceAsk, References } from "#worker/domain/reference/actions.ts";
import { letterOf } from "#worker/domain/reports/grade-rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { GradeBadge } from "../../ui/grade.tsx";
import { Empty } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { answered } from "./words.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = References & { timeZone: string };

/** Clients who could speak for us, and what those said whom we asked. */
export function ReferencesPage({ eligible, count, asks, timeZone }: Props) {
  return (
    <>
      <PageHeader
        title="References"
        lede="Clients who graded us A, whose most senior contact gave at least B, with no open case, not asked within a year and not a reference yet."
        back={{ href: paths.accounts, label: "Accounts" }}
      />
      {eligible.length > 0 ? (
        <section>
          <h2>Whom you could ask</h2>
          {count > eligible.length && (
            <p>
              The {eligible.length} best graded of {count}.
            </p>
          )}
          <Eligible eligible={eligible} timeZone={timeZone} />
        </section>
      ) : (
        <Empty title="Nobody to ask now">
          <p>
            An account appears here when its last named round ends in an A and nothing stands in the
            way. <a href={paths.accounts}>Look at the accounts</a>.
          </p>
        </Empty>
      )}
      {asks.length > 0 && <Asked asks={asks} timeZone={timeZone} />}
    </>
  );
}

function Eligible({ eligible, timeZone }: Pick<Props, "eligible" | "timeZone">) {
  return (
    <table class="list">
      <TableHead
        columns={["Account", "Client’s grade", "Most senior contact", "In the round", "Asked last"]}
      />
      <tbody>
        {eligible.map((one) => (
          <tr key={one.accountId}>
            <th scope="row">
              <a href={paths.reference(one.accountId)}>
                <bdi>{one.accountName}</bdi>
              </a>
            </th>
            <td data-label="client’s grade">
              <GradeBadge letter={one.points === null ? null : letterOf(one.points)} />{" "}
              <span class="n">
                {one.graded} of {one.invited}
              </span>
            </td>
            <td data-label="most senior contact">
              <GradeBadge letter={one.seniorLetter} /> <bdi>{one.senior}</bdi>
            </td>
            <td data-label="in the round">
              <a href={paths.report(one.roundId)}>
                <bdi>{one.roundName}</bdi>
              </a>
              , <Day value={one.closedAt} timeZone={timeZone} />
            </td>
            <td data-label="asked last">
              {one.lastAskedAt ? <Day value={one.lastAskedAt} timeZone={timeZone} /> : "never"}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Asked({ asks, timeZone }: { asks: ReferenceAsk[]; timeZone: string }) {
  return (
    <section>
      <h2>Whom we asked</h2>
      <table class="list">
        <TableHead columns={["Account", "Contact", "Asked", "Answer"]} />
        <tbody>
          {asks.map((ask) => (
            <tr key={ask.id}>
              <th scope="row">
                <a href={paths.reference(ask.accountId)}>
                  <bdi>{ask.accountName}</bdi>
                </a>
              </th>
              <td>
                <bdi>{ask.contact}</bdi>
              </td>
              <td data-label="asked">
                <Day value={ask.askedAt} timeZone={timeZone} />
              </td>
              <td data-label="answer">{answered(ask)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
