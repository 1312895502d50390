import { spellTaken, type Pace as Figures } from "#worker/domain/case/pace-rules.ts";
import { paths } from "../../paths.ts";
import { Figures as Numbers } from "../../ui/figures.tsx";
import { Tabs } from "../../ui/navigation.tsx";

export const paceMonths = [3, 12, 36] as const;
type Months = (typeof paceMonths)[number];

type Props = { pace: Figures; months: Months; resolved: boolean };

const periods: Record<Months, string> = { 3: "3 months", 12: "12 months", 36: "3 years" };

const spelled = ({ median, n }: { median: number | null; n: number }, opened: number) => ({
  value: median === null ? "–" : spellTaken(median),
  note: n === 0 ? `none so far, of ${opened} opened` : `median of ${n}, of ${opened} opened`,
});

/** How fast somebody was in touch, and how fast it ended. */
export function Pace({ pace, months, resolved }: Props) {
  const { opened, inTime } = pace;
  const at = (period: Months) =>
    `${paths.cases}?${resolved ? "show=resolved&" : ""}months=${period}`;
  return (
    <section>
      <h2>How fast we were</h2>
      <Tabs
        label="Cases opened in the last"
        tabs={paceMonths.map((period) => ({
          href: at(period),
          label: `Last ${periods[period]}`,
          current: period === months,
        }))}
      />
      {opened === 0 ? (
        <p>No case was opened in the last {periods[months]}.</p>
      ) : (
        <Numbers
          figures={[
            { label: "Time to first contact", ...spelled(pace.toContact, opened) },
            {
              label: "In touch within 48 hours",
              value: `${inTime.n} of ${inTime.of}`,
              note: "cases whose time is over or that had a contact",
            },
            { label: "Time to resolve", ...spelled(pace.toResolve, opened) },
          ]}
        />
      )}
    </section>
  );
}
