type Named = { firstName: string; lastName: string };

const shortest = 5;

/**
 * What is struck out of what others wrote of a person: the addresses, and the whole name in either order. A part
 * of a name alone may be another's, or a word.
 */
export function wordsFor(people: Named[], otherNames: string[], addresses: string[]): string[] {
  const names = people
    .filter(({ firstName, lastName }) => firstName.trim() && lastName.trim())
    .flatMap(({ firstName, lastName }) => [
      `${firstName} ${lastName}`,
      `${lastName}, ${firstName}`,
      `${lastName} ${firstName}`,
    ]);
  const whole = otherNames.filter((name) => name.trim().includes(" "));
  const long = [...names, ...whole].filter((name) => name.length >= shortest);
  return [...new Set([...addresses, ...long])];
}

/** Secrets, and what would speak of others: not for a copy of one person's data. */
const notTold = /^(.*Hash|token|contactIds|password|.*Token)$/;

type Row = Record<string, unknown>;

/** The answers of rounds that are still open: nobody here may read them before the close. */
const sealedUntilClose = ["answers", "draft"];
/** What would tell whether somebody has answered a confidential round. */
const progress = ["status", "postponedUntil", "remindersDone"];

/** Mail of a confidential round beyond the invitation stops for who has answered: it is not told of. */
export const isTold = (table: string, row: Row, confidential: ReadonlySet<string>): boolean =>
  table !== "message" ||
  row["kind"] === "invitation" ||
  !confidential.has(String(row["invitationId"]));

/** A row as the copy shows it, without answers if its round is still open. */
export function tellRow(
  row: Row,
  { openRounds, confidential }: Record<"openRounds" | "confidential", ReadonlySet<string>>,
): Row {
  const open = openRounds.has(String(row["roundId"]));
  const quiet = confidential.has(String(row["id"]));
  const told = Object.entries(row)
    .filter(([key, value]) => !notTold.test(key) && value !== null)
    .filter(([key]) => !(open && sealedUntilClose.includes(key)))
    .filter(([key]) => !(quiet && progress.includes(key)))
    // A report's figures are everybody's; what they say of one person is the grade of the most senior contact.
    .map(([key, value]) => [
      key,
      key === "figures" ? (value as { senior: unknown }).senior : value,
    ]);
  return Object.fromEntries(told) as Row;
}
