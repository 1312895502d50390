import type { Progress, TierProgress } from "#worker/domain/round/actions-progress.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { Figures } from "../../ui/figures.tsx";
import { ErrorSummary, Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { TableRegion } from "../../ui/table-region.tsx";
import { Corrections, DeadlineForm, RecipientForm, type ProgressProps } from "./progress-forms.tsx";
import { Calls, Silent } from "./silent.tsx";
import { tierWords } from "./words.ts";

const doneWords: Record<string, string> = {
  deadline: "The deadline is moved. What was sent stays as it is.",
  recipient: "The invitation is on its way.",
  resent: "The invitation is on its way to the new address, with a new link.",
};

const confidentialWords = {
  resent: "Whoever has a new address and has not answered gets the invitation there.",
};

/** How an open round goes, and what may still be steered. */
export function ProgressPage(props: ProgressProps) {
  const { progress, errors, done, timeZone } = props;
  const { round, named } = progress;
  const doneText = done && (named ? doneWords : { ...doneWords, ...confidentialWords })[done];
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
        by themselves to those who have not answered.
      </p>
      <Totals progress={progress} />
      {named && <ByTier tiers={named.tiers} before={named.before} />}
      {named && <Calls calls={named.calls} caller={named.caller} timeZone={timeZone} />}
      {progress.corrected !== 0 && <Corrections progress={progress} />}
      {named && (
        <Silent
          roundId={round.id}
          people={named.silent}
          nextCursor={named.nextCursor}
          timeZone={timeZone}
        />
      )}
      <section>
        <h2>Change the round</h2>
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
      <h2>
        {total.completed} of {total.invited} have answered
      </h2>
      <Figures
        figures={[
          { label: "Delivered", value: total.delivered, note },
          ...(named ? [{ label: "Started", value: total.started, note }] : []),
          { label: "Answered", value: total.completed, note },
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

/** The level of which the smallest part has answered. */
function slowestTitle(tiers: TierProgress[]): string {
  const share = ({ completed, invited }: TierProgress) => completed / invited;
  const asked = tiers.filter(({ invited }) => invited > 0);
  const slowest = asked.toSorted((a, b) => share(a) - share(b))[0];
  if (!slowest) return "By level";
  const { tier, completed, invited } = slowest;
  return completed === invited
    ? "By level everybody has answered"
    : `By level: furthest behind ${verbOf[tier]}, ${completed} of ${invited}`;
}

const verbOf = { board: "is the board", manager: "are the managers", user: "are the users" };

function ByTier({ tiers, before }: ByTierProps) {
  return (
    <section>
      <h2>{slowestTitle(tiers)}</h2>
      <TableRegion label="Progress by level">
        <table>
          <TableHead
            columns={[
              "Level",
              { num: "Answered" },
              ...(before ? [{ num: "Last time" }] : []),
              { num: "Started" },
              { num: "Delivered" },
            ]}
          />
          <tbody>
            {tiers.map((row) => (
              <tr key={row.tier}>
                <th scope="row">{tierWords[row.tier]}</th>
                <Part n={row.completed} of={row.invited} />
                {before && <Part n={row.before?.completed} of={row.before?.invited} />}
                <Part n={row.started} of={row.invited} />
                <Part n={row.delivered} of={row.invited} />
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
      {before && (
        <p class="hint">
          Last time: who had answered{" "}
          <a href={paths.round(before.id)}>
            <bdi>{before.name}</bdi>
          </a>{" "}
          when it closed.
        </p>
      )}
    </section>
  );
}

type PartProps = { n: number | undefined; of: number | undefined };

const Part = ({ n, of }: PartProps) => (
  <td class="num">
    {n === undefined ? (
      <span class="n">not asked</span>
    ) : (
      <>
        {n} <span class="n">of {of}</span>
      </>
    )}
  </td>
);
