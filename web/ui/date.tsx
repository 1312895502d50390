/** A day, spelled: 22 Nov 2026, in the given IANA time zone. */
export const spellDay = (date: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone,
  }).format(date);

/** A day and time: 22 Nov 2026, 14:05. */
export const spellTime = (date: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  }).format(date);

export function Day({ value, timeZone }: { value: Date; timeZone: string }) {
  return <time dateTime={value.toISOString()}>{spellDay(value, timeZone)}</time>;
}

export function Time({ value, timeZone }: { value: Date; timeZone: string }) {
  return <time dateTime={value.toISOString()}>{spellTime(value, timeZone)}</time>;
}
