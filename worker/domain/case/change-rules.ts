import type { Refusal } from "../../errors.ts";
import type { Case, CaseChange, CaseStatus } from "./schema.ts";

type State = Pick<Case, "status" | "resolution" | "rootCause" | "prevention" | "clientTold"> & {
  ownerId: string | null;
  firstContactAt: Date | null;
};
type Change = Omit<CaseChange, "version" | "note">;
type Changed = Partial<Omit<State, "status"> & { status: CaseStatus; resolvedAt: Date }>;

const order: CaseStatus[] = ["open", "contacted", "resolved"];

const invalid = (field: string, message: string): Refusal => ({
  ok: false,
  reason: "invalid",
  message,
  details: [{ field, message }],
});

/**
 * What a change writes: only what differs. A case goes from open to contacted to resolved and never back; it is
 * resolved with a resolution. When somebody was reached, the first contact is now unless a time was given.
 */
export function changeOf(
  state: State,
  { firstContactAt, ...change }: Change,
  now: Date,
): { ok: true; changed: Changed } | Refusal {
  const status = change.status ?? state.status;
  if (order.indexOf(status) < order.indexOf(state.status)) {
    const message = `This case is ${state.status} already; it does not go back.`;
    return { ok: false, reason: "case_moved_on", message };
  }
  const resolution = change.resolution === undefined ? state.resolution : change.resolution;
  if (status === "resolved" && resolution === null)
    return invalid("resolution", "Say how the case was resolved.");
  if (status !== "resolved" && resolution !== null)
    return invalid("status", "A resolution belongs to a resolved case: set the state too.");
  const reached = resolution !== "no_answer" && resolution !== "not_ours";
  const moved = state.status === "open" && status !== "open";
  const known = state.firstContactAt ?? (moved && reached ? now : null);
  const given = typeof firstContactAt === "string" ? new Date(firstContactAt) : firstContactAt;
  const contact = given === undefined ? known : given;
  if (contact && contact > now)
    return invalid("firstContactAt", "The first contact cannot lie in the future.");
  const wanted: Changed = {
    ...change,
    firstContactAt: contact,
    ...(status === "resolved" && state.status !== "resolved" && { resolvedAt: now }),
  };
  return { ok: true, changed: differing(state, wanted) };
}

const differing = (state: State, wanted: Changed): Changed =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([key, value]) =>
        value !== undefined && plain(value) !== plain((state as Record<string, unknown>)[key]),
    ),
  );

const plain = (value: unknown) => (value instanceof Date ? value.getTime() : (value ?? null));
