import { tiers, type Tier } from "../contact/schema.ts";

/** A group of tiers that is shown as one; `key` is the broadest of them. */
export type Group = { key: Tier; tiers: Tier[] };

/** Fewer people than this are never shown as a group, a cell or a figure. */
export const smallestGroup = 5;

/** What a round is made with, and keeps. Comments could give a voice away sooner than a mean does. */
export const groupSizes = { groupSize: smallestGroup, commentGroupSize: 8 };

/** Named rounds: every tier stands by itself. */
export const eachTier: Group[] = tiers.map((tier) => ({ key: tier, tiers: [tier] }));

/**
 * Confidential rounds: board merges into managers and managers into users until every group has at least `smallest`
 * responses (five); a short last group joins its neighbour. Fewer in all: no group. A level that was asked and
 * stayed silent is a group too small like any other: by itself it would say of each of its people that they did.
 */
export function mergedGroups(
  completed: Record<Tier, number>,
  isAsked: (tier: Tier) => boolean,
  smallest = smallestGroup,
): Group[] {
  const size = (group: Tier[]) => group.reduce((sum, tier) => sum + completed[tier], 0);
  const groups: Tier[][] = [];
  let filling: Tier[] = [];
  for (const tier of tiers.toReversed().filter(isAsked)) {
    filling.unshift(tier);
    if (size(filling) < smallest) continue;
    groups.unshift(filling);
    filling = [];
  }
  if (filling.length > 0) groups.unshift([...filling, ...(groups.shift() ?? [])]);
  return groups
    .filter((group) => size(group) >= smallest)
    .map((group) => ({ key: group[0]!, tiers: group }));
}
