import { historyFinding } from "#web/pages/accounts/history-words.ts";
import { expect, test } from "vitest";

const rounds = (...graded: [year: number, client: number, self: number][]) =>
  graded.map(([year, clientPoints, selfPoints]) => ({
    closedAt: new Date(`${year}-06-01`),
    year,
    clientPoints,
    selfPoints,
  }));

test.each([
  [
    rounds([2023, 2, 4], [2024, 2.4, 4], [2026, 3, 4]),
    "The client went from C in 2023 to B in 2026; we said A each time.",
  ],
  [rounds([2024, 3.5, 3], [2026, 3, 3]), "The client has said B since 2024, and so have we."],
  [rounds([2024, 3, 4], [2026, 3, 4]), "The client has said B since 2024; we said A each time."],
  [
    rounds([2023, 3, 3], [2024, 1, 3], [2026, 3, 4]),
    "The client came back to B by way of D; we went from B in 2023 to A in 2026.",
  ],
  [rounds([2026, 4, 4], [2026, 3, 4]), "The client went from A to B; we said A each time."],
])("a row of rounds is told in one sentence (%#)", (history, sentence) => {
  expect(historyFinding(history)).toBe(sentence);
});
