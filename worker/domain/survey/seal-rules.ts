import type { Tier } from "../contact/schema.ts";
import type { Answers } from "./schema.ts";

/** What is sealed of one person: the tier too, for a lone board member would stand out. */
export type Unsealed = { tier: Tier; answers: Answers };

/** As text, in the same form for the same answers, in whatever order they were given. */
export const pack = ({ tier, answers }: Unsealed): string => {
  const inOrder = Object.entries(answers).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify({ answers: Object.fromEntries(inOrder), tier });
};

/** Reads what `pack` wrote. */
export const unpack = (text: string): Unsealed => JSON.parse(text) as Unsealed; // -- We packed it.
