import {
  leastDays,
  leavesAt,
  nextWithin,
  type Trickle,
} from "#worker/domain/portfolio-launch/trickle-rules.ts";
import { assert, constantFrom, date, double, integer, property, uniqueArray } from "fast-check";
import { TZDate } from "@date-fns/tz";
import { getISODay } from "date-fns";
import { expect, test } from "vitest";

const office: Trickle = { days: 2, fromHour: 9, toHour: 17, weekdays: [1, 2, 3, 4, 5] };

test.each([
  // now, share, zone, days → when it leaves
  ["2026-03-02T06:00:00Z", 0, "Europe/Berlin", 2, "2026-03-02T08:00:00Z"],
  ["2026-03-02T06:00:00Z", 0.5, "Europe/Berlin", 2, "2026-03-03T08:00:00Z"],
  ["2026-03-02T06:00:00Z", 0.25, "Europe/Berlin", 2, "2026-03-02T12:00:00Z"],
  // Of a day that has begun only the rest counts: 4 of 12 hours.
  ["2026-03-02T12:00:00Z", 1 / 4, "Europe/Berlin", 2, "2026-03-02T15:00:00Z"],
  ["2026-03-02T12:00:00Z", 1 / 2, "Europe/Berlin", 2, "2026-03-03T10:00:00Z"],
  // On Friday evening it is Monday.
  ["2026-03-06T20:00:00Z", 0, "Europe/Berlin", 1, "2026-03-09T08:00:00Z"],
  // The clocks go forward on Sunday 29 March: nine o'clock is an hour earlier for us.
  ["2026-03-27T20:00:00Z", 0, "Europe/Berlin", 1, "2026-03-30T07:00:00Z"],
  // And back on 25 October.
  ["2026-10-23T20:00:00Z", 0, "Europe/Berlin", 1, "2026-10-26T08:00:00Z"],
  // In Tokyo it is Tuesday already.
  ["2026-03-02T20:00:00Z", 0, "Asia/Tokyo", 1, "2026-03-03T00:00:00Z"],
  // In New York the clocks go forward three weeks earlier than in Berlin.
  ["2026-03-06T23:00:00Z", 0, "America/New_York", 1, "2026-03-09T13:00:00Z"],
])("at %s, share %f of the way leaves in %s over %i days at %s", (now, share, zone, days, at) =>
  expect(leavesAt(share, new Date(now), { ...office, days }, zone)).toEqual(new Date(at)),
);

test("hours that the clocks skip are no hours: that day is left out", () => {
  const night = { days: 1, fromHour: 2, toHour: 3, weekdays: [7] };
  const now = new Date("2026-03-28T20:00:00Z");
  expect(leavesAt(0, now, night, "Europe/Berlin")).toEqual(new Date("2026-04-05T00:00:00Z"));
});

test("whenever it starts and wherever they are, mail leaves in working hours, on one of so many days", () => {
  const zones = constantFrom(
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Sydney",
  );
  const days = uniqueArray(integer({ min: 1, max: 7 }), { minLength: 1 });
  const nows = date({
    min: new Date("2026-01-01"),
    max: new Date("2027-12-31"),
    noInvalidDate: true,
  });
  const share = double({ min: 0, max: 0.999_999, noNaN: true });
  assert(
    property(
      zones,
      days,
      nows,
      share,
      integer({ min: 1, max: 10 }),
      (zone, weekdays, now, at, length) => {
        const leaves = leavesAt(at, now, { ...office, weekdays, days: length }, zone);
        const local = new TZDate(leaves, zone);
        expect(leaves.getTime()).toBeGreaterThanOrEqual(now.getTime());
        expect(local.getHours()).toBeGreaterThanOrEqual(9);
        expect(local.getHours()).toBeLessThan(17);
        expect(weekdays).toContain(getISODay(local));
      },
    ),
  );
});

test.each([
  ["2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z"],
  ["2026-03-02T07:59:00Z", "2026-03-02T09:00:00Z"],
  ["2026-03-02T16:00:00Z", "2026-03-03T09:00:00Z"],
  ["2026-03-07T10:00:00Z", "2026-03-09T09:00:00Z"],
])("mail that is due at %s leaves at %s", (now, at) =>
  expect(nextWithin(office, 0.5, new Date(now), "Europe/Berlin")).toEqual(new Date(at)),
);

test.each([
  [1, 21],
  [5, 17],
  [10, 10],
  [16, 0],
])(
  "spread over %i working days from a Monday on, the last invited have %i of 21 days",
  (days, least) => {
    const closesAt = new Date("2026-03-23T22:59:59.999Z");
    const now = new Date("2026-03-02T06:00:00Z");
    expect(leastDays(now, { ...office, days }, closesAt, "Europe/Berlin")).toBe(least);
  },
);
