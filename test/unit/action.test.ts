import { changeOf, type ActionState } from "#worker/domain/action/change-rules.ts";
import { changeFromForm } from "#worker/domain/action/form-rules.ts";
import { countPromises, isOverdue } from "#worker/domain/action/rules.ts";
import { ActionStatus } from "#worker/domain/action/schema.ts";
import { describe, expect, test } from "vitest";

const when = { now: new Date("2026-03-02T09:00:00Z"), today: "2026-03-02" };
const agreedAt = new Date("2026-02-01T09:00:00Z");

const state = (overrides: Partial<ActionState> = {}): ActionState => ({
  title: "Answer sooner",
  promise: "A reply within a day.",
  dueOn: "2026-06-30",
  measure: { area: "responsiveness", target: 4 },
  measureText: null,
  status: "proposed",
  agreedAt: null,
  changedSinceAgreed: false,
  startedUnagreed: false,
  doneAt: null,
  doneNote: null,
  dropReason: null,
  ...overrides,
});

/** From each state, where staff may take an action; everything else is refused by the rule named. */
const moves: Record<ActionStatus, Partial<Record<ActionStatus, "ok">>> = {
  proposed: { in_progress: "ok", dropped: "ok" },
  agreed: { in_progress: "ok", dropped: "ok" },
  in_progress: { done: "ok", dropped: "ok" },
  done: { in_progress: "ok" },
  verified: {},
  not_improved: {},
  dropped: { proposed: "ok" },
};
const clientOnly = ["agreed", "verified", "not_improved"];

describe("where staff may take an action", () => {
  const all = ActionStatus.options.flatMap((from) =>
    ActionStatus.options.filter((to) => to !== from).map((to) => [from, to] as const),
  );
  test.each(all)("%s → %s", (from, to) => {
    const words = to === "dropped" ? { dropReason: "Not needed any more." } : {};
    const result = changeOf(state({ status: from }), { status: to, ...words }, when);
    const expected = clientOnly.includes(to)
      ? "client_only"
      : (moves[from][to] ?? "action_moved_on");
    expect(result.ok ? "ok" : result.reason).toBe(expected);
  });
});

const changed = (from: Partial<ActionState>, change: Parameters<typeof changeOf>[1]) => {
  const result = changeOf(state(from), change, when);
  return result.ok ? result.changed : result;
};

test("the state it has already is no change, whoever may set it", () => {
  expect(changed({ status: "agreed", agreedAt }, { status: "agreed" })).toEqual({});
});

test("only what differs is written, and the history has both sides", () => {
  const result = changeOf(
    state(),
    { title: "Answer sooner", measure: { area: "responsiveness", target: 4.5 } },
    when,
  );
  expect(result).toMatchObject({
    changed: { measure: { area: "responsiveness", target: 4.5 } },
    changes: {
      measure: {
        from: { area: "responsiveness", target: 4 },
        to: { area: "responsiveness", target: 4.5 },
      },
    },
  });
});

test("starting before the client agrees is marked, starting after is not", () => {
  expect(changed({}, { status: "in_progress" })).toEqual({
    status: "in_progress",
    startedUnagreed: true,
  });
  expect(changed({ status: "agreed", agreedAt }, { status: "in_progress" })).toEqual({
    status: "in_progress",
  });
});

describe("an agreement covers what was agreed to", () => {
  test.each([
    ["title", { title: "Other" }],
    ["promise", { promise: "Within a week." }],
    ["day", { dueOn: "2026-07-31" }],
    ["measure", { measure: null }],
    ["measure in words", { measureText: "9 of 10" }],
  ])("a changed %s is proposed anew and says so", (_, change) => {
    expect(changed({ status: "agreed", agreedAt }, change)).toMatchObject({
      ...change,
      status: "proposed",
      changedSinceAgreed: true,
    });
  });
  test("in progress it goes on, marked as changed", () => {
    expect(changed({ status: "in_progress", agreedAt }, { dueOn: "2026-07-31" })).toEqual({
      dueOn: "2026-07-31",
      changedSinceAgreed: true,
    });
  });
  test("started with a change in the same breath, it is started unagreed", () => {
    expect(
      changed({ status: "agreed", agreedAt }, { dueOn: "2026-07-31", status: "in_progress" }),
    ).toMatchObject({ changedSinceAgreed: true, startedUnagreed: true });
  });
  test("another owner or area changes nothing of it", () => {
    expect(changed({ status: "agreed", agreedAt }, { ownerId: "staff-2", area: "value" })).toEqual({
      ownerId: "staff-2",
      area: "value",
    });
  });
});

test("done without a sentence of its own is done as promised; taken up again it loses both", () => {
  expect(changed({ status: "in_progress" }, { status: "done" })).toEqual({
    status: "done",
    doneAt: when.now,
    doneNote: "A reply within a day.",
  });
  expect(
    changed({ status: "done", doneAt: when.now, doneNote: "Replied." }, { status: "in_progress" }),
  ).toEqual({ status: "in_progress", doneAt: null, doneNote: null });
});

test("a dropped action needs its reason, and taken up again the client is asked anew", () => {
  expect(changed({}, { status: "dropped" })).toMatchObject({ reason: "invalid" });
  expect(
    changed({ status: "dropped", dropReason: "No.", agreedAt }, { status: "proposed" }),
  ).toEqual({ status: "proposed", dropReason: null, changedSinceAgreed: true });
});

test.each(["verified", "not_improved", "dropped"] as const)(
  "a %s line stays as it is",
  (status) => {
    expect(changed({ status }, { title: "Other" })).toMatchObject({ reason: "action_over" });
  },
);

test("a day in the past is refused when it is new, and left alone when it is old", () => {
  expect(changed({}, { dueOn: "2026-03-01" })).toMatchObject({ reason: "invalid" });
  expect(changed({}, { dueOn: "2026-03-02" })).toEqual({ dueOn: "2026-03-02" });
  expect(changed({ dueOn: "2026-01-01" }, { dueOn: "2026-01-01", title: "X" })).toEqual({
    title: "X",
  });
});

test("overdue is open after its day; what is done or has no day never is", () => {
  expect(isOverdue({ status: "in_progress", dueOn: "2026-03-01" }, "2026-03-02")).toBe(true);
  expect(isOverdue({ status: "in_progress", dueOn: "2026-03-02" }, "2026-03-02")).toBe(false);
  expect(isOverdue({ status: "done", dueOn: "2026-03-01" }, "2026-03-02")).toBe(false);
  expect(isOverdue({ status: "proposed", dueOn: null }, "2026-03-02")).toBe(false);
});

test("promises are open, shown to the client, and more than going on as before", () => {
  const promise = { status: "agreed" as const, clientVisible: true, keepDoing: false };
  expect(
    countPromises([
      promise,
      { ...promise, keepDoing: true },
      { ...promise, clientVisible: false },
      { ...promise, status: "done" },
    ]),
  ).toBe(1);
});

test("a form says none with an empty choice, and a mark is read with a comma too", () => {
  expect(
    changeFromForm({ whole: "1", title: "T", ownerId: "", area: "value", measure: " 4,5 " }),
  ).toEqual({
    title: "T",
    ownerId: null,
    area: "value",
    measure: { area: "value", target: 4.5 },
    clientVisible: false,
    keepDoing: false,
  });
  expect(changeFromForm({ status: "in_progress", version: "2" })).toEqual({
    status: "in_progress",
  });
});
