import type { Today } from "#worker/domain/home/actions.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Empty } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Cases } from "./cases.tsx";
import { FailedMail, Nominations, OpenRounds, Reports, Unreleased, Unsurveyed } from "./lists.tsx";
import { Promises, Replies } from "./promises.tsx";
import { Drafts, GradesDue } from "./preparing.tsx";

export type HomeProps = { today: Today; now: Date; timeZone: string; role: string };

/** How many lines of one kind the page shows at most. */
const shownLines = 10;

/** What needs this person today, the most urgent first; with nothing to do, the next step. */
export function HomePage({ today, now, timeZone, role }: HomeProps) {
  const {
    cases,
    promises,
    replies,
    grades,
    drafts,
    open,
    nominations,
    reports,
    unreleased,
    unsurveyed,
    failed,
  } = today;
  const sections = [
    { id: "calls", label: "Calls", list: cases },
    { id: "promises", label: "Promises", list: promises },
    { id: "replies", label: "Clients’ words", list: replies },
    { id: "mail", label: "Unsent mail", list: failed },
    { id: "proposed", label: "Proposed colleagues", list: nominations },
    { id: "grades", label: "Own grades", list: grades },
    { id: "drafts", label: "Rounds to launch", list: drafts },
    { id: "rounds", label: "Rounds under way", list: open },
    { id: "reports", label: "New reports", list: reports },
    { id: "unreleased", label: "Not released", list: unreleased },
    { id: "unsurveyed", label: "Not surveyed", list: unsurveyed },
  ].filter(({ list }) => list.length > 0);
  const mayStart = role !== "independent_administrator" && today.held.accounts > 0;
  return (
    <>
      <PageHeader title="What needs you today" lede={<Day value={now} timeZone={timeZone} />}>
        {mayStart && (
          <>
            <a class="button" href={paths.newRound}>
              Start a round
            </a>
            <a class="button" href={`${paths.accounts}?sort=surveyed&order=desc`}>
              Prepare a meeting
            </a>
          </>
        )}
        <a href={paths.calendar}>Your calendar</a>
      </PageHeader>
      {sections.length > 1 && (
        <nav class="tabs" aria-label="On this page">
          {sections.map(({ id, label, list }) => (
            <a key={id} href={`#${id}`}>
              {label}&nbsp;<strong>{countOf(list)}</strong>
            </a>
          ))}
        </nav>
      )}
      <Cases cases={cases} now={now} timeZone={timeZone} />
      <Promises promises={promises} day={today.day} />
      <Replies replies={replies} timeZone={timeZone} />
      <FailedMail messages={failed} timeZone={timeZone} />
      <Nominations nominations={nominations} />
      <GradesDue grades={grades} timeZone={timeZone} />
      <Drafts drafts={drafts} role={role} timeZone={timeZone} />
      <OpenRounds rounds={open} now={now} timeZone={timeZone} />
      <Reports reports={reports} timeZone={timeZone} />
      <Unreleased rounds={unreleased} timeZone={timeZone} />
      <Unsurveyed accounts={unsurveyed} timeZone={timeZone} />
      {sections.length === 0 && <NextStep role={role} held={today.held} />}
    </>
  );
}

/** Long lists are shown by their first lines; some know how many there are in all. */
const countOf = (list: readonly object[]): string => {
  const first = list[0];
  if (first && "total" in first) return String(first.total);
  return list.length < shownLines ? String(list.length) : `${list.length} or more`;
};

function NextStep({ role, held }: { role: string; held: Today["held"] }) {
  if (role === "independent_administrator")
    return (
      <Empty title="No round is waiting for you">
        <p>When a confidential round is given to you to run, it appears here.</p>
      </Empty>
    );
  if (held.accounts === 0 && role === "account_manager")
    return (
      <Empty title="No account is yours yet">
        <p>
          Import your contacts with yourself as the account owner, or ask a leader to make you the
          account manager of an account that exists.
        </p>
        <p>
          <a class="button primary" href={paths.imports}>
            Import contacts
          </a>
        </p>
      </Empty>
    );
  if (held.contacts === 0)
    return (
      <Empty title="Start with your contacts">
        <p>
          Export the people you work with from your CRM as CSV and import them here. You see what
          will change before anything is stored.
        </p>
        <p>
          <a class="button primary" href={paths.imports}>
            Import contacts
          </a>
        </p>
      </Empty>
    );
  return (
    <Empty title="Nothing needs you today">
      <p>
        No round is under way, nobody is waiting for a decision, and every account was surveyed
        within twelve months. <a href={paths.accounts}>Look through the accounts</a> or start the
        next round.
      </p>
    </Empty>
  );
}
