import type { AccountHistory } from "#worker/domain/account/actions-history.ts";
import { gapOf, letterOf } from "#worker/domain/reports/grade-rules.ts";
import { kindWords } from "#worker/domain/round/rules.ts";
import { SmallMultiples } from "../../charts/small-multiples.tsx";
import { paths } from "../../paths.ts";
import { areaNames, score, signed } from "../../reports/words.ts";
import { Day } from "../../ui/date.tsx";
import { GradeBadge } from "../../ui/grade.tsx";
import { Tabs } from "../../ui/navigation.tsx";
import { Empty } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { TableRegion } from "../../ui/table-region.tsx";
import { kindOf } from "../rounds/words.ts";
import { areasFinding, changeSentences } from "./history-sentences.ts";
import { historyFinding } from "./history-words.ts";
import { ClientGrade } from "./client-grade.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Account = AccountHistory["account"];
type Round = AccountHistory["rounds"][number];
type Props = { history: AccountHistory; timeZone: string };

/** The head of both pages about an account among its years and among other accounts. */
export function HistoryHeader({ account, path }: { account: Account; path: string }) {
  const tab = (href: string, label: string) => ({ href, label, current: href === path });
  return (
    <>
      <PageHeader
        title={<bdi>{account.name}</bdi>}
        back={{ href: paths.account(account.id), label: "Account" }}
      />
      <Tabs
        label="Compared with"
        tabs={[
          tab(paths.accountHistory(account.id), "Earlier years"),
          tab(paths.accountComparison(account.id), "Other accounts"),
        ]}
      />
    </>
  );
}

/** Every closed round of an account: both grades, and each area across the years. */
export function HistoryPage({ history: { account, rounds, areas }, timeZone }: Props) {
  const changes = changeSentences(rounds);
  return (
    <>
      <HistoryHeader account={account} path={paths.accountHistory(account.id)} />
      {rounds.length === 0 ? (
        <Empty title="No round has closed here yet">
          <p>
            Grades and areas by year appear when the first round closes.{" "}
            <a href={paths.account(account.id)}>See the account</a>
          </p>
        </Empty>
      ) : (
        <Grades rounds={rounds} timeZone={timeZone} />
      )}
      {areas.length > 0 && (
        <section>
          <h2>{areasFinding(rounds)}</h2>
          <SmallMultiples panels={panelsOf(areas)} />
          <AreaTable areas={areas} rounds={rounds} timeZone={timeZone} />
          {changes.length > 0 && (
            <>
              <h3>Changes that are more than chance</h3>
              <ul class="findings">
                {changes.map((change) => (
                  <li key={change}>{change}</li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
    </>
  );
}

/** A panel for each area and kind of round: the two kinds ask different questions, so no line joins them. */
const panelsOf = (areas: AccountHistory["areas"]) =>
  areas.flatMap(({ key, points }) =>
    [...Map.groupBy(points, ({ kind }) => kind).values()].flatMap((same, index) => {
      const rated = same.flatMap(({ closedAt, year, mean, low, high, move }) =>
        mean === null ? [] : [{ at: closedAt, year, value: mean, low, high, held: move !== null }],
      );
      const label =
        index === 0 ? areaNames[key] : `${areaNames[key]} (${kindWords[same[0]!.kind]})`;
      return rated.length === 0 ? [] : [{ label, points: rated }];
    }),
  );

function Grades({ rounds, timeZone }: { rounds: Round[]; timeZone: string }) {
  const graded = rounds.flatMap(({ clientPoints, selfPoints, closedAt, year, kind }) =>
    clientPoints === null || selfPoints === null
      ? []
      : [{ clientPoints, selfPoints, closedAt, year, kind }],
  );
  const satisfaction = graded.filter(({ kind }) => kind === "satisfaction");
  const told = satisfaction.length > 0 ? satisfaction : graded;
  return (
    <section>
      <h2>{told.length > 0 ? historyFinding(told) : "No round has grades from both sides yet"}</h2>
      <TableRegion label="Grades by round">
        <table class="stacks">
          <caption>
            The client’s grade with its points and 95 % interval, our own grade, and the gap: our
            points less theirs.
          </caption>
          <TableHead
            columns={[
              "Round",
              "Closed",
              "Client’s grade",
              { num: "Points" },
              "Our grade",
              { num: "Gap" },
              { num: "Answered" },
            ]}
          />
          <tbody>
            {rounds.map((round) => (
              <GradeLine key={round.roundId} round={round} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      </TableRegion>
    </section>
  );
}

function GradeLine({ round, timeZone }: { round: Round; timeZone: string }) {
  const { clientPoints, selfPoints, clientLow, clientHigh, graded, missingTiers } = round;
  const gap = gapOf(selfPoints, clientPoints);
  return (
    <tr>
      <th scope="row">
        <a href={paths.report(round.roundId)}>{round.name}</a>{" "}
        <span class="n">{kindOf(round)}</span>
      </th>
      <td data-label="closed">
        <Day value={round.closedAt} timeZone={timeZone} />
      </td>
      <td data-label="client’s grade">
        <ClientGrade
          points={clientPoints}
          grade={graded === null ? null : { n: graded, invited: round.invited, missingTiers }}
        />
      </td>
      <td class="num" data-label="points">
        {clientPoints === null ? "–" : score(clientPoints)}{" "}
        {clientLow !== null && clientHigh !== null && (
          <span class="n">
            {score(clientLow)}–{score(clientHigh)}
          </span>
        )}
      </td>
      <td data-label="our grade">
        <GradeBadge letter={selfPoints === null ? null : letterOf(selfPoints)} />
      </td>
      <td class="num" data-label="gap">
        {gap ? signed(gap.points) : "–"}
      </td>
      <td class="num" data-label="answered">
        {round.completed} <span class="n">of {round.invited}</span>
      </td>
    </tr>
  );
}

type TableProps = Pick<AccountHistory, "areas" | "rounds"> & { timeZone: string };

function AreaTable({ areas, rounds, timeZone }: TableProps) {
  const asked = rounds.filter(({ roundId }) =>
    areas.some(({ points }) => points.some((point) => point.roundId === roundId)),
  );
  return (
    <TableRegion label="Areas by round">
      <table>
        <caption>
          Means on a scale from 1 to 5 with how many of those asked stand behind them. An arrow, or
          a full line above, is a change since the round before that is more than chance; a dash,
          that nobody rated the area or too few did.
        </caption>
        <thead>
          <tr>
            <th scope="col">Area</th>
            {asked.map(({ roundId, kind, closedAt }) => (
              <th key={roundId} scope="col" class="num">
                <Day value={closedAt} timeZone={timeZone} />
                {kind === "annual_review" && <span class="n"> {kindWords[kind]}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {areas.map(({ key, points }) => (
            <tr key={key}>
              <th scope="row">{areaNames[key]}</th>
              {asked.map(({ roundId }) => (
                <AreaCell key={roundId} point={points.find((one) => one.roundId === roundId)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

type Point = AccountHistory["areas"][number]["points"][number];

function AreaCell({ point }: { point: Point | undefined }) {
  if (!point || point.mean === null) return <td class="num">–</td>;
  const { mean, n, invited, move } = point;
  return (
    <td class="num">
      {move && (
        <>
          <span aria-hidden="true">{move.change > 0 ? "↑" : "↓"} </span>
          <span class="visually-hidden">{move.change > 0 ? "rose to " : "fell to "}</span>
        </>
      )}
      {score(mean)}{" "}
      <span class="n beside people">
        {n} of {invited}
      </span>
    </td>
  );
}
