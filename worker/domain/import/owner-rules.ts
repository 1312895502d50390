import { foldName, type Reach } from "../account/rules.ts";
import type { ImportLine } from "./schema.ts";
import type { PlacedLine } from "./match-rules.ts";

/** A staff member whom a file may name as the owner of an account. */
export type OwnerCandidate = {
  id: string;
  name: string;
  email: string;
  lineManagerId: string | null;
};

/**
 * Finds who is meant by an owner cell: an address, or a name that only one of us bears. Nobody: null. Who
 * reaches only part of the accounts may name themselves and the people who report to them.
 */
export function ownerFinder(staff: OwnerCandidate[], reach: Reach) {
  const eligible = staff.filter(
    ({ id, lineManagerId }) =>
      reach === "all" || id === reach.staffId || lineManagerId === reach.staffId,
  );
  const byEmail = new Map(eligible.map(({ id, email }) => [email.toLowerCase(), id]));
  const byName = Map.groupBy(eligible, ({ name }) => foldName(name));
  return (cell: string | null): string | null => {
    if (cell === null) return null;
    const named = byName.get(foldName(cell)) ?? [];
    return byEmail.get(cell) ?? (named.length === 1 ? named[0]!.id : null);
  };
}

export type FindOwner = ReturnType<typeof ownerFinder>;

const mostStrangers = 100;

/** What stands in owner cells and names nobody of ours, in small letters, each once, the first 100. */
export function strangersIn(lines: ImportLine[], find: FindOwner): string[] {
  const cells = new Set(lines.flatMap(({ ownerEmail }) => ownerEmail ?? []));
  return [...cells].filter((cell) => find(cell) === null).slice(0, mostStrangers);
}

/** For each account of these lines the first owner that the file names and that we know. */
export function ownersOf(placed: PlacedLine[], find: FindOwner) {
  const owners = new Map<string, string>();
  for (const { line, accountKey } of placed) {
    const owner = owners.has(accountKey) ? null : find(line.ownerEmail);
    if (owner) owners.set(accountKey, owner);
  }
  return owners;
}
