import { tiers, type Tier } from "../contact/schema.ts";
import { isOffer } from "../questions/offer-rules.ts";
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
  culture: "how well we know your ways of working",
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
  const [first, second] = tiers
    .filter((other) => other !== tier)
    .map((other) => ({ who: people[other], asked: askedIn(questionnaires[other]) })) as [
    Level,
    Level,
  ];
  if (isNone(first.asked) && isNone(second.asked))
    return `This survey does not ask ${first.who}. Nor does it ask ${second.who}.`;
  if (isSame(first.asked, own) && isSame(second.asked, own))
    return `${capital(first.who)} get the same questions as you. So do ${second.who}.`;
  return `${sentenceOn(first, own)} ${sentenceOn(second, own)}`;
}

type Asked = { keys: string[]; areas: Area[] };
type Level = { who: string; asked: Asked };

function askedIn(questionnaire: Questionnaire | undefined): Asked {
  const questions = (questionnaire?.sections ?? [])
    .flatMap((section) => section.questions)
    .filter((question) => !isOffer(question));
  const areas = new Set(questions.flatMap(({ area }) => area ?? []));
  return { keys: questions.map(({ key }) => key), areas: [...areas] };
}

const isNone = ({ keys }: Asked) => keys.length === 0;
const isSame = (one: Asked, other: Asked) =>
  one.keys.length === other.keys.length && one.keys.every((key) => other.keys.includes(key));
const capital = (words: string) => words[0]!.toUpperCase() + words.slice(1);

function sentenceOn({ who, asked }: Level, own: Asked): string {
  if (isNone(asked)) return `This survey does not ask ${who}.`;
  const start = `${capital(who)} are asked`;
  if (isSame(asked, own)) return `${start} the same questions as you.`;
  const count = `${asked.keys.length} question${asked.keys.length === 1 ? "" : "s"}`;
  const fresh = asked.areas
    .filter((area) => !own.areas.includes(area))
    .map((area) => subjects[area]);
  const shared = asked.keys.some((key) => own.keys.includes(key));
  if (fresh.length === 0)
    return shared
      ? `${start} ${count}, all on subjects you are asked about too.`
      : `${start} ${count}.`;
  return shared
    ? `${start} ${count}: some of yours, and others on ${listed(fresh)}.`
    : `${start} ${count}, on ${listed(fresh)}.`;
}

const listed = (items: string[]): string =>
  new Intl.ListFormat("en-GB", { type: "conjunction" }).format(items);
