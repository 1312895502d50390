import type { ValueCounts } from "#worker/domain/questions/base.ts";
import { cannotSay, didNotKnow, type Option } from "./parts.tsx";

type Props = {
  wording: string;
  options: readonly Option[];
  summary: ValueCounts;
  /** Shown even when nobody chose it. */
  unaware?: boolean;
};

/** How many gave each answer: a table, with a bar against the most frequent one. */
export function Counts({ wording, options, summary, unaware = false }: Props) {
  const rows = [
    ...options.map(({ value, label }) => ({ label, count: summary.counts[value] ?? 0 })),
    ...(unaware || summary.unaware > 0
      ? [{ label: didNotKnow.label, count: summary.unaware, apart: true }]
      : []),
    { label: cannotSay.label, count: summary.na, apart: true },
  ];
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <table class="counts">
      <caption>
        {wording} <span class="n">n = {summary.n}</span>
      </caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Answer</th>
          <th scope="col">People</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, count, ...row }) => (
          <tr key={label} class={"apart" in row ? "apart" : undefined}>
            <th scope="row">{label}</th>
            <td class="num">{count}</td>
            <td class="bar">
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(100 * count) / most} height="8" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
