const minute = 60_000;

/**
 * Counts by key what this instance sees within a minute, beginning anew with the next: how often it was with this time.
 * The platform counts for all instances of a place; this holds a limit that is set lower, and spares asking.
 */
export function perMinute(): (key: string, now: Date) => number {
  let recent = { since: 0, seen: new Map<string, number>() };
  return (key, now) => {
    if (Math.abs(now.getTime() - recent.since) > minute)
      recent = { since: now.getTime(), seen: new Map() };
    const times = (recent.seen.get(key) ?? 0) + 1;
    recent.seen.set(key, times);
    return times;
  };
}
