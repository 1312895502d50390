import {
  listOptedOut,
  listRecipients,
  listRecipientsAt,
  listUndeliverable,
} from "#db/queries/invitation.ts";
import { findSelfGrade as findSelfGradeRow, updateSelfGrade } from "#db/queries/self-grade.ts";
import type { FoundRound } from "#db/queries/round.ts";
import { listKeptPromises, listKeptPromisesAt } from "#db/queries/verification.ts";
import type { Ctx } from "../../context.ts";
import { refuse, type Outcome } from "../../errors.ts";
import { nameOf } from "../contact/rules.ts";
import { tiers, type Tier } from "../contact/schema.ts";
import { loadSettings } from "../setting/actions.ts";
import { composeQuestionnaire } from "../survey/compose-rules.ts";
import { tierNote } from "../survey/tier-note-rules.ts";
import { overBudget } from "../survey/rules.ts";
import type { Questionnaire } from "../survey/schema.ts";
import { actorId, notDraft, requireRound } from "./actions.ts";
import { failedGates, invitedOf, type Failure, type Recipient } from "./gates-rules.ts";
import { throttleEnd, throttleStart } from "./rules.ts";
import type { NewSelfGrade, SelfGrade } from "./schema.ts";

/** A recipient with what speaks for and against asking this person. */
export type KnownRecipient = Recipient & {
  lastAskedAt: Date | null;
  /** In named rounds only. */
  lastAnsweredAt: Date | null;
  throttledUntil: Date | null;
};

const instantOf = (at: number | null) => (at === null ? null : new Date(at));

/** Everybody known at an account as recipients of a round that chose `contactIds` (null: everybody). */
export async function loadRecipients(
  ctx: Ctx,
  accountId: string,
  contactIds: string[] | null,
): Promise<KnownRecipient[]> {
  return knowRecipients(ctx, await listRecipients(ctx.db, accountId), () => contactIds);
}

type RecipientRow = Awaited<ReturnType<typeof listRecipients>>[number];
type Known = KnownRecipient & { accountId: string };

/** Contacts with what speaks for and against asking each; `chosenAt` names those chosen at an account. */
async function knowRecipients(
  ctx: Ctx,
  rows: RecipientRow[],
  chosenAt: (accountId: string) => string[] | null,
): Promise<Known[]> {
  const { timeZone } = await loadSettings(ctx);
  const hashes = await Promise.all(rows.map(({ email }) => ctx.tokens.hashAddress(email)));
  const [optedOut, undeliverable] = await Promise.all([
    listOptedOut(ctx.db, hashes),
    listUndeliverable(ctx.db, hashes),
  ]);
  const chosen = new Map(
    [...new Set(rows.map(({ accountId }) => accountId))].map((id) => {
      const ids = chosenAt(id);
      return [id, ids && new Set(ids)];
    }),
  );
  const since = throttleStart(ctx.now, timeZone);
  return rows.map(({ firstName, lastName, status, doNotSurvey, bounced, ...row }, index) => {
    const lastAskedAt = instantOf(row.lastAskedAt);
    const lastInvitedAt = lastAskedAt && lastAskedAt > since ? lastAskedAt : null;
    return {
      ...row,
      name: nameOf({ firstName, lastName }),
      hindrance: hindranceOf({
        status,
        doNotSurvey,
        optedOut: optedOut.has(hashes[index]!),
        undeliverable: undeliverable.has(hashes[index]!),
      }),
      bounced: bounced === 1,
      lastAskedAt,
      lastInvitedAt,
      throttledUntil: lastInvitedAt && throttleEnd(lastInvitedAt, timeZone),
      lastAnsweredAt: instantOf(row.lastAnsweredAt),
      chosen: chosen.get(row.accountId)?.has(row.id) ?? true,
    };
  });
}

type Barred = {
  status: "active" | "left";
  doNotSurvey: boolean;
  optedOut: boolean;
  undeliverable: boolean;
};

function hindranceOf(barred: Barred): Recipient["hindrance"] {
  if (barred.status === "left") return "left";
  if (barred.optedOut) return "opted_out";
  if (barred.doNotSurvey) return "do_not_survey";
  return barred.undeliverable ? "undeliverable" : null;
}

export type Questionnaires = Partial<Record<Tier, Questionnaire>>;

/** What these tiers would be asked if the round opened now, each with the note on what the others are asked. */
export async function composeRound(
  ctx: Ctx,
  found: FoundRound,
  asked: Tier[],
): Promise<Questionnaires> {
  return composeWith(await listKeptPromises(ctx.db, found.account.id), found, asked);
}

type Promises = Awaited<ReturnType<typeof listKeptPromises>>;

function composeWith(promises: Promises, { round, account }: FoundRound, asked: Tier[]) {
  const plain: Questionnaires = Object.fromEntries(
    asked.map((tier) => [tier, composeQuestionnaire({ ...round, tier, account, promises })]),
  );
  const noted = asked.map((tier) => [tier, { ...plain[tier]!, tierNote: tierNote(plain, tier) }]);
  return Object.fromEntries(noted) as Questionnaires;
}

export type DraftState = {
  recipients: KnownRecipient[];
  questionnaires: Questionnaires;
  failed: Failure[];
};

/** Who a draft would invite, what it would ask, and every gate that stands against its launch. */
export async function inspectDraft(ctx: Ctx, found: FoundRound): Promise<DraftState> {
  const { round } = found;
  const recipients = await loadRecipients(ctx, round.accountId, round.contactIds);
  const selfGraded = (await findSelfGradeRow(ctx.db, round.id)) !== undefined;
  const promises = await listKeptPromises(ctx.db, found.account.id);
  return judgeDraft(found, { recipients, selfGraded, promises });
}

/** The same for many drafts of different accounts, in as many queries as for one; in the order given. */
export async function inspectDrafts(
  ctx: Ctx,
  drafts: (FoundRound & { selfGraded: boolean })[],
): Promise<DraftState[]> {
  const chosen = new Map(drafts.map(({ round }) => [round.accountId, round.contactIds]));
  if (drafts.length === 0) return [];
  const ids = [...chosen.keys()];
  const [rows, promises] = await Promise.all([
    listRecipientsAt(ctx.db, ids),
    listKeptPromisesAt(ctx.db, ids),
  ]);
  const known = await knowRecipients(ctx, rows, (accountId) => chosen.get(accountId) ?? null);
  const at = Map.groupBy(known, ({ accountId }) => accountId);
  return drafts.map((draft) =>
    judgeDraft(draft, {
      recipients: at.get(draft.account.id) ?? [],
      selfGraded: draft.selfGraded,
      promises: promises.get(draft.account.id) ?? [],
    }),
  );
}

type Grounds = { recipients: KnownRecipient[]; selfGraded: boolean; promises: Promises };

function judgeDraft(found: FoundRound, { recipients, selfGraded, promises }: Grounds): DraftState {
  const { round } = found;
  const invited = new Set(invitedOf(recipients).map(({ tier }) => tier));
  const questionnaires = composeWith(
    promises,
    found,
    tiers.filter((tier) => invited.has(tier)),
  );
  const failed = failedGates({
    kind: round.kind,
    selfGraded,
    recipients,
    overBudget: overBudget(round.kind, questionnaires),
  });
  return { recipients, questionnaires, failed };
}

/** The self-grade of a round; undefined while there is none. */
export async function findSelfGrade(
  ctx: Ctx,
  { round, account }: FoundRound,
): Promise<SelfGrade | undefined> {
  const found = await findSelfGradeRow(ctx.db, round.id);
  if (!found) return undefined;
  const { givenBy, ...grade } = found.selfGrade;
  return {
    ...grade,
    givenBy: { id: givenBy, name: found.giver ?? "A former colleague" },
    byAccountManager: givenBy === account.accountManagerId,
  };
}

/** Gives or replaces our own grade. Refuses `self_grade_sealed` once the round is launched. */
export async function saveSelfGrade(
  ctx: Ctx,
  roundId: string,
  input: NewSelfGrade,
): Promise<Outcome<{ selfGrade: SelfGrade }>> {
  const found = await requireRound(ctx, roundId);
  if (found.round.status === "cancelled") return notDraft("cancelled");
  const { grade, reason, predicted = {} } = input;
  const row = { roundId, grade, reason, predicted };
  const saved = await updateSelfGrade(ctx.db, {
    ...row,
    givenBy: actorId(ctx),
    givenAt: ctx.now,
  });
  if (!saved)
    return refuse(
      "self_grade_sealed",
      "The round is launched, and your own grade was sealed with it. It cannot change any more.",
    );
  return { ok: true, selfGrade: (await findSelfGrade(ctx, found))! };
}
