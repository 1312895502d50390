import type { DeliveryReport } from "./schema.ts";

/**
 * What can become of a mail that left, the weightier the later. Reports come in any order: the weightiest of all
 * decides, so that their order does not.
 */
const deliveries = [
  "soft_bounced",
  "failed",
  "delivered",
  "suppressed",
  "bounced",
  "complained",
] as const;
export type DeliveryState = (typeof deliveries)[number];

/** The states that this one outdoes, should both be reported. */
export const lighterThan = (state: DeliveryState): DeliveryState[] =>
  deliveries.slice(0, deliveries.indexOf(state));

const statesOfReports: Record<string, DeliveryState> = {
  "email.delivered": "delivered",
  "email.bounced": "bounced",
  "email.complained": "complained",
  "email.suppressed": "suppressed",
  "email.failed": "failed",
};

/** What a report says became of the mail; null when it is about something we do not record. */
export function deliveryOf({ type, data }: DeliveryReport): DeliveryState | null {
  const state = statesOfReports[type] ?? null;
  const kind = data.bounce?.type?.toLowerCase();
  const soft = kind === "transient" || kind === "undetermined";
  return state === "bounced" && soft ? "soft_bounced" : state;
}

/** Why no more mail may go to the address; null when it may. */
export const suppressionBy = (state: DeliveryState): "bounced" | "complained" | null => {
  if (state === "complained") return "complained";
  return state === "bounced" || state === "suppressed" ? "bounced" : null;
};

const longestReason = 500;

/** The provider's own words on what went wrong, if there are any. */
export const reasonIn = ({ data }: DeliveryReport): string | null =>
  (data.bounce?.message ?? data.suppressed?.message ?? data.failed?.reason)?.slice(
    0,
    longestReason,
  ) ?? null;
