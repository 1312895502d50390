import type { WebhookEventType } from "./schema.ts";

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const days = 24 * hours;

/** The pauses between tries, as Standard Webhooks proposes them: ten tries in a little over three days. */
const pauses = [
  5 * seconds,
  5 * minutes,
  30 * minutes,
  2 * hours,
  5 * hours,
  10 * hours,
  14 * hours,
  20 * hours,
  24 * hours,
];

/** When the next try is due after so many, or null: there is none. */
export function nextTry(attempts: number, now: Date): Date | null {
  const pause = pauses[attempts - 1];
  return pause === undefined ? null : new Date(now.getTime() + pause);
}

/** Whether an endpoint that has taken nothing since then is to be paused. */
export const isHopeless = (failingSince: Date | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= 3 * days;

/** The log goes back so far; what is older is deleted. */
export const logBegins = (now: Date): Date => new Date(now.getTime() - 30 * days);

/** Until when the secret before the present one signs as well. */
export const formerSecretEnds = (rotatedAt: Date): Date =>
  new Date(rotatedAt.getTime() + 24 * hours);

/** The versions of the secret that sign at an instant, the newest first. */
export function signingVersions(
  { secretVersion, rotatedAt }: { secretVersion: number; rotatedAt: Date | null },
  now: Date,
): number[] {
  const both = rotatedAt !== null && now < formerSecretEnds(rotatedAt);
  return both ? [secretVersion, secretVersion - 1] : [secretVersion];
}

/** The body of an event, as Standard Webhooks lays it out. Every try sends the very same. */
export const bodyOf = (event: { type: string; createdAt: Date; data: unknown }): string =>
  JSON.stringify({
    type: event.type,
    timestamp: event.createdAt.toISOString(),
    data: event.data,
  });

const inward = /^(localhost|.*\.(localhost|local|internal|lan|home|arpa|test|invalid|onion))$/;
const literal = /^(\[.*\]|\d+(\.\d+)*)$/;

/**
 * What is wrong with an address that we are to call, or null. It must lead out to the public: no plain HTTP, no
 * number for a name, no name of a network inside, and not back to us. A run on one machine calls what it likes.
 */
export function addressFault(
  address: string,
  { local, ownOrigin }: { local: boolean; ownOrigin: string },
): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !["https:", "http:"].includes(url.protocol))
    return "is not an address like https://crm.yourfirm.com/hooks";
  if (url.username || url.password) return "carries a name or password: leave them out";
  if (url.origin === ownOrigin) return "leads back here";
  if (local) return null;
  if (url.protocol !== "https:") return "must begin with https://";
  const host = url.hostname.replace(/\.$/, "");
  if (literal.test(host)) return "must have a name instead of a number for its host";
  if (inward.test(host) || !host.includes(".")) return "must be reachable from the internet";
  return null;
}

/** What each event tells, for whoever chooses. */
export const eventWords: Record<WebhookEventType, string> = {
  "round.closed": "A round has closed",
  "response.submitted": "Somebody has answered a named round",
  "case.opened": "A case was opened",
  "action.changed": "An action of a plan has changed",
};
export const eventTypes = Object.keys(eventWords) as WebhookEventType[];
