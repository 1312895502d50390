import { countPromises, isSettled, mostPromises } from "#worker/domain/action/rules.ts";
import type { Plan } from "#worker/domain/action/actions-page.ts";
import { paths } from "../../paths.ts";
import { Empty, ErrorSummary, Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Lines } from "./lines.tsx";
import { OpenLine, type Writing } from "./open-line.tsx";
import { Suggestions, type Deciding } from "./suggestions.tsx";

type Props = {
  plan: Plan;
  writing: Writing | null;
  deciding: Deciding | null;
  saved: boolean;
  timeZone: string;
};

/** What we heard from one client, what we promise, and how far it is kept. */
export function PlanPage({ plan, writing, deciding, saved, timeZone }: Props) {
  const { account, actions } = plan;
  const promises = countPromises(actions);
  const overdue = actions.filter((one) => one.overdue).length;
  const waiting = plan.suggestions.length;
  const rest = { accountId: account.id, writing, timeZone };
  const adding = writing !== null && writing.line.action === null;
  return (
    <>
      <PageHeader
        title="Action plan"
        back={{ href: paths.account(account.id), label: account.name }}
        lede={
          <>
            {promises === 1 ? "One open promise" : `${promises || "No"} open promises`} to the
            client
            {overdue > 0 && `, ${overdue} overdue`}.
            {waiting > 0 && (
              <>
                {" "}
                <a href="#suggestions">
                  {waiting === 1 ? "One suggestion waits" : `${waiting} suggestions wait`}
                </a>{" "}
                for a decision.
              </>
            )}
          </>
        }
      >
        <a class="button primary" href={paths.planLine(account.id, "new")}>
          Add a line
        </a>
        <a class="button" href={paths.planClient(account.id)}>
          The plan and the client
        </a>
        {actions.length > 0 && (
          <a href={paths.planCsv(account.id)} download>
            Save as CSV
          </a>
        )}
      </PageHeader>
      {saved && <Notice kind="good">Saved.</Notice>}
      {deciding && !plan.suggestions.some(({ id }) => id === deciding.id) && (
        <ErrorSummary title="Nothing was changed" errors={deciding.errors} />
      )}
      {promises > mostPromises && (
        <Notice kind="warn">
          <p>
            {promises} open promises are more than one client can follow. Keep to {mostPromises}:
            drop what matters least, or do not show it to the client yet.
          </p>
        </Notice>
      )}
      {adding && (
        <section>
          <h2>A new line</h2>
          <OpenLine {...writing} {...rest} back={paths.plan(account.id)} />
        </section>
      )}
      <Lines
        title="What we promise"
        actions={actions.filter(({ status }) => !isSettled(status))}
        {...rest}
      />
      <Suggestions plan={plan} deciding={deciding} />
      <Lines
        title="What is settled"
        actions={actions.filter(({ status }) => isSettled(status))}
        {...rest}
      />
      {actions.length === 0 && plan.suggestions.length === 0 && !adding && <NoPlan plan={plan} />}
    </>
  );
}

const NoPlan = ({ plan: { account } }: { plan: Plan }) => (
  <Empty title="Nothing is promised yet">
    <p>
      When a round closes, what its answers give reason to do is suggested here. Or{" "}
      <a href={paths.planLine(account.id, "new")}>add a line by hand</a>.
    </p>
  </Empty>
);
