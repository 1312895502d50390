import { tiers, type Tier } from "../contact/schema.ts";
import type { Group } from "./group-rules.ts";
import type { Comment } from "./tally-rules.ts";

/** A comment as it is stored with the report. */
export type StoredComment = {
  roundId: string;
  questionKey: string;
  position: number;
  tier: Tier;
  text: string;
  contactId: string | null;
};

/** Named rounds: every comment with its writer, the board's first. */
export function namedComments(
  roundId: string,
  comments: Comment[],
  writers: Map<string, string>,
): StoredComment[] {
  const inOrder = comments.toSorted(
    (a, b) => tiers.indexOf(b.tier) - tiers.indexOf(a.tier) || compare(a.responseId, b.responseId),
  );
  return numbered(
    inOrder.map(({ responseId, ...comment }) => ({
      ...comment,
      roundId,
      contactId: writers.get(responseId) ?? null,
    })),
  );
}

type Quotable = {
  groups: Group[];
  smallest: number;
  /** How many of a group answered who were asked a question. */
  heard: (group: Group, questionKey: string) => number;
};

/**
 * Confidential rounds: comments from groups of at least `smallest` (eight), in an order that says nothing. Only who was
 * asked a question counts for it: in a merged group, what the board alone is asked would tell that the board said it.
 */
export function anonymousComments(
  roundId: string,
  comments: Comment[],
  { groups, smallest, heard }: Quotable,
  random: () => number,
): StoredComment[] {
  const shown = groups.flatMap((group) =>
    comments
      .filter(({ tier }) => group.tiers.includes(tier))
      .filter(({ questionKey }) => heard(group, questionKey) >= smallest)
      .map(({ questionKey, text }) => ({
        questionKey,
        text,
        tier: group.key,
        roundId,
        contactId: null,
      })),
  );
  return numbered(shuffled(shown, random));
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Numbers the comments of each question from 1. */
function numbered(comments: Omit<StoredComment, "position">[]): StoredComment[] {
  const last = new Map<string, number>();
  return comments.map((comment) => {
    const position = (last.get(comment.questionKey) ?? 0) + 1;
    last.set(comment.questionKey, position);
    return { ...comment, position };
  });
}

/** Fisher–Yates. */
export function shuffled<T>(items: T[], random: () => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    [result[last], result[pick]] = [result[pick]!, result[last]!];
  }
  return result;
}
