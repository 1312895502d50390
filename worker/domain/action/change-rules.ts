import type { Refusal } from "../../errors.ts";
import { actionStatusWords, isClientOnly, isSettled, movesFrom } from "./rules.ts";
import type { ActionChange, ActionStatus, FieldChanges, Measure } from "./schema.ts";

/** What of an action decides how it may change. */
export type ActionState = {
  title: string;
  promise: string | null;
  dueOn: string | null;
  measure: Measure | null;
  measureText: string | null;
  status: ActionStatus;
  agreedAt: Date | null;
  changedSinceAgreed: boolean;
  startedUnagreed: boolean;
  doneAt: Date | null;
  doneNote: string | null;
  dropReason: string | null;
};
type Change = Omit<ActionChange, "version" | "comment">;
type Edits = Omit<Change, "status" | "doneNote" | "dropReason">;
export type Changed = Partial<Edits & ActionState>;
type When = { now: Date; today: string };

/** What the client agreed to: when any of it changes, their agreement no longer covers the line. */
const promisedFields: (keyof Edits)[] = ["title", "promise", "dueOn", "measure", "measureText"];

/**
 * What a change by staff writes, only what differs, and its history. Refusals: `client_only` (agreed, verified
 * and not improved are the client's words), `action_moved_on` (no way from here to there), `action_over`
 * (settled lines stay as they are), `invalid`.
 */
export function changeOf(
  state: ActionState,
  { status: wanted = state.status, doneNote, dropReason, ...edits }: Change,
  when: When,
): { ok: true; changed: Changed; changes: FieldChanges } | Refusal {
  const moves = wanted !== state.status;
  const edited = differing(state, edits);
  const refusal =
    (moves ? refusedMove(state.status, wanted) : refusedEdit(state, edited)) ??
    faultIn(edited, { wanted, moves, doneNote, dropReason }, when);
  if (refusal) return refusal;
  const rewritten = state.agreedAt !== null && promisedFields.some((field) => field in edited);
  const base = rewritten && state.status === "agreed" ? "proposed" : state.status;
  const status = moves ? wanted : base;
  const next: Changed = {
    ...edited,
    status,
    ...(rewritten && { changedSinceAgreed: true }),
    ...(moves && arrivalIn(status, { ...state, ...edited, status: base }, when.now)),
    ...(doneNote !== undefined && { doneNote }),
    ...(dropReason !== undefined && { dropReason }),
  };
  const changed = differing(state, next);
  return { ok: true, changed, changes: historyOf(state, changed) };
}

/** What a state brings with it, coming from the one before. */
function arrivalIn(status: ActionStatus, from: ActionState, now: Date): Changed {
  if (status === "done")
    return { doneAt: now, doneNote: from.doneNote ?? from.promise ?? from.title };
  if (status === "in_progress")
    return from.status === "done"
      ? { doneAt: null, doneNote: null }
      : from.status === "proposed"
        ? { startedUnagreed: true }
        : {};
  // Taken up again: whatever the client once agreed to was given up since.
  if (status === "proposed")
    return {
      dropReason: null,
      startedUnagreed: false,
      changedSinceAgreed: from.agreedAt !== null,
    };
  return {};
}

function refusedMove(from: ActionStatus, to: ActionStatus): Refusal | null {
  if (isClientOnly(to))
    return {
      ok: false,
      reason: "client_only",
      message: "Only the client can say that something is agreed, or whether it got better.",
    };
  if (movesFrom(from).includes(to)) return null;
  const [was, is] = [from, to].map((status) => actionStatusWords[status].toLowerCase());
  const message =
    to === "done"
      ? `This action is ${was}: start it before it is done.`
      : `This action is ${was}; it cannot become ${is} from there.`;
  return { ok: false, reason: "action_moved_on", message };
}

const refusedEdit = ({ status }: ActionState, edited: Changed): Refusal | null =>
  isSettled(status) && Object.keys(edited).length > 0
    ? {
        ok: false,
        reason: "action_over",
        message: `This action is ${actionStatusWords[status].toLowerCase()}: it stays as it is.`,
      }
    : null;

type Words = Pick<Change, "doneNote" | "dropReason"> & { wanted: ActionStatus; moves: boolean };

function faultIn(edited: Changed, words: Words, { today }: When): Refusal | null {
  const { wanted, moves, doneNote, dropReason } = words;
  if (edited.dueOn && edited.dueOn < today)
    return invalid("dueOn", "The due date lies in the past. Choose today or a day to come.");
  if (moves && wanted === "dropped" && dropReason === undefined)
    return invalid("dropReason", "Say why this is dropped.");
  if (dropReason !== undefined && wanted !== "dropped")
    return invalid("dropReason", "A reason for dropping belongs to a dropped action.");
  if (doneNote !== undefined && wanted !== "done")
    return invalid("doneNote", "What was done belongs to an action that is done.");
  return null;
}

const invalid = (field: string, message: string): Refusal => ({
  ok: false,
  reason: "invalid",
  message,
  details: [{ field, message }],
});

const plain = (value: unknown) => JSON.stringify(value ?? null);

const differing = (state: ActionState, wanted: Changed): Changed =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([key, value]) =>
        value !== undefined && plain(value) !== plain((state as Record<string, unknown>)[key]),
    ),
  );

const historyOf = (state: ActionState, changed: Changed): FieldChanges =>
  Object.fromEntries(
    Object.entries(changed).map(([field, to]) => [
      field,
      { from: (state as Record<string, unknown>)[field] ?? null, to },
    ]),
  );
