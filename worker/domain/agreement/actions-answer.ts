import * as queries from "#db/queries/agreement.ts";
import { messageRow } from "#db/queries/message.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { Ctx } from "../../context.ts";
import type { FieldChanges } from "../action/schema.ts";
import { noticeChain, noticeRecipients } from "../staff/rules.ts";
import { awaitsAgreement, isEmpty, weightyChanges } from "./rules.ts";
import type { PlanAnswer } from "./schema.ts";

type Promised = Awaited<ReturnType<typeof queries.listPromised>>[number];

/** Who answers, and for which account. */
export type Answering = { linkId: string; accountId: string; contactId: string; name: string };
/** Lines that changed after they were read, each with what it says now. */
type Outdated = { id: string; changes: FieldChanges }[];

/**
 * Keeps what somebody at the client says of their plan: yes to lines, wishes to change them, words. A yes to a line
 * whose promise changed since it was read is refused with what changed, and then nothing is kept. The same page
 * (`page`: its fields) sent twice is kept once.
 */
export async function recordAnswer(
  ctx: Ctx,
  by: Answering,
  answer: PlanAnswer,
  page: ReadonlyMap<string, string[]>,
): Promise<{ ok: true } | { ok: false; outdated: Outdated }> {
  // By what was sent, not by what it means: a line that is agreed by now is no longer asked about.
  const id = (await ctx.tokens.hash(JSON.stringify([by.linkId, ...page]))).slice(0, 22);
  if (isEmpty(answer) || (await queries.findAgreement(ctx.db, id))) return { ok: true };
  const rows = await queries.listPromised(ctx.db, by.accountId);
  const outdated = await outdatedIn(ctx, rows, answer);
  if (outdated.length > 0) return { ok: false, outdated };
  const messages = await notices(ctx, id, by, answer);
  const kept = await queries.insertAnswer(ctx.db, {
    agreement: agreementOf(ctx, id, by, answer, rows),
    replies: repliesOf(ctx, id, by, answer),
    agreed: agreedIn(rows, answer).map((row) => consent(ctx, row, by.contactId)),
    messages,
  });
  // Somebody changed a line in between: read again, it says what.
  if (!kept) return recordAnswer(ctx, by, answer, page);
  await ctx.mail.wake(messages.map((one) => one.id));
  return { ok: true };
}

const saidYes = (answer: PlanAnswer) => answer.lines.filter(({ reply }) => reply === "agree");

const agreedIn = (rows: Promised[], answer: PlanAnswer) =>
  rows
    .map(({ action }) => action)
    .filter(
      (action) => awaitsAgreement(action) && saidYes(answer).some(({ id }) => id === action.id),
    );

async function outdatedIn(ctx: Ctx, rows: Promised[], answer: PlanAnswer): Promise<Outdated> {
  const stale = saidYes(answer).filter(({ id, version }) =>
    rows.some(({ action }) => action.id === id && action.version !== version),
  );
  const found = await Promise.all(
    stale.map(async ({ id, version }) => ({
      id,
      changes: weightyChanges(await queries.listChangesSince(ctx.db, id, version)),
    })),
  );
  return found.filter(({ changes }) => Object.keys(changes).length > 0);
}

function agreementOf(
  ctx: Ctx,
  id: string,
  { accountId, contactId }: Answering,
  answer: PlanAnswer,
  rows: Promised[],
) {
  const what = Object.fromEntries(agreedIn(rows, answer).map((row) => [row.id, row.version]));
  const { expectations, successCriteria, comment } = answer;
  if (Object.keys(what).length === 0 && !expectations && !successCriteria) return null;
  return {
    id,
    accountId,
    contactId,
    at: ctx.now,
    what,
    comment: comment || null,
    expectations: expectations || null,
    successCriteria: successCriteria || null,
  };
}

function repliesOf(ctx: Ctx, id: string, { accountId, contactId }: Answering, answer: PlanAnswer) {
  const { lines, comment, expectations, successCriteria } = answer;
  const inAgreement = saidYes(answer).length > 0 || expectations || successCriteria;
  const whole =
    comment && !inAgreement ? [{ id: null, version: null, reply: null, text: comment }] : [];
  return [...lines, ...whole]
    .filter(({ text }) => text !== "")
    .map((line, at) => ({
      id: `${id}-${at}`,
      accountId,
      contactId,
      actionId: line.id,
      agreementId: null,
      at: ctx.now,
      kind: line.reply === "change" ? ("change_request" as const) : ("comment" as const),
      text: line.text,
      version: line.version,
    }));
}

/** The client's yes to one line, as it is written into it. */
function consent(ctx: Ctx, row: Promised["action"], contactId: string) {
  const status = row.status === "proposed" ? ("agreed" as const) : row.status;
  const changes: FieldChanges = { agreedBy: { from: row.agreedBy, to: contactId } };
  if (status !== row.status) changes["status"] = { from: row.status, to: status };
  return {
    row,
    changed: {
      status,
      agreedAt: ctx.now,
      agreedBy: contactId,
      changedSinceAgreed: false,
      startedUnagreed: false,
    },
    revision: {
      at: ctx.now,
      by: contactId,
      byKind: "contact" as const,
      changes,
      comment: null,
      audit: {
        at: ctx.now,
        actor: contactId,
        action: "action.agreed",
        subjectType: "action",
        subjectId: row.id,
      },
    },
  };
}

/** Whoever looks after the account is told that there is an answer; the words stay behind the sign-in. */
async function notices(ctx: Ctx, id: string, { accountId, name }: Answering, answer: PlanAnswer) {
  const [account, staff] = await Promise.all([
    queries.findPlanAccount(ctx.db, accountId),
    listStaff(ctx.db),
  ]);
  const chain = noticeChain(staff, account?.accountManagerId ?? null, ctx.config.ADMIN_EMAIL);
  const data = {
    accountId,
    accountName: account?.name ?? "",
    contactName: name,
    agreed: saidYes(answer).length,
    changes: answer.lines.filter(({ reply }) => reply === "change").length,
  };
  return noticeRecipients(chain).map(({ staffId, email }) =>
    messageRow(
      {
        id: `plan-answered/${id}/${staffId ?? "admin"}`,
        kind: "plan_answered",
        recipient: email,
        staffId,
        data,
      },
      ctx.now,
    ),
  );
}
