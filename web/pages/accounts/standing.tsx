import { isOverdue } from "#worker/domain/action/rules.ts";
import type { AccountPage as Page } from "#worker/domain/account/actions-page.ts";
import { triggerWords } from "#worker/domain/case/rules.ts";
import { nameOf } from "#worker/domain/contact/rules.ts";
import { letterOf } from "#worker/domain/reports/grade-rules.ts";
import type { ComponentChildren } from "preact";
import { paths } from "../../paths.ts";
import { score } from "../../reports/words.ts";
import { Day } from "../../ui/date.tsx";
import { Facts } from "../../ui/figures.tsx";
import { GradeBadge } from "../../ui/grade.tsx";
import { dayWords } from "../plan/words.ts";
import { ClientGrade } from "./client-grade.tsx";
import { Gap } from "./gap.tsx";

type Standing = Page["standing"];
type Props = { accountId: string; standing: Standing; timeZone: string };

/** Where the account stands today: both grades of the last round, and all that is open. */
export function Standing({ accountId, standing, timeZone }: Props) {
  const { last, running } = standing;
  return (
    <section>
      <h2>Where it stands</h2>
      <Facts
        facts={[
          {
            label: "Last grades",
            value: last ? <Grades last={last} timeZone={timeZone} /> : "no round has closed yet",
          },
          running.length > 0
            ? { label: "Rounds", value: <Running rounds={running} timeZone={timeZone} /> }
            : { label: "Next round", value: <Next standing={standing} timeZone={timeZone} /> },
          {
            label: "Promises",
            value: <Promises accountId={accountId} standing={standing} />,
          },
          { label: "Cases", value: <Cases cases={standing.cases} /> },
        ]}
      />
    </section>
  );
}

type Closed = NonNullable<Standing["last"]>;

function Grades({ last, timeZone }: { last: Closed; timeZone: string }) {
  const { clientPoints, selfPoints } = last;
  return (
    <>
      Client <ClientGrade points={clientPoints} grade={last.grade} />, we{" "}
      <GradeBadge letter={selfPoints === null ? null : letterOf(selfPoints)} />
      {clientPoints !== null && selfPoints !== null && (
        <>
          , gap <Gap {...last} />
        </>
      )}
      . {trendOf(last)} <a href={paths.report(last.roundId)}>Report</a> of{" "}
      <Day value={last.closedAt} timeZone={timeZone} />
    </>
  );
}

/** What the report claims of the grade, and nothing more. */
function trendOf({ moves }: Closed): string {
  if (moves === null) return "There is no round before to compare it with.";
  const move = moves.find(({ area }) => area === null);
  if (!move) return "No change of the grade beyond chance.";
  const { previous, change } = move;
  const way = change < 0 ? "fell" : "rose";
  return `The grade ${way} from ${score(previous)} to ${score(previous + change)} points, beyond chance.`;
}

function Running({ rounds, timeZone }: { rounds: Standing["running"]; timeZone: string }) {
  return (
    <>
      {rounds.map(({ id, name, status, closesAt, invited, completed }) => (
        <div key={id}>
          <a href={paths.round(id)}>{name}</a>:{" "}
          {status === "draft" ? (
            <>
              a draft, to close <Day value={closesAt} timeZone={timeZone} />
            </>
          ) : (
            <>
              {completed} of {invited} have answered, closes{" "}
              <Day value={closesAt} timeZone={timeZone} />
            </>
          )}
        </div>
      ))}
    </>
  );
}

function Next({ standing: { nextRound, now }, timeZone }: Omit<Props, "accountId">) {
  return (
    <>
      due <Day value={nextRound} timeZone={timeZone} />
      {nextRound < now && <strong> overdue</strong>}
    </>
  );
}

type Counted = readonly { total: number; overdue: number }[];

/** "3 open, 1 overdue"; the lists behind it know how many there are beyond the lines shown. */
function Count({ of }: { of: Counted }) {
  const { total, overdue } = of[0]!;
  return (
    <>
      {total} open{overdue > 0 && <strong>, {overdue} overdue</strong>}
    </>
  );
}

const more = (of: Counted): ComponentChildren =>
  of[0]!.total > of.length && <div class="n">and {of[0]!.total - of.length} more</div>;

function Promises({ accountId, standing }: Omit<Props, "timeZone">) {
  const { promises, today } = standing;
  if (promises.length === 0) return <a href={paths.plan(accountId)}>none open</a>;
  return (
    <>
      <a href={paths.plan(accountId)}>
        <Count of={promises} />
      </a>
      {promises.map((one) => (
        <div key={one.id}>
          <a href={paths.planLine(accountId, one.id)} dir="auto">
            {one.title}
          </a>{" "}
          <span class="n">
            {one.dueOn === null ? "without a date" : `by ${dayWords(one.dueOn)}`}
          </span>
          {isOverdue(one, today) && <strong> overdue</strong>}
        </div>
      ))}
      {more(promises)}
    </>
  );
}

function Cases({ cases }: Pick<Standing, "cases">) {
  if (cases.length === 0) return <>none open</>;
  return (
    <>
      <Count of={cases} />
      {cases.map((one) => (
        <div key={one.id}>
          <a href={paths.case(one.id)}>
            <bdi>{nameOf(one) || "No name"}</bdi>
          </a>{" "}
          <span class="n">{triggerWords[one.trigger]}</span>
        </div>
      ))}
      {more(cases)}
    </>
  );
}
