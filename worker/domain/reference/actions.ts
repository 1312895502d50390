import { listOptedOut, listUndeliverable } from "#db/queries/invitation.ts";
import { messageRow } from "#db/queries/message.ts";
import * as queries from "#db/queries/reference.ts";
import { subYears } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { AppError, invalid, refuse, type Outcome } from "../../errors.ts";
import { requireAccount } from "../account/actions.ts";
import { reachOf } from "../account/rules.ts";
import { nameOrAddress } from "../contact/rules.ts";
import { dayField } from "../round/rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { askableFrom, askSubject, askTemplate, mayBeAsked } from "./rules.ts";
import type { AnswerChange, NewReferenceAsk } from "./schema.ts";

const mostListed = 200;

type Referable = Awaited<ReturnType<typeof queries.listReferable>>[number];

export type References = Awaited<ReturnType<typeof listReferences>>;

/** The accounts that may be asked now, and those that were asked, the latest first. */
export async function listReferences(ctx: StaffCtx) {
  const reach = reachOf(ctx.actor);
  const [rows, asks, { timeZone }] = await Promise.all([
    queries.listReferable(ctx.db, reach),
    queries.listAsks(ctx.db, reach, { limit: mostListed }),
    loadSettings(ctx),
  ]);
  const eligible = rows.filter((row) => mayBeAsked(row, dayField(ctx.now, timeZone), timeZone));
  return {
    eligible: eligible.slice(0, mostListed).map(viewReferable),
    count: eligible.length,
    asks: asks.map(viewAsk),
  };
}

const viewReferable = ({ seniorFirstName, seniorLastName, ...row }: Referable) => ({
  ...row,
  senior: `${seniorFirstName ?? ""} ${seniorLastName ?? ""}`.trim(),
});

export type ReferenceAsk = ReturnType<typeof viewAsk>;

const viewAsk = (row: Awaited<ReturnType<typeof queries.listAsks>>[number]) => ({
  id: row.id,
  accountId: row.accountId,
  accountName: row.accountName,
  contact: nameOrAddress(row),
  askedAt: row.askedAt,
  asker: row.asker,
  answer: row.answer,
  laterOn: row.laterOn,
  note: row.note,
  version: row.version,
});

export type Reference = Awaited<ReturnType<typeof findReference>>;

/** How an account stands as a reference: when it was asked, what it said, and whether it may be asked now. */
export async function findReference(ctx: StaffCtx, accountId: string) {
  const reach = reachOf(ctx.actor);
  const [rows, asks, { timeZone, supplierName }] = await Promise.all([
    queries.listReferable(ctx.db, reach, accountId),
    queries.listAsks(ctx.db, reach, { accountId, limit: mostListed }),
    loadSettings(ctx),
  ]);
  const today = dayField(ctx.now, timeZone);
  const found = rows.find((row) => mayBeAsked(row, today, timeZone));
  const [last] = asks;
  return {
    supplierName,
    today,
    eligible: found ? viewReferable(found) : null,
    asks: asks.map(viewAsk),
    askableFrom: last
      ? askableFrom({ lastAskedAt: last.askedAt, laterOn: last.laterOn }, timeZone)
      : null,
  };
}

export type ReferencePage = Awaited<ReturnType<typeof readReference>>;

/** The page of one account: whom one could ask, the words to begin with, and what was answered so far. */
export async function readReference(ctx: StaffCtx, accountId: string) {
  const { name } = await requireAccount(ctx, accountId);
  const reference = await findReference(ctx, accountId);
  const people = reference.eligible ? await listAskable(ctx, accountId) : [];
  const template = askTemplate({ account: name, supplier: reference.supplierName });
  return { ...reference, account: { id: accountId, name }, people, template };
}

/** Active contacts who take mail from us, the most senior first. */
async function listAskable(ctx: StaffCtx, accountId: string) {
  const rows = await queries.listAskable(ctx.db, accountId, mostListed);
  const hashes = await Promise.all(rows.map(({ email }) => ctx.tokens.hashAddress(email)));
  const [optedOut, undeliverable] = await Promise.all([
    listOptedOut(ctx.db, hashes),
    listUndeliverable(ctx.db, hashes),
  ]);
  return rows
    .filter((_, at) => !optedOut.has(hashes[at]!) && !undeliverable.has(hashes[at]!))
    .map(({ firstName, lastName, ...row }) => ({
      ...row,
      name: nameOrAddress({ firstName, lastName, email: row.email }),
    }));
}

const notNow = refuse(
  "not_eligible",
  "This account cannot be asked now. It is among those that can once all the conditions hold again.",
);

/**
 * Asks somebody at an account, by mail, to speak for us. Refuses `not_eligible` (also when somebody else was faster),
 * and `invalid`: a contact who has left, is elsewhere, or takes no mail from us.
 */
export async function askReference(
  ctx: StaffCtx,
  accountId: string,
  { contactId, text }: NewReferenceAsk,
): Promise<Outcome<{ id: string }>> {
  const { eligible, people } = await readReference(ctx, accountId);
  if (!eligible) return notNow;
  const person = people.find(({ id }) => id === contactId);
  const message = "Choose somebody at this account who takes mail from us.";
  if (!person) return invalid("contactId", message);
  const id = ctx.newId();
  const optOutToken = await ctx.tokens.make("opt-out", askSubject(id));
  const by = { askedBy: ctx.actor.id, askedAt: ctx.now, version: 1 };
  const optOutHash = await ctx.tokens.hash(optOutToken);
  const { roundId } = eligible;
  const mail = { id: `reference-ask/${id}`, kind: "reference_ask", recipient: person.email };
  const asked = await queries.insertAsk(ctx.db, {
    row: { id, accountId, contactId, roundId, text, optOutHash, ...by },
    mail: messageRow({ ...mail, roundId }, ctx.now),
    audit: auditOf(ctx, accountId, "reference.asked"),
    yearAgo: subYears(ctx.now, 1),
  });
  if (!asked) return notNow;
  await ctx.mail.wake([mail.id]);
  return { ok: true, id };
}

/**
 * Keeps what the client answered; it may be corrected later. Refuses `stale` (changed since it was read) and `invalid`
 * (a day to be asked again that is not to come).
 */
export async function answerReference(
  ctx: StaffCtx,
  accountId: string,
  askId: string,
  { version, answer, laterOn, note }: AnswerChange,
): Promise<Outcome<object>> {
  await requireAccount(ctx, accountId);
  const { asks, today } = await findReference(ctx, accountId);
  const ask = asks.find(({ id }) => id === askId);
  if (!ask) throw new AppError("not_found", "Nobody was asked that.");
  const message = "Choose a day to come: from when on may we ask again?";
  if (answer === "later" && (laterOn ?? "") <= today) return invalid("laterOn", message);
  const kept = { answer, laterOn: answer === "later" ? laterOn : null, note };
  const saved = await queries.updateAsk(
    ctx.db,
    { id: askId, accountId, version },
    { ...kept, answeredAt: ctx.now, answeredBy: ctx.actor.id },
    auditOf(ctx, accountId, "reference.answered", { answer }),
  );
  return saved
    ? { ok: true }
    : refuse("stale", "Somebody wrote an answer down just now. Look at it and try again.");
}

const auditOf = (ctx: StaffCtx, accountId: string, action: string, detail: object = {}) => ({
  at: ctx.now,
  actor: ctx.actor.id,
  action,
  subjectType: "account",
  subjectId: accountId,
  detail: { ...detail },
});
