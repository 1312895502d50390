import { TZDate } from "@date-fns/tz";
import { addDays, endOfDay } from "date-fns";

const hour = 60 * 60 * 1000;
/** A fresh link is sent at most once within this time. */
export const renewalPause = 24 * hour;

/** Days for which a link to a report's team view may work. */
export const lifetimes = [7, 30, 90] as const;
export const usualLifetime = 30;
/** Days for which a client's own link works. */
export const clientLifetime = 90;

/** How a private link stands, as its page says it. `expired` may be renewed, `revoked` never. */
export type LinkStanding = "open" | "expired" | "revoked";

type Link = { tokenHash: string; expiresAt: Date; revokedAt: Date | null };

/** How a link stands for whoever holds the token of this hash: an older token than the present one has expired. */
export function standingOf(link: Link, tokenHash: string, now: Date): LinkStanding {
  if (link.revokedAt) return "revoked";
  return link.tokenHash === tokenHash && link.expiresAt > now ? "open" : "expired";
}

/** The end of the calendar day so many days from now, in the supplier's zone. */
export const expiryIn = (days: number, now: Date, timeZone: string): Date =>
  new Date(endOfDay(addDays(new TZDate(now, timeZone), days)).getTime());
