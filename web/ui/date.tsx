const day = { day: "numeric", month: "short", year: "numeric" } as const;
const time = { ...day, hour: "2-digit", minute: "2-digit" } as const;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes a hundred times as long as using it, so each is made once. */
function formatOf(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${options.hour ?? ""}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  formats.set(key, known);
  return known;
}

/** British English writes four letters of one month, and three of each other. */
export const evenly = (spelled: string): string => spelled.replace("Sept", "Sep");

/** A day, spelled: 22 Nov 2026, in the given IANA time zone. */
export const spellDay = (date: Date, timeZone: string): string =>
  evenly(formatOf(timeZone, day).format(date));

/** A day and time: 22 Nov 2026, 14:05. */
export const spellTime = (date: Date, timeZone: string): string =>
  evenly(formatOf(timeZone, time).format(date));

/** Until when something is open: the day when it ends with the day, otherwise the time too, and whose time it is. */
export function spellUntil(end: Date, timeZone: string): string {
  const spelled = spellTime(end, timeZone);
  if (/(00:00|23:59)$/.test(spelled)) return spellDay(new Date(end.getTime() - 1), timeZone);
  return `${spelled} (${timeZone})`;
}

export function Day({ value, timeZone }: { value: Date; timeZone: string }) {
  return <time dateTime={value.toISOString()}>{spellDay(value, timeZone)}</time>;
}

export function Time({ value, timeZone }: { value: Date; timeZone: string }) {
  return <time dateTime={value.toISOString()}>{spellTime(value, timeZone)}</time>;
}
