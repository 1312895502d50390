import { statusWords } from "#worker/domain/round/rules.ts";
import type { Round, RoundStatus } from "#worker/domain/round/schema.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Empty } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { State } from "../../ui/state.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = {
  rounds: Round[];
  status: RoundStatus | undefined;
  nextCursor: string | null;
  mayCreate: boolean;
  timeZone: string;
};

const statuses = ["open", "draft", "closed", "cancelled"] as const;
const withQuery = (query: Record<string, string>) =>
  `${paths.rounds}?${new URLSearchParams(query).toString()}`;

/** The rounds within reach, the newest first, of one state or of all. */
export function RoundList({ rounds, status, nextCursor, mayCreate, timeZone }: Props) {
  return (
    <>
      <PageHeader title="Rounds" lede="A round is one survey of one account.">
        {mayCreate && (
          <>
            <a class="button primary" href={paths.newRound}>
              New round
            </a>
            <a class="button" href={paths.portfolioLaunches}>
              Portfolio launches
            </a>
          </>
        )}
        {rounds.length > 0 && (
          <a href={status ? `${paths.roundsCsv}?status=${status}` : paths.roundsCsv}>Save as CSV</a>
        )}
      </PageHeader>
      <nav class="tabs" aria-label="Rounds by state">
        <a href={paths.rounds} aria-current={status === undefined ? "page" : undefined}>
          All
        </a>
        {statuses.map((one) => (
          <a
            key={one}
            href={withQuery({ status: one })}
            aria-current={status === one ? "page" : undefined}
          >
            {statusWords[one]}
          </a>
        ))}
      </nav>
      {rounds.length > 0 ? (
        <RoundTable rounds={rounds} timeZone={timeZone} />
      ) : (
        <NoRounds status={status} mayCreate={mayCreate} />
      )}
      {nextCursor && (
        <p>
          <a href={withQuery({ ...(status && { status }), cursor: nextCursor })}>Older rounds</a>
        </p>
      )}
    </>
  );
}

function RoundTable({ rounds, timeZone }: Pick<Props, "rounds" | "timeZone">) {
  return (
    <table class="list">
      <TableHead columns={["Account", "Round", "Kind", "State", "Deadline"]} />
      <tbody>
        {rounds.map((round) => (
          <tr key={round.id}>
            <th scope="row">
              <bdi>{round.accountName}</bdi>
            </th>
            <td>
              <a href={paths.round(round.id)}>{round.name}</a>
            </td>
            <td>
              {round.kind === "satisfaction" ? "Satisfaction" : "Annual review"}
              {round.confidentiality === "confidential" && ", confidential"}
            </td>
            <td>
              <State value={round.status} />
            </td>
            <td data-label="deadline">
              <Day value={new Date(round.closesAt)} timeZone={timeZone} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NoRounds({ status, mayCreate }: Pick<Props, "status" | "mayCreate">) {
  if (status)
    return (
      <Empty title={`No ${statusWords[status].toLowerCase()} round`}>
        <p>
          <a href={paths.rounds}>See rounds of every state</a>
        </p>
      </Empty>
    );
  return (
    <Empty title="No rounds yet">
      <p>
        {mayCreate
          ? "Choose an account, give your own grade, and ask the people there for theirs."
          : "Rounds that are assigned to you appear here."}
      </p>
      {mayCreate && (
        <p>
          <a class="button primary" href={paths.newRound}>
            New round
          </a>
        </p>
      )}
    </Empty>
  );
}
