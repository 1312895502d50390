import { daysToChoose, startOf } from "#worker/domain/survey/postpone-rules.ts";
import { expect, test } from "vitest";

test.each([
  // now, closes at, zone, first, last
  ["2026-03-02T09:00:00Z", "2026-03-23T08:00:00Z", "UTC", "2026-03-03", "2026-03-22"],
  ["2026-03-02T23:30:00Z", "2026-03-05T22:59:59Z", "Europe/Berlin", "2026-03-04", "2026-03-04"],
  ["2026-03-28T09:00:00Z", "2026-03-31T21:59:59Z", "Europe/Berlin", "2026-03-29", "2026-03-30"],
  ["2026-03-02T09:00:00Z", "2026-03-04T01:00:00Z", "America/New_York", null, null],
])("at %s, closing %s in %s, one may choose from %s to %s", (now, closesAt, zone, first, last) => {
  const days = daysToChoose(new Date(now), new Date(closesAt), zone);
  expect(days).toEqual(first && { first, last });
});

test.each([
  ["2026-03-10", "Europe/Berlin", "2026-03-09T23:00:00.000Z"],
  ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
  ["2026-02-30", "Europe/Berlin", undefined],
  ["10.03.2026", "Europe/Berlin", undefined],
  ["", "UTC", undefined],
])("%s begins in %s at %s", (day, zone, instant) => {
  expect(startOf(day, zone)?.toISOString()).toBe(instant);
});
