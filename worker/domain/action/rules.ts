import type { ActionStatus } from "./schema.ts";

/** What the client has said, or still has to say, is not for us to set. */
const clientOnly: readonly ActionStatus[] = ["agreed", "verified", "not_improved"];
/** Whether only the client may set this status. */
export const isClientOnly = (status: ActionStatus): boolean => clientOnly.includes(status);

/** Where staff may take an action from each state. Whatever else happens to it, the client does. */
const moves: Record<ActionStatus, readonly ActionStatus[]> = {
  proposed: ["in_progress", "dropped"],
  agreed: ["in_progress", "dropped"],
  in_progress: ["done", "dropped"],
  done: ["in_progress"],
  verified: [],
  not_improved: [],
  dropped: ["proposed"],
};

/** Where staff may take an action from this state. */
export const movesFrom = (status: ActionStatus): readonly ActionStatus[] => moves[status];

export const openStatuses = ["proposed", "agreed", "in_progress"] as const;

/** Still to be kept. */
export const isOpen = (status: ActionStatus): boolean =>
  (openStatuses as readonly ActionStatus[]).includes(status);

/** Nothing more happens to it, and it is written in no more. */
export const isSettled = (status: ActionStatus): boolean =>
  status === "verified" || status === "not_improved" || status === "dropped";

type Due = { status: ActionStatus; dueOn: string | null };

/** Open after its day. `today` is a calendar day in the supplier's time zone. */
export const isOverdue = ({ status, dueOn }: Due, today: string): boolean =>
  isOpen(status) && dueOn !== null && dueOn < today;

/** More promises to one client than this are seldom all kept. */
export const mostPromises = 7;

type Promised = { status: ActionStatus; clientVisible: boolean; keepDoing: boolean };

/** Open promises that the client reads; what we merely go on doing is not counted. */
export const countPromises = (actions: readonly Promised[]): number =>
  actions.filter(
    ({ status, clientVisible, keepDoing }) => isOpen(status) && clientVisible && !keepDoing,
  ).length;

export const actionStatusWords: Record<ActionStatus, string> = {
  proposed: "Proposed",
  agreed: "Agreed with the client",
  in_progress: "In progress",
  done: "Done",
  verified: "Better, says the client",
  not_improved: "No better, says the client",
  dropped: "Dropped",
};
