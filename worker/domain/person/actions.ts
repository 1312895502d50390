import { insertAudit } from "#db/queries/audit.ts";
import * as erasures from "#db/queries/erasure.ts";
import * as queries from "#db/queries/person.ts";
import type { Ctx, StaffCtx } from "../../context.ts";
import { refuse, type Outcome, type Refusal } from "../../errors.ts";
import { actorId } from "../round/actions.ts";
import { isTold, tellRow, wordsFor } from "./rules.ts";

type Unique = { contactIds: string[]; accountIds: string[] };
const unique = (values: string[]) => [...new Set(values)];

/** Everything by which one person is found, by any of their addresses. */
async function findPerson(ctx: Ctx, address: string) {
  const records = await queries.listRecordsOf(ctx.db, address);
  const staff = await queries.findStaffByAddress(ctx.db, address);
  const addresses = unique([address, ...records.map(({ email }) => email)]);
  const others = (
    await Promise.all(addresses.map((one) => queries.listOtherNames(ctx.db, one)))
  ).flat();
  const ids: Unique = {
    contactIds: records.map(({ id }) => id),
    accountIds: unique(records.map(({ accountId }) => accountId)),
  };
  const belongings = await queries.listBelongings(ctx.db, ids.contactIds);
  const words = wordsFor(records, [...others, ...(staff ? [staff.name] : [])], addresses);
  return { ...ids, addresses, words, belongings: [...ids.contactIds, ...belongings], staff };
}
type Found = Awaited<ReturnType<typeof findPerson>>;

async function gather(ctx: Ctx, found: Found) {
  const keys = [...found.belongings, ...found.addresses, ...(found.staff ? [found.staff.id] : [])];
  const held = await queries.listHeld(ctx.db, keys, [...found.words, ...found.contactIds]);
  const imported = await queries.listImported(ctx.db, found.addresses);
  const confidential = new Set(await queries.listConfidential(ctx.db, found.contactIds));
  const told = Object.entries({ ...held, import_line: imported })
    .map(
      ([table, rows]) => [table, rows.filter((row) => isTold(table, row, confidential))] as const,
    )
    .filter(([, rows]) => rows.length > 0);
  return { held: Object.fromEntries(told), confidential };
}

/** How many records there are of a person, by table; empty when we hold nothing. Admins only. */
export async function countHeld(ctx: StaffCtx, address: string): Promise<[string, number][]> {
  const { held } = await gather(ctx, await findPerson(ctx, address));
  return Object.entries(held).map(([table, rows]) => [table, rows.length]);
}

const entryOf = async (ctx: Ctx, address: string, action: string) => ({
  at: ctx.now,
  actor: actorId(ctx),
  action,
  subjectType: "person",
  subjectId: await ctx.tokens.hashAddress(address),
});

/**
 * Everything that is held about a person, as JSON, except answers to rounds that are still open. Admins only;
 * refuses `own_account` to whoever manages or managed an account of the person: it may hold what was said of them.
 */
export async function exportPerson(
  ctx: StaffCtx,
  address: string,
): Promise<Outcome<{ json: string }>> {
  const found = await findPerson(ctx, address);
  const own = await queries.listManagedAmong(ctx.db, ctx.actor.id, found.accountIds);
  if (own.length > 0)
    return refuse(
      "own_account",
      `You look after ${own.join(", ")}, or did. What this person said of you is not for you to read: ask another admin.`,
    );
  const openRounds = new Set(await queries.listOpen(ctx.db, found.accountIds));
  const { held: all, confidential } = await gather(ctx, found);
  const held = Object.entries(all).map(
    ([table, rows]) =>
      [table, rows.map((row) => tellRow(row, { openRounds, confidential }))] as const,
  );
  await insertAudit(ctx.db, await entryOf(ctx, address, "person.exported"));
  const about = {
    addresses: found.addresses,
    exportedAt: ctx.now,
    note: "Answers to surveys that are still open are left out until they close. Answers to confidential surveys are kept without a name, so nobody can find them.",
  };
  return { ok: true, json: JSON.stringify({ about, held: Object.fromEntries(held) }, null, 2) };
}

const stillHere: Refusal = refuse(
  "still_active",
  "This is a member of staff who still has access. Deactivate them first, and hand over their accounts.",
);

/**
 * Erases a person everywhere; what is counted stays counted. With `noMoreMail` their addresses are kept, as keyed
 * hashes, among those that get no mail. May be repeated. Refuses `still_active` for staff who have access, and
 * `unknown` when nothing is held.
 */
export async function erasePerson(
  ctx: Ctx,
  address: string,
  { noMoreMail }: { noMoreMail: boolean },
): Promise<Outcome<object>> {
  const found = await findPerson(ctx, address);
  // After a restore nobody asks: whoever was erased then had no access any more.
  if (ctx.actor.kind === "staff" && found.staff?.deactivatedAt === null) return stillHere;
  if (Object.keys((await gather(ctx, found)).held).length === 0)
    return refuse("unknown", "Nothing is held about this address.");
  const kind = found.staff ? ("staff" as const) : ("contact" as const);
  const hashes = await Promise.all(found.addresses.map((one) => ctx.tokens.hashAddress(one)));
  const ledger = hashes.map((addressHash) => ({ addressHash, kind, at: ctx.now }));
  // First of all outside: what is there is erased again, should the database come back from before.
  await ctx.ledger.keep(ledger.map((entry) => ({ ...entry, at: entry.at.getTime() })));
  const kept = {
    ledger: ledger.map((entry) => ({ ...entry, by: actorId(ctx) })),
    optOuts: noMoreMail ? hashes : [],
    audit: await entryOf(ctx, address, "person.erased"),
  };
  const { staff } = found;
  if (staff)
    await erasures.updateStaffToErased(ctx.db, { id: staff.id, address, words: found.words }, kept);
  await erasures.updateToErased(ctx.db, found, kept);
  return { ok: true };
}
