import { countInvitations, listRecipients } from "#db/queries/invitation.ts";
import {
  findRound as findRoundRow,
  findRoundAccount,
  insertRound,
  listRoundAccounts,
  listRounds as listRoundRows,
  updateDraft,
  type FoundRound,
} from "#db/queries/round.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { Ctx, StaffCtx } from "../../context.ts";
import { pageOf, readNumberPosition, type Listed } from "../../cursor.ts";
import { AppError, invalid, refuse, type Outcome, type Refusal } from "../../errors.ts";
import { foldName, type Reach } from "../account/rules.ts";
import { tiers, type Tier } from "../contact/schema.ts";
import { groupSizes } from "../reports/group-rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { activeOf } from "../staff/rules.ts";
import { defaultModules } from "../survey/rules.ts";
import { deadlineOf, roundReach } from "./rules.ts";
import type { InvitationCounts, NewRound, Round, RoundChange, RoundStatus } from "./schema.ts";

const missing = (noun: string) =>
  new AppError("not_found", `There is no such ${noun}, or it is not yours to see.`);

/** Which rounds the actor reaches. Respondents reach none. */
function requireReach(ctx: Ctx): Reach {
  const reach = roundReach(ctx.actor);
  if (reach === null) throw new AppError("forbidden", "Only staff may do this.");
  return reach;
}

/** Whom an audit entry names. */
export const actorId = (ctx: Ctx): string => (ctx.actor.kind === "staff" ? ctx.actor.id : "system");

/** The round with its account; out of reach it does not exist. */
export async function requireRound(ctx: Ctx, roundId: string): Promise<FoundRound> {
  const found = await findRoundRow(ctx.db, roundId, requireReach(ctx));
  if (!found) throw missing("round");
  return found;
}

/** The account with what a round of it needs to know; out of reach it does not exist. */
export async function requireAccount(ctx: Ctx, accountId: string) {
  const account = await findRoundAccount(ctx.db, accountId, requireReach(ctx));
  if (!account) throw missing("account");
  return account;
}

/** A round as the API shows it: without what decides about keys and letters, or is for staff alone. */
export function viewRound({ round, account }: FoundRound): Round {
  const {
    changeId: _,
    releaseNote: _note,
    withheldBy: _by,
    withheldReason: _why,
    publicKey: _key,
    blankedAt: _blanked,
    groupSize: _least,
    commentGroupSize: _leastForWords,
    secondAt: _second,
    ...shown
  } = round;
  return { ...shown, ownQuestions: round.ownQuestions ?? [], accountName: account.name };
}

const unique = <T>(list: T[]): T[] => [...new Set(list)];

/**
 * The accounts a round may be made for whose name holds `search`, at most `limit`. An independent administrator runs
 * rounds that others make.
 */
export async function searchAccounts(ctx: StaffCtx, search: string, limit: number) {
  if (ctx.actor.role === "independent_administrator")
    throw new AppError("forbidden", "Rounds are made by others and given to you to run.");
  return listRoundAccounts(ctx.db, requireReach(ctx), foldName(search), limit);
}

/**
 * Makes a draft. Left out: the deadline is 21 days away, modules are the default ones, and everybody who may
 * be surveyed is invited. Refuses what makes no sense as `invalid`.
 */
export async function createRound(ctx: Ctx, input: NewRound): Promise<Outcome<{ round: Round }>> {
  const account = await requireAccount(ctx, input.accountId);
  const { timeZone } = await loadSettings(ctx);
  const { kind, name, confidentiality } = input;
  const draft = {
    closesAt: deadlineOf(input.closesAt, ctx.now, timeZone),
    modules: unique(input.modules ?? defaultModules(kind)),
    contactIds: input.contactIds ? unique(input.contactIds) : null,
    administratorId: input.administratorId ?? null,
    ownQuestions: input.ownQuestions ?? [],
  };
  const fault = await findFault(ctx, { kind, confidentiality, ...draft }, account);
  if (fault) return fault;
  const row = {
    id: ctx.newId(),
    accountId: account.id,
    kind,
    name,
    confidentiality,
    ...draft,
    ...groupSizes,
    status: "draft" as const,
    createdBy: actorId(ctx),
    createdAt: ctx.now,
  };
  await insertRound(ctx.db, row, {
    at: ctx.now,
    actor: actorId(ctx),
    action: "round.created",
    subjectType: "round",
    subjectId: row.id,
  });
  return { ok: true, round: viewRound(await requireRound(ctx, row.id)) };
}

/** Changes a draft. Refuses `round_not_draft` once it is launched or cancelled, and what makes no sense. */
export async function changeRound(
  ctx: Ctx,
  roundId: string,
  { closesAt, ...change }: RoundChange,
): Promise<Outcome<{ round: Round }>> {
  const { round, account } = await requireRound(ctx, roundId);
  if (round.status !== "draft") return notDraft(round.status);
  const { timeZone } = await loadSettings(ctx);
  const changed = {
    ...change,
    ...(change.modules && { modules: unique(change.modules) }),
    ...(change.contactIds && { contactIds: unique(change.contactIds) }),
    ...(change.confidentiality === "named" && { administratorId: null }),
    ...(closesAt !== undefined && { closesAt: deadlineOf(closesAt, ctx.now, timeZone) }),
  };
  // Nothing sent is nothing to write; an UPDATE without columns is no SQL.
  if (Object.keys(changed).length > 0) {
    const fault = await findFault(ctx, { ...round, ...changed }, account);
    if (fault) return fault;
    if (!(await updateDraft(ctx.db, { roundId, changeId: ctx.newId() }, changed)))
      return notDraft("open");
  }
  return { ok: true, round: viewRound(await requireRound(ctx, roundId)) };
}

/** The refusal of a change to a round that is no draft any more, by what it has become. */
export const notDraft = (status: RoundStatus): Refusal =>
  refuse(
    "round_not_draft",
    status === "cancelled"
      ? "This round was cancelled; nothing about it can change."
      : "This round is launched already; what it asks and whom is fixed.",
  );

type Draft = Pick<
  Round,
  "kind" | "confidentiality" | "contactIds" | "administratorId" | "modules"
> & { closesAt: Date };

/** The first thing in a draft that cannot be; null when all is well. */
async function findFault(
  ctx: Ctx,
  draft: Draft,
  account: FoundRound["account"],
): Promise<Refusal | null> {
  if (draft.closesAt <= ctx.now)
    return invalid("closesAt", "The deadline lies in the past. Choose a later day.");
  if (draft.kind === "annual_review" && draft.confidentiality !== "named")
    return invalid("confidentiality", "An annual review is always named.");
  return (await administratorFault(ctx, draft, account)) ?? recipientFault(ctx, draft, account);
}

async function administratorFault(ctx: Ctx, draft: Draft, account: FoundRound["account"]) {
  const { administratorId } = draft;
  if (administratorId === null) return null;
  if (draft.confidentiality === "named")
    return invalid("administratorId", "Only a confidential round has an administrator.");
  const person = activeOf(await listStaff(ctx.db), administratorId);
  if (!person)
    return invalid("administratorId", "The administrator is not an active member of staff.");
  if (person.id === account.accountManagerId)
    return invalid(
      "administratorId",
      "The administrator must be independent, so not the account manager of this account.",
    );
  return null;
}

async function recipientFault(ctx: Ctx, draft: Draft, account: FoundRound["account"]) {
  if (draft.contactIds === null) return null;
  if (draft.contactIds.length === 0)
    return invalid("contactIds", "Nobody is chosen. Choose at least one recipient.");
  const known = new Set((await listRecipients(ctx.db, account.id)).map(({ id }) => id));
  const unknown = draft.contactIds.filter((id) => !known.has(id)).length;
  if (unknown === 0) return null;
  return invalid("contactIds", `${unknown} of the chosen are not contacts of this account.`);
}

type Wanted = Listed & { accountId?: string | undefined; status?: RoundStatus | undefined };

/** Rounds within reach, the newest first; `nextCursor` is null on the last page. */
export async function listRounds(ctx: Ctx, { cursor, limit, ...wanted }: Wanted) {
  const rows = await listRoundRows(ctx.db, requireReach(ctx), {
    ...wanted,
    after: readNumberPosition(cursor),
    limit: limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, limit, ({ round }) => [round.createdAt, round.id]);
  return { rounds: page.map(viewRound), nextCursor };
}

export type TierCounts = InvitationCounts & { tier: Tier };

/** A round and how its invitations stand. Of a confidential one only the total of those who answered is told. */
export async function findRound(
  ctx: Ctx,
  roundId: string,
): Promise<{ round: Round; invitations: InvitationCounts; byTier: TierCounts[] | null }> {
  const found = await requireRound(ctx, roundId);
  const rows = await countInvitations(ctx.db, roundId);
  const confidential = found.round.confidentiality === "confidential";
  const sum = (key: "invited" | "sent" | "bounced" | "completed" | "declined") =>
    rows.reduce((total, row) => total + row[key], 0);
  return {
    round: viewRound(found),
    invitations: {
      invited: sum("invited"),
      sent: sum("sent"),
      bounced: sum("bounced"),
      completed: sum("completed"),
      declined: confidential ? null : sum("declined"),
    },
    byTier: confidential
      ? null
      : tiers.flatMap((tier) => rows.filter((row) => row.tier === tier)).toReversed(),
  };
}
