import { tiers, type Tier } from "../contact/schema.ts";
import type { Area, Questionnaire } from "./schema.ts";

const people: Record<Tier, string> = {
  user: "people who use our work day to day",
  manager: "managers",
  board: "board members",
};

/** What an area is about, as it reads after "questions on". */
const subjects: Record<Area, string> = {
  relationship: "the relationship",
  deliverables: "what we deliver",
  teamwork: "working with our people",
  responsiveness: "how fast we respond",
  understanding: "how well we understand you",
  culture: "how well we know your organisation's ways",
  initiative: "the ideas we bring",
  value: "what our work is worth",
  capability: "our skills",
  standing: "how we are regarded",
  "account-manager": "your account manager",
  communication: "how we keep in touch",
  ease: "how easy we are to deal with",
};

/**
 * What the other levels are asked in this round, in exactly two sentences: one a level. Made from the
 * questionnaires themselves, so it cannot promise what is not so; it names no person.
 */
export function tierNote(questionnaires: Partial<Record<Tier, Questionnaire>>, tier: Tier): string {
  const own = askedIn(questionnaires[tier]);
  const [first, second] = tiers.filter((other) => other !== tier) as [Tier, Tier];
  const [one, two] = [first, second].map((other) => askedIn(questionnaires[other]));
  if (isEmpty(one!) && isEmpty(two!))
    return `In this round we do not ask ${people[first]}. Nor do we ask ${people[second]}.`;
  return `${sentenceOn(first, one!, own)} ${sentenceOn(second, two!, own)}`;
}

type Asked = { keys: string[]; subjects: string[] };

/** `call-me` is an offer, not a question to prepare anyone for. */
function askedIn(questionnaire: Questionnaire | undefined): Asked {
  const questions = (questionnaire?.sections ?? [])
    .flatMap((section) => section.questions)
    .filter(({ key }) => key !== "call-me");
  const areas = new Set(questions.flatMap(({ area }) => area ?? []));
  return { keys: questions.map(({ key }) => key), subjects: [...areas].map((a) => subjects[a]) };
}

const isEmpty = ({ keys }: Asked) => keys.length === 0;

function sentenceOn(tier: Tier, asked: Asked, own: Asked): string {
  const who = people[tier];
  if (isEmpty(asked)) return `In this round we do not ask ${who}.`;
  const start = who[0]!.toUpperCase() + who.slice(1);
  if (isSame(asked, own)) return `${start} get the same questions as you.`;
  const fresh = asked.subjects.filter((subject) => !own.subjects.includes(subject));
  const count = `${asked.keys.length} question${asked.keys.length === 1 ? "" : "s"}`;
  if (asked.subjects.length === 0) return `${start} are asked ${count}.`;
  if (fresh.length === 0)
    return `${start} are asked ${count}, on subjects you are asked about too.`;
  if (fresh.length === asked.subjects.length)
    return `${start} are asked ${count}, on ${listed(fresh)}.`;
  return `${start} are asked ${count}, on some of what you are asked about and on ${listed(fresh)}.`;
}

const isSame = (one: Asked, other: Asked) =>
  one.keys.length === other.keys.length && one.keys.every((key) => other.keys.includes(key));

const listed = (items: string[]): string =>
  new Intl.ListFormat("en", { type: "conjunction" }).format(items);
