import type { Today } from "#worker/domain/home/actions.ts";
import type { ComponentChildren } from "preact";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Dated = { timeZone: string };

/** One kind of task: a heading that says what to do, and a table of where. Nothing to do, no heading. */
export function Task({
  id,
  title,
  head,
  note,
  rows,
}: {
  /** Where the line of links on top of the page leads. */
  id: string;
  title: string;
  head: string[];
  note?: ComponentChildren;
  rows: ComponentChildren[];
}) {
  if (rows.length === 0) return null;
  return (
    <section id={id}>
      <h2>{title}</h2>
      {note && <p class="hint">{note}</p>}
      <table class="list task">
        <TableHead columns={head} />
        <tbody>{rows}</tbody>
      </table>
    </section>
  );
}

const day = 24 * 60 * 60 * 1000;

/** How long a round still runs, once that is less than a week. */
function left(closesAt: Date, now: Date): string {
  const days = Math.floor((closesAt.getTime() - now.getTime()) / day);
  if (days >= 7) return "";
  if (days < 1) return "within 24 hours";
  return days === 1 ? "in 1 day" : `in ${days} days`;
}

export function OpenRounds({
  rounds,
  now,
  timeZone,
}: Dated & { rounds: Today["open"]; now: Date }) {
  return (
    <Task
      id="rounds"
      title="Rounds under way"
      head={["Account", "Round", "Closes", "Answered"]}
      rows={rounds.map(({ roundId, round, account, closesAt, invited, completed }) => (
        <tr key={roundId}>
          <th scope="row">
            <bdi>{account}</bdi>
          </th>
          <td>
            <a href={paths.round(roundId)}>{round}</a>
          </td>
          <td data-label="closes">
            <Day value={closesAt} timeZone={timeZone} />{" "}
            <span class="n">{left(closesAt, now)}</span>
          </td>
          <td data-label="answered">
            {completed} <span class="n">of {invited}</span>
          </td>
        </tr>
      ))}
    />
  );
}

export function Nominations({ nominations }: { nominations: Today["nominations"] }) {
  return (
    <Task
      id="proposed"
      title="Colleagues proposed in their place"
      note="Someone you invited says they are not the right person. Accept to invite the colleague, or refuse."
      head={["Proposed", "Account", "Round"]}
      rows={nominations.map(({ invitationId, name, email, account, roundId, round }) => (
        <tr key={invitationId}>
          <th scope="row">
            <bdi>{name}</bdi> <span class="n">{email}</span>
          </th>
          <td>
            <bdi>{account}</bdi>
          </td>
          <td>
            <a href={paths.round(roundId)}>{round}</a>
          </td>
        </tr>
      ))}
    />
  );
}

type Closed = { roundId: string; round: string; account: string; closedAt: Date | null };

/** The first cells of a line about a closed round: the account, the report and the day. */
const ClosedRound = ({ roundId, round, account, closedAt, timeZone }: Dated & Closed) => (
  <>
    <th scope="row">
      <bdi>{account}</bdi>
    </th>
    <td>
      <a href={paths.report(roundId)}>{round}</a>
    </td>
    <td data-label="closed">{closedAt && <Day value={closedAt} timeZone={timeZone} />}</td>
  </>
);

export function Reports({ reports, timeZone }: Dated & { reports: Today["reports"] }) {
  return (
    <Task
      id="reports"
      title="Reports of the last fortnight"
      note="Take the brief into the review meeting: one page with both grades, what to say and what to ask."
      head={["Account", "Report", "Closed", "Answered", "Next step"]}
      rows={reports.map((one) => (
        <tr key={one.roundId}>
          <ClosedRound {...one} timeZone={timeZone} />
          <td data-label="answered">
            {one.completed} <span class="n">of {one.invited}</span>
          </td>
          <td>
            <a href={paths.brief(one.roundId)}>
              Read the brief<span class="visually-hidden"> for {one.account}</span>
            </a>
          </td>
        </tr>
      ))}
    />
  );
}

export function Unreleased({ rounds, timeZone }: Dated & { rounds: Today["unreleased"] }) {
  const total = rounds[0]?.total ?? 0;
  return (
    <Task
      id="unreleased"
      title="Clients who have not heard what came of it"
      note={
        <>
          Closed more than two weeks ago, and neither released nor set aside.
          {total > rounds.length && ` The ${rounds.length} latest of ${total}.`}
        </>
      }
      head={["Account", "Round", "Closed", "Next step"]}
      rows={rounds.map((one) => (
        <tr key={one.roundId}>
          <ClosedRound {...one} timeZone={timeZone} />
          <td>
            <a href={paths.roundRelease(one.roundId)}>
              Release it
              <span class="visually-hidden">
                {" "}
                to {one.account}: {one.round}
              </span>
            </a>
          </td>
        </tr>
      ))}
    />
  );
}

export function Unsurveyed({ accounts, timeZone }: Dated & { accounts: Today["unsurveyed"] }) {
  const total = accounts[0]?.total ?? 0;
  return (
    <Task
      id="unsurveyed"
      title="Not surveyed for twelve months"
      {...(total > accounts.length && {
        note: (
          <>
            The {accounts.length} longest ago of {total}.
          </>
        ),
      })}
      head={["Account", "Last closed round", "Next step"]}
      rows={accounts.map(({ id, name, last }) => (
        <tr key={id}>
          <th scope="row">
            <a href={paths.account(id)}>
              <bdi>{name}</bdi>
            </a>
          </th>
          <td data-label="last">{last ? <Day value={last} timeZone={timeZone} /> : "never"}</td>
          <td>
            <a href={`${paths.newRound}?account=${encodeURIComponent(id)}`}>
              Start a round<span class="visually-hidden"> for {name}</span>
            </a>
          </td>
        </tr>
      ))}
    />
  );
}

export function FailedMail({ messages, timeZone }: Dated & { messages: Today["failed"] }) {
  return (
    <Task
      id="mail"
      title="Mail that could not be sent"
      note={
        <>
          Each was refused or tried several times.{" "}
          <a href={paths.messages}>See what went wrong, and retry</a>
        </>
      }
      head={["To", "Message", "Written", "What the mail service said"]}
      rows={messages.map(({ id, recipient, kind, createdAt, lastError, roundId }) => (
        <tr key={id}>
          <th scope="row">{recipient}</th>
          <td>
            {roundId ? (
              <a href={paths.round(roundId)}>{kind.replaceAll("_", " ")}</a>
            ) : (
              kind.replaceAll("_", " ")
            )}
          </td>
          <td>
            <Day value={createdAt} timeZone={timeZone} />
          </td>
          <td>{lastError ?? "nothing"}</td>
        </tr>
      ))}
    />
  );
}
