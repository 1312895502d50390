import {
  hoursTaken,
  instantOf,
  localTime,
  medianOf,
  paceOf,
  spellTaken,
} from "#worker/domain/case/pace-rules.ts";
import { describe, expect, test } from "vitest";

const hour = 3_600_000;
const opened = new Date("2026-03-02T09:00:00Z");
const after = (hours: number | null) =>
  hours === null ? null : new Date(opened.getTime() + hours * hour);
const course = (contact: number | null, resolved: number | null = null) => ({
  openedAt: opened,
  dueAt: after(48)!,
  firstContactAt: after(contact),
  resolvedAt: after(resolved),
});

describe("the median", () => {
  test.each([
    [[], null],
    [[7], 7],
    [[3, 1, 2], 2],
    [[10, 1, 4, 2], 3],
  ])("of %j is %j", (values, expected) => expect(medianOf(values)).toBe(expected));
});

describe("the pace", () => {
  test("counts what has come to a contact or an end, and judges what is over", () => {
    const cases = [course(2, 10), course(50, 100), course(6), course(null), course(null, 30)];
    expect(paceOf(cases, after(60)!)).toEqual({
      opened: 5,
      toContact: { median: 6 * hour, n: 3 },
      toResolve: { median: 30 * hour, n: 3 },
      // The fourth is late; the fifth ended without a contact and is not judged.
      inTime: { n: 2, of: 4 },
    });
  });

  test("does not judge a case that still has time", () => {
    expect(paceOf([course(null)], after(47)!).inTime).toEqual({ n: 0, of: 0 });
  });
});

describe("a length of time", () => {
  test.each([
    [0, "1 minute", "0"],
    [40 / 60, "40 minutes", "0.7"],
    [1, "1 hour", "1"],
    [47.4, "47 hours", "47.4"],
    [48, "2 days", "48"],
    [76, "3 days 4 hours", "76"],
    [24 * 9 + 5, "9 days", "221"],
  ])("of %f hours reads %s, and %s in a file", (hours, spelled, file) => {
    expect(spellTaken(hours * hour)).toBe(spelled);
    expect(hoursTaken(hours * hour)).toBe(file);
  });
});

describe("a time typed into a field", () => {
  test("is wall-clock time in the supplier's zone, summer and winter", () => {
    expect(instantOf("2026-07-01T09:30", "Europe/Berlin")).toEqual(
      new Date("2026-07-01T07:30:00Z"),
    );
    expect(localTime(new Date("2026-01-01T07:30:59Z"), "Europe/Berlin")).toBe("2026-01-01T08:30");
  });

  test.each(["", "yesterday", "2026-13-01T09:30", "2026-02-30T09:30", "2026-07-01"])(
    "%j is none",
    (typed) => expect(instantOf(typed, "UTC")).toBeUndefined(),
  );
});
