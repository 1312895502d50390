import { foldName } from "../account/rules.ts";
import type { ImportLine } from "./schema.ts";
import type { Fault } from "./line-rules.ts";

/** An account that a company name of the file may mean. */
export type KnownAccount = {
  id: string;
  name: string;
  nameFolded: string;
  accountManagerId: string | null;
  /** Whether the importer reaches it. */
  within: boolean;
  seniorEmail: string | null;
  seniorName: string | null;
};

/** A line with the account it belongs to; null: one that the import makes. */
export type PlacedLine = { line: ImportLine; account: KnownAccount | null; accountKey: string };
export type Misplaced = { line: ImportLine; fault: Fault };

/**
 * Puts every line on its account, by exact name first and folded name second, and takes out what cannot be
 * written: an account out of reach, a name that several accounts bear, a second different line for the same
 * person, a second most senior contact. Works on a whole file as on a part of it.
 */
export function placeLines(lines: ImportLine[], known: KnownAccount[]) {
  const find = accountFinder(known);
  const byPerson = new Map<string, ImportLine>();
  const seniors = new Map<string, ImportLine>();
  const placed: PlacedLine[] = [];
  const misplaced: Misplaced[] = [];
  for (const line of lines) {
    const found = find(line.company);
    if (!found.ok) {
      misplaced.push({ line, fault: { field: "company", reason: found.reason } });
      continue;
    }
    const person = `${found.key}\n${line.email}`;
    const first = byPerson.get(person);
    const fault = first
      ? faultOfRepeat(line, first)
      : faultOfSenior(line, found.account, seniors.get(found.key));
    if (fault) {
      misplaced.push({ line, fault });
      continue;
    }
    if (!first) byPerson.set(person, line);
    if (line.mostSenior) seniors.set(found.key, line);
    const kept = first ? { ...line, repeats: true as const } : line;
    placed.push({ line: kept, account: found.account, accountKey: found.key });
  }
  return { placed, misplaced };
}

type Found =
  | { ok: true; account: KnownAccount | null; key: string }
  | { ok: false; reason: string };

function accountFinder(known: KnownAccount[]): (company: string) => Found {
  const byName = Map.groupBy(known, ({ name }) => name);
  const byFolded = Map.groupBy(known, ({ nameFolded }) => nameFolded);
  const seen = new Map<string, Found>();
  const find = (company: string): Found => {
    const folded = foldName(company);
    const matches = byName.get(company) ?? byFolded.get(folded) ?? [];
    if (matches.length > 1)
      return { ok: false, reason: "Several accounts have this name. Rename all but one." };
    const account = matches[0] ?? null;
    if (account && !account.within)
      return { ok: false, reason: "This account is not one of yours, so you cannot add to it." };
    return { ok: true, account, key: account?.id ?? `new ${folded}` };
  };
  return (company) => {
    const found = seen.get(company) ?? find(company);
    seen.set(company, found);
    return found;
  };
}

/** What a line says, however it spells the account that both are about. */
const said = (line: ImportLine) =>
  JSON.stringify({ ...line, line: 0, company: "", repeats: undefined });

const faultOfRepeat = (line: ImportLine, first: ImportLine): Fault | null =>
  line.repeats || said(line) === said(first)
    ? null
    : {
        field: "email",
        reason: `Line ${first.line} is about the same person at the same account and says something else.`,
      };

function faultOfSenior(
  line: ImportLine,
  account: KnownAccount | null,
  earlier: ImportLine | undefined,
): Fault | null {
  if (!line.mostSenior) return null;
  if (account?.seniorEmail && account.seniorEmail !== line.email)
    return {
      field: "mostSenior",
      reason: `${account.seniorName} is already marked as the most senior contact of this account. Move the mark on the contact's page.`,
    };
  if (!earlier) return null;
  const reason = `Line ${earlier.line} already marks the most senior contact of this account.`;
  return { field: "mostSenior", reason };
}
