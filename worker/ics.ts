/** A date in a calendar: a whole day (`YYYY-MM-DD`), or a moment with the minutes before it. */
export type CalendarEvent = {
  uid: string;
  summary: string;
  url: string;
  at: { day: string } | { moment: Date; minutes: number };
};

const encoder = new TextEncoder();
const longestLine = 75;

/**
 * A calendar as RFC 5545 writes it: CRLF, lines folded at 75 octets, text escaped, moments in UTC. `made` is when;
 * `hours` how often programs should look again.
 */
export function writeCalendar(
  name: string,
  events: CalendarEvent[],
  { made, hours }: { made: Date; hours: number },
): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Cleargrade//Dates//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escapeText(name)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:PT${hours}H`,
    `X-PUBLISHED-TTL:PT${hours}H`,
    ...events.flatMap((event) => eventLines(event, made)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join("");
}

const eventLines = ({ uid, summary, url, at }: CalendarEvent, made: Date): string[] => [
  "BEGIN:VEVENT",
  `UID:${escapeText(uid)}`,
  `DTSTAMP:${utc(made)}`,
  ...timesOf(at),
  `SUMMARY:${escapeText(summary)}`,
  `URL:${url}`,
  "TRANSP:TRANSPARENT",
  "END:VEVENT",
];

function timesOf(at: CalendarEvent["at"]): string[] {
  if ("day" in at) {
    const next = new Date(`${at.day}T00:00:00Z`);
    next.setUTCDate(next.getUTCDate() + 1);
    return [
      `DTSTART;VALUE=DATE:${at.day.replaceAll("-", "")}`,
      `DTEND;VALUE=DATE:${utc(next).slice(0, 8)}`,
    ];
  }
  const start = new Date(at.moment.getTime() - at.minutes * 60_000);
  return [`DTSTART:${utc(start)}`, `DTEND:${utc(at.moment)}`];
}

/** `20261122T053000Z` */
const utc = (moment: Date): string => moment.toISOString().replaceAll(/[-:]|\.\d+/g, "");

/** Text of a property: nothing in it ends the line or the value. */
export const escapeText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n|[\r\n\u2028\u2029]/g, String.raw`\n`)
    // oxlint-disable-next-line no-control-regex -- these are what the format cannot hold
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F]/g, "");

/** Lines of at most 75 octets, never broken within a character; each but the first begins with a space. */
export function foldLine(line: string): string {
  const lines = [""];
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > longestLine) {
      lines.push("");
      octets = 1;
    }
    lines[lines.length - 1] += character;
    octets += size;
  }
  return lines.join("\r\n ");
}
