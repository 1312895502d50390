import * as queries from "#db/queries/agreement.ts";
import type { Ctx } from "../../context.ts";
import { turnOf, type PromisedLine, type Word } from "./rules.ts";

type Promised = Awaited<ReturnType<typeof queries.listPromised>>[number];

/** What the page of a client shows of their plan. */
export type ClientPlan = {
  /** Whether this page may agree, or only reads. */
  mayAnswer: boolean;
  lines: PromisedLine[];
  agreements: {
    id: string;
    by: string;
    at: Date;
    lines: number;
    expectations: string | null;
    successCriteria: string | null;
    comment: string | null;
  }[];
};

type Reply = Awaited<ReturnType<typeof queries.listReplies>>[number];

const wordsOn = (actionId: string, replies: Reply[]): Word[] =>
  replies.flatMap(({ reply: { id, at, kind, text, resolvedAt, ...reply }, by }) =>
    reply.actionId === actionId && text
      ? [{ id, by, at, text, change: kind === "change_request", settled: resolvedAt !== null }]
      : [],
  );

const lineOf = ({ action, owner, agreedBy }: Promised, replies: Reply[]): PromisedLine => ({
  id: action.id,
  version: action.version,
  title: action.title,
  heard: action.heard,
  promise: action.promise,
  owner,
  dueOn: action.dueOn,
  measure: action.measure,
  measureText: action.measureText,
  keepDoing: action.keepDoing,
  status: action.status,
  agreedAt: action.agreedAt,
  agreedBy: action.agreedBy ? agreedBy : null,
  changedSinceAgreed: action.changedSinceAgreed,
  doneNote: action.doneNote,
  words: wordsOn(action.id, replies),
});

/**
 * The plan of an account as its client sees it. Whom it was sent to sees every line, who agreed, and what was said
 * of it; everybody else who was asked sees what was agreed, without names; null when there is nothing to see.
 */
export async function readClientPlan(
  ctx: Ctx,
  accountId: string,
  mayAnswer: boolean,
): Promise<ClientPlan | null> {
  const [rows, agreements, replies] = await Promise.all([
    queries.listPromised(ctx.db, accountId),
    mayAnswer ? queries.listAgreements(ctx.db, accountId) : [],
    mayAnswer ? queries.listReplies(ctx.db, accountId) : [],
  ]);
  const lines = rows
    .map((row) => lineOf(row, replies))
    .filter(({ agreedAt }) => mayAnswer || agreedAt !== null)
    .map((line) => (mayAnswer ? line : { ...line, agreedBy: null }))
    .toSorted((a, b) => turnOf(a) - turnOf(b));
  if (!mayAnswer && lines.length === 0) return null;
  return {
    mayAnswer,
    lines,
    agreements: agreements.map(({ agreement: { id, at, what, ...said }, by }) => ({
      id,
      by,
      at,
      lines: Object.keys(what).length,
      expectations: said.expectations,
      successCriteria: said.successCriteria,
      comment: said.comment,
    })),
  };
}
