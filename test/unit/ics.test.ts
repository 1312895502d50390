import { escapeText, foldLine, writeCalendar } from "#worker/ics.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const octets = (text: string) => new TextEncoder().encode(text).length;

test("lines are folded at 75 octets and unfold to what they were, whatever they hold", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
      const line = text.toWellFormed().replaceAll(/[\r\n]/g, "");
      const folded = foldLine(line);
      for (const part of folded.split("\r\n")) expect(octets(part)).toBeLessThanOrEqual(75);
      expect(folded.replaceAll("\r\n ", "")).toBe(line);
    }),
  );
});

test.each([
  ["a; b, c\\d", String.raw`a\; b\, c\\d`],
  ["two\r\nlines\rand\nmore", String.raw`two\nlines\nand\nmore`],
  ["a\u0000b\u0007\uD800", "ab\uFFFD"],
  ["END:VEVENT\r\nBEGIN:VEVENT", String.raw`END:VEVENT\nBEGIN:VEVENT`],
])("text %j is escaped", (text, escaped) => {
  expect(escapeText(text)).toBe(escaped);
});

test("a day ends with the next day, a moment is told in UTC with the minutes before it", () => {
  const made = new Date("2026-11-22T05:30:00.123Z");
  const events = [
    { uid: "a@x", summary: "Closes", url: "https://x/a", at: { day: "2026-12-31" } },
    {
      uid: "b@x",
      summary: "Call",
      url: "https://x/b",
      at: { moment: new Date("2026-11-24T00:10:00+01:00"), minutes: 30 },
    },
  ];
  expect(writeCalendar("Ours, yours", events, { made, hours: 4 })).toBe(
    [
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Cleargrade//Dates//EN",
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
      String.raw`X-WR-CALNAME:Ours\, yours`,
      "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
      "X-PUBLISHED-TTL:PT4H",
      "BEGIN:VEVENT",
      "UID:a@x",
      "DTSTAMP:20261122T053000Z",
      "DTSTART;VALUE=DATE:20261231",
      "DTEND;VALUE=DATE:20270101",
      "SUMMARY:Closes",
      "URL:https://x/a",
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "UID:b@x",
      "DTSTAMP:20261122T053000Z",
      "DTSTART:20261123T224000Z",
      "DTEND:20261123T231000Z",
      "SUMMARY:Call",
      "URL:https://x/b",
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ].join("\r\n"),
  );
});
