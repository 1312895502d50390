import type { Area } from "../survey/schema.ts";

export type ActionVerdict = "verified" | "not_improved" | "undecided";

type Due = { dueOn: string; doneOn: string | null };

/** Of what was due, how much was done by its day. Both are calendar days of the supplier. */
export const keptOnTime = (due: readonly Due[]) => ({
  kept: due.filter(({ dueOn, doneOn }) => doneOn !== null && doneOn <= dueOn).length,
  of: due.length,
});

type Heard = { year: number; area: Area | null; verdict: ActionVerdict; count: number };
export type Improvements = { better: number; asked: number };

/** How many of the improvements that clients were asked about they found better, by year and by area. */
export function improvementsIn(verdicts: readonly Heard[]) {
  const years = [...new Set(verdicts.map(({ year }) => year))].toSorted((a, b) => b - a);
  const areas = [...new Set(verdicts.map(({ area }) => area))];
  const sum = (list: readonly Heard[]): Improvements => ({
    better: list.reduce((n, { verdict, count }) => n + (verdict === "verified" ? count : 0), 0),
    asked: list.reduce((n, { count }) => n + count, 0),
  });
  return {
    years: years.map((year) => ({ year, ...sum(verdicts.filter((one) => one.year === year)) })),
    areas: areas
      .map((area) => ({
        area,
        ...sum(verdicts.filter((one) => one.area === area)),
        byYear: years.map((year) =>
          sum(verdicts.filter((one) => one.area === area && one.year === year)),
        ),
      }))
      .toSorted((a, b) => b.asked - a.asked || (a.area ?? "~").localeCompare(b.area ?? "~")),
  };
}
