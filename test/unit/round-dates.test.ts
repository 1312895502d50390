import {
  dayField,
  daysEarly,
  deadlineOf,
  splitName,
  throttleStart,
} from "#worker/domain/round/rules.ts";
import { expect, test } from "vitest";

const at = (iso: string) => new Date(iso);

test.each<[string, string | undefined, string, string, string]>([
  [
    "21 days at the same hour",
    undefined,
    "2026-06-01T09:00:00Z",
    "UTC",
    "2026-06-22T09:00:00.000Z",
  ],
  [
    "21 days by calendar, an hour less when the clocks go forward",
    undefined,
    "2026-03-20T09:00:00Z",
    "Europe/Berlin",
    "2026-04-10T08:00:00.000Z",
  ],
  [
    "21 days by calendar, an hour more when they go back",
    undefined,
    "2026-10-20T08:00:00Z",
    "Europe/Berlin",
    "2026-11-10T09:00:00.000Z",
  ],
  [
    "the end of a day in Berlin's summer",
    "2026-04-01",
    "2026-03-02T09:00:00Z",
    "Europe/Berlin",
    "2026-04-01T21:59:59.999Z",
  ],
  [
    "the end of the 23-hour day",
    "2026-03-29",
    "2026-03-02T09:00:00Z",
    "Europe/Berlin",
    "2026-03-29T21:59:59.999Z",
  ],
  [
    "the end of a day in New York",
    "2026-01-31",
    "2026-01-02T09:00:00Z",
    "America/New_York",
    "2026-02-01T04:59:59.999Z",
  ],
  [
    "an instant as it is",
    "2026-04-01T12:00:00+02:00",
    "2026-03-02T09:00:00Z",
    "Europe/Berlin",
    "2026-04-01T10:00:00.000Z",
  ],
])("a deadline is %s", (_, closesAt, now, zone, expected) => {
  expect(deadlineOf(closesAt, at(now), zone).toISOString()).toBe(expected);
});

test("the throttle looks back 180 calendar days, over a change of the clocks", () => {
  // From 10:00 summer time back to 10:00 winter time, 180 days earlier.
  expect(throttleStart(at("2026-06-01T08:00:00Z"), "Europe/Berlin").toISOString()).toBe(
    "2025-12-03T09:00:00.000Z",
  );
});

test.each([
  ["two days before", "2026-04-03T21:59:59.999Z", "2026-04-01T10:00:00Z", 2],
  ["on the day itself", "2026-04-03T21:59:59.999Z", "2026-04-03T01:00:00Z", 0],
  [
    "on the local day although UTC is a day behind",
    "2026-04-03T21:59:59.999Z",
    "2026-04-02T22:30:00Z",
    0,
  ],
  ["after the deadline", "2026-04-03T21:59:59.999Z", "2026-04-05T01:00:00Z", 0],
])("a round closed %s is that many days early", (_, closesAt, closedAt, days) => {
  expect(daysEarly(at(closesAt), at(closedAt), "Europe/Berlin")).toBe(days);
});

test("a date field shows the day in the supplier's zone", () => {
  expect(dayField(at("2026-03-31T22:30:00Z"), "Europe/Berlin")).toBe("2026-04-01");
});

test.each([
  ["Amina El Sayed", { firstName: "Amina El", lastName: "Sayed" }],
  ["Cher", { firstName: "Cher", lastName: "" }],
  ["  Bo   Ek ", { firstName: "Bo", lastName: "Ek" }],
])("the name %j of a proposed colleague is taken apart", (name, parts) => {
  expect(splitName(name)).toEqual(parts);
});
