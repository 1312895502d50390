/** A mail that failed this often is given up. */
export const mostAttempts = 6;

const hour = 60 * 60;

/** Seconds to wait before the next try: 30 s, doubled with each try up to an hour, or longer if asked to. */
export const backoffSeconds = (tries: number, asked: number | null): number =>
  Math.min(12 * hour, Math.max(Math.min(hour, 30 * 2 ** Math.max(0, tries - 1)), asked ?? 0));
