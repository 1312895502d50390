import type { Tier } from "../contact/schema.ts";
import type { RoundKind } from "../round/schema.ts";
import { launchSeconds, secondsOf } from "./rules.ts";
import type { Section } from "./schema.ts";

/** A promise of the action plan that we say is kept: what the client is asked to verify. */
export type KeptPromise = {
  id: string;
  title: string;
  /** What we heard, and what we did about it, as the client reads them. */
  heard: string | null;
  done: string;
  /** The levels it came from; none means it concerns every level. */
  tiers: Tier[];
};

const mostAsked = 2;
/** What begins the key of every such question; the action's id ends it. */
export const verifyPrefix = "verify.";

/**
 * The section that asks one level whether promises to it got better: two at most, and the second only if there is
 * time for it beside `others`; what is left out is asked in the next round. Null when there is nothing to ask.
 */
export function verificationSection(
  promises: KeptPromise[],
  { kind, tier, others }: { kind: RoundKind; tier: Tier; others: Section[] },
): Section | null {
  const questions = promises
    .filter(({ tiers }) => tiers.length === 0 || tiers.includes(tier))
    .slice(0, mostAsked)
    .map(asQuestion);
  const first = others.filter(({ sitting }) => sitting !== 2).flatMap((each) => each.questions);
  if (secondsOf([...questions, ...first]) > launchSeconds(kind, tier)) questions.splice(1);
  if (questions.length === 0) return null;
  const title = "What you asked for, and what we did";
  return { key: "verify", title, ...(kind === "annual_review" && { sitting: 1 }), questions };
}

/** Whoever has two minutes reads a few lines of it; the client's own page has the whole. */
const longestHeard = 200;
const longestDone = 300;

/** Cut at the end of a word, or between two signs where there are no words. */
function inShort(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = Array.from(text)
    .slice(0, most)
    .join("")
    .replace(/\s+\S*$/u, "");
  return `${cut.replace(/[\s,;:.–-]+$/u, "")} …`;
}

const asQuestion = ({ id, title, heard, done }: KeptPromise) => ({
  type: "choice" as const,
  key: `${verifyPrefix}${id}`,
  wording: `${title.replace(/[.:]$/u, "")}: is this better now?`,
  hint: [
    heard && `What we heard: ${inShort(heard, longestHeard)}`,
    `What we did: ${inShort(done, longestDone)}`,
  ]
    .filter(Boolean)
    .join("\n"),
  options: [
    { key: "better", label: "Better" },
    { key: "same", label: "About the same" },
    { key: "worse", label: "Worse" },
  ],
});
