import { letterOf } from "#worker/domain/reports/grade-rules.ts";

/** Both grades of one closed round. */
export type Graded = { closedAt: Date; year: number; clientPoints: number; selfPoints: number };

const isConstant = (letters: string[]) => letters.every((letter) => letter === letters[0]);

/** "went from C in 2023 to B in 2026"; a change of letters is told as such, not as a trend. */
function courseOf(letters: string[], first: number, last: number, constant: string): string {
  const [from, to] = [letters[0]!, letters.at(-1)!];
  if (isConstant(letters)) return constant;
  if (from === to) return `came back to ${to} by way of ${awayFrom(letters, from)}`;
  return first === last
    ? `went from ${from} to ${to}`
    : `went from ${from} in ${first} to ${to} in ${last}`;
}

const awayFrom = (letters: string[], home: string): string =>
  [...new Set(letters.filter((letter) => letter !== home))].join(" and ");

/** What a row of rounds shows of both grades, the oldest round first. */
export function historyFinding(rounds: Graded[]): string {
  const clients = rounds.map(({ clientPoints }) => letterOf(clientPoints));
  const ours = rounds.map(({ selfPoints }) => letterOf(selfPoints));
  const [first, last] = [rounds[0]!.year, rounds.at(-1)!.year];
  const since = first === last ? "each time" : `since ${first}`;
  if (isConstant(clients) && isConstant(ours) && clients[0] === ours[0])
    return `The client has said ${clients[0]} ${since}, and so have we.`;
  const client = courseOf(clients, first, last, `has said ${clients[0]} ${since}`);
  const us = courseOf(ours, first, last, `said ${ours[0]} each time`);
  return `The client ${client}; we ${us}.`;
}
