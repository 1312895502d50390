import type { listLaunches } from "#worker/domain/portfolio-launch/actions.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Empty } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = { launches: Awaited<ReturnType<typeof listLaunches>>; timeZone: string };

const lede =
  "Many accounts asked together: a round each, launched as they become ready, their mail spread over days.";

const newLaunch = (
  <a class="button primary" href={paths.newPortfolioLaunch}>
    New portfolio launch
  </a>
);

/** The portfolio launches somebody may see, the newest first. */
export function LaunchList({ launches, timeZone }: Props) {
  return (
    <>
      <PageHeader
        title="Portfolio launches"
        lede={lede}
        back={{ href: paths.rounds, label: "Rounds" }}
      >
        {launches.length > 0 && newLaunch}
      </PageHeader>
      {launches.length > 0 ? (
        <LaunchTable launches={launches} timeZone={timeZone} />
      ) : (
        <Empty title="No portfolio launch yet">
          <p>
            Choose accounts, ask their account managers for their own grades, and launch what is
            ready. Nobody outside is written to before that.
          </p>
          <p>{newLaunch}</p>
        </Empty>
      )}
    </>
  );
}

function LaunchTable({ launches, timeZone }: Props) {
  return (
    <table class="list">
      <TableHead
        columns={[
          "Launch",
          "Prepared",
          { num: "Accounts" },
          { num: "To launch" },
          { num: "Open" },
          "State",
        ]}
      />
      <tbody>
        {launches.map((launch) => (
          <tr key={launch.id}>
            <th scope="row">
              <a href={paths.portfolioLaunch(launch.id)}>{launch.name}</a>
            </th>
            <td data-label="prepared">
              <Day value={launch.createdAt} timeZone={timeZone} />
            </td>
            <td class="num" data-label="accounts">
              {launch.accounts}
            </td>
            <td class="num" data-label="to launch">
              {launch.drafts}
            </td>
            <td class="num" data-label="open">
              {launch.open}
            </td>
            <td>{launch.stoppedAt ? "stopped" : launch.drafts > 0 ? "under way" : "launched"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
