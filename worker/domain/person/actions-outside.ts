import { deleteLedgerEntries, listLedgerEntries } from "#db/queries/ledger.ts";
import * as queries from "#db/queries/restore-facts.ts";
import { updateToCancelled } from "#db/queries/round-change.ts";
import type { Ctx } from "../../context.ts";

const perSweep = 200;
const perBatch = 1000;

/**
 * Takes to the store outside what must not be forgotten should the database be brought back from before: opt-outs,
 * links that were revoked or replaced, rounds that ended, who has access. What does not get there is taken next time.
 */
export async function keepOutside(ctx: Ctx): Promise<void> {
  const entries = await listLedgerEntries(ctx.db, perSweep);
  if (entries.length === 0) return;
  await ctx.ledger.keepFacts(entries);
  await deleteLedgerEntries(ctx.db, entries);
}

type Apply = (ctx: Ctx, facts: queries.Kept[]) => Promise<unknown>;

/** How each kind of fact becomes true again. */
const applying: Record<string, Apply> = {
  "opt-out": (ctx, facts) => queries.insertSilenced(ctx.db, facts, []),
  suppression: (ctx, facts) => queries.insertSilenced(ctx.db, [], facts),
  contact: async (ctx, facts) => queries.updateContactsToKept(ctx.db, facts),
  staff: async (ctx, facts) => queries.updateStaffToKept(ctx.db, facts),
  invitation: async (ctx, facts) => queries.updateInvitationsToKept(ctx.db, facts),
  "client-link": async (ctx, facts) => queries.updateClientLinksToKept(ctx.db, facts),
  round: endAgain,
};

/** Makes true again, in a database that was brought back, what is kept outside. May be repeated. */
export async function applyFacts(ctx: Ctx): Promise<void> {
  const facts = (await ctx.ledger.listFacts()).map(({ id, state }) => {
    const [kind, ...rest] = id.split("/");
    return { kind: kind!, id: rest.join("/"), state };
  });
  for (const [kind, ofKind] of Map.groupBy(facts, (one) => one.kind))
    for (let from = 0; from < ofKind.length; from += perBatch)
      await applying[kind]?.(ctx, ofKind.slice(from, from + perBatch));
}

async function endAgain(ctx: Ctx, facts: queries.Kept[]): Promise<void> {
  await queries.updateClosedToDue(ctx.db, facts, ctx.now);
  for (const roundId of await queries.listUncancelled(ctx.db, facts)) {
    const change = { roundId, changeId: ctx.newId(), at: ctx.now, by: "system" };
    await updateToCancelled(ctx.db, change, "Cancelled before the database was restored.");
  }
}
