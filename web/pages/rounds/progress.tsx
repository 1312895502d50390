import type { Progress, TierProgress } from "#worker/domain/round/actions-progress.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { Figures } from "../../ui/figures.tsx";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { TableRegion } from "../../ui/table-region.tsx";
import { Corrections, DeadlineForm, RecipientForm, type TypedSteering } from "./progress-forms.tsx";
import { Calls, Silent } from "./silent.tsx";
import { tierWords } from "./words.ts";

export type ProgressProps = {
  progress: Progress;
  typed: TypedSteering;
  errors: FieldError[];
  done: string | undefined;
  timeZone: string;
};

const doneWords: Record<string, string> = {
  deadline: "The deadline is moved. What was sent stays as it is.",
  recipient: "The invitation is on its way.",
  resent: "The invitation is on its way to the new address, with a new link.",
};

/** How an open round goes, and what may still be steered. */
export function ProgressPage(props: ProgressProps) {
  const { progress, errors, done, timeZone } = props;
  const { round, named } = progress;
  const doneText = done && doneWords[done];
  return (
    <>
      <PageHeader
        title="How the round goes"
        lede={<bdi>{round.accountName}</bdi>}
        back={{ href: paths.round(round.id), label: round.name }}
      />
      {doneText && errors.length === 0 && <Notice kind="good">{doneText}</Notice>}
      <ErrorSummary title="This was not done" errors={errors} />
      <p>
        Open until <Time value={new Date(round.closesAt)} timeZone={timeZone} />. Reminders go out
        by themselves to who has not answered.
      </p>
      <Totals progress={progress} />
      {named && <ByTier tiers={named.tiers} before={named.before} />}
      {named && <Calls calls={named.calls} caller={named.caller} timeZone={timeZone} />}
      {progress.corrected > 0 && <Corrections progress={progress} />}
      {named && (
        <Silent
          roundId={round.id}
          people={named.silent}
          nextCursor={named.nextCursor}
          timeZone={timeZone}
        />
      )}
      <section>
        <h2>Steer the round</h2>
        <DeadlineForm {...props} />
        <RecipientForm {...props} />
      </section>
    </>
  );
}

function Totals({ progress: { total, named } }: { progress: Progress }) {
  const note = `of ${total.invited}`;
  return (
    <section>
      <h2>So far</h2>
      <Figures
        figures={[
          { label: "Delivered", value: total.delivered, note },
          ...(named ? [{ label: "Started", value: total.started, note }] : []),
          { label: "Completed", value: total.completed, note },
          { label: "Mail came back", value: total.bounced, note },
        ]}
      />
      {!named && (
        <p class="hint">
          In a confidential round nothing but totals is shown, so that nobody can be picked out.
        </p>
      )}
    </section>
  );
}

type ByTierProps = { tiers: TierProgress[]; before: { id: string; name: string } | null };

function ByTier({ tiers, before }: ByTierProps) {
  const heads = ["Invited", "Delivered", "Started", "Completed", ...(before ? ["Before"] : [])];
  return (
    <section>
      <h2>By level</h2>
      <TableRegion label="Progress by level">
        <table>
          <thead>
            <tr>
              <th scope="col">Level</th>
              {heads.map((head) => (
                <th scope="col" class="num" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tiers.map((row) => (
              <tr key={row.tier}>
                <th scope="row">{tierWords[row.tier]}</th>
                <td class="num">{row.invited}</td>
                <td class="num">{row.delivered}</td>
                <td class="num">{row.started}</td>
                <td class="num">{row.completed}</td>
                {before && (
                  <td class="num">
                    {row.before ? `${row.before.completed} of ${row.before.invited}` : "not asked"}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
      {before && (
        <p class="hint">
          Before: who had completed{" "}
          <a href={paths.round(before.id)}>
            <bdi>{before.name}</bdi>
          </a>{" "}
          when it closed.
        </p>
      )}
    </section>
  );
}
