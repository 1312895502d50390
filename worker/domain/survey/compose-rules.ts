import { modules as moduleRegistry, templates } from "#templates/index.ts";
import type { Tier } from "../contact/schema.ts";
import type { Question } from "../questions/index.ts";
import {
  moduleSlugs,
  type Confidentiality,
  type ModuleSlug,
  type OwnQuestion,
  type RoundKind,
} from "../round/schema.ts";
import type { Module, Questionnaire, Section, Template } from "./schema.ts";
import { verificationSection, type KeptPromise } from "./verify-rules.ts";

type Composed = {
  kind: RoundKind;
  tier: Tier;
  confidentiality: Confidentiality;
  modules: ModuleSlug[];
  /** Asked of every tier, after the modules. */
  ownQuestions?: OwnQuestion[] | null;
  account: AskedAccount;
  /** What the account's plan says is done and the client has not judged, the longest waiting first. */
  promises?: KeptPromise[];
};

type AskedAccount = {
  services: string[] | null;
  /** Those of them that need no question. */
  servicesInUse?: string[] | null;
  competitors: string[] | null;
  matter: string | null;
  matterObservation: string | null;
};

const templateOfTier: Record<Tier, Template> = {
  user: templates.users,
  manager: templates.managers,
  board: templates.board,
};

/**
 * What one tier is asked in a round: what became of promises to it, the base template, the chosen modules in their fixed order, the round's
 * own questions, and `call-me` last (left out of confidential rounds). A module with nothing to ask about adds nothing; in an
 * annual review modules stand in the first sitting, which has the time for them.
 */
export function composeQuestionnaire(input: Composed): Questionnaire {
  const { kind, tier, confidentiality, account } = input;
  const template = kind === "annual_review" ? templates["annual-review"] : templateOfTier[tier];
  const { slug, version, title } = template;
  const isCallMe = ({ key }: Section) => key === "call-me";
  const modules = moduleSlugs
    .filter((one) => input.modules.includes(one))
    .map((one) => moduleRegistry[one])
    .filter((module) => module.tiers.includes(tier))
    .map((module) => moduleSection(module, input));
  const added = [...modules, ownSection(input.ownQuestions ?? [])]
    .filter((section) => section.questions.length > 0)
    .map((section) => (kind === "annual_review" ? { ...section, sitting: 1 as const } : section));
  const base = template.sections
    .filter((section) => !isCallMe(section))
    .map((section) => tailored(section, account));
  const end = confidentiality === "named" ? template.sections.filter(isCallMe) : [];
  const others = [...base, ...added, ...end];
  const verification = verificationSection(input.promises ?? [], { kind, tier, others });
  return { slug, version, title, sections: verification ? [verification, ...others] : others };
}

function moduleSection(module: Module, { account, confidentiality }: Composed): Section {
  const intro = confidentiality === "confidential" && module.confidentialIntro;
  const section = intro ? { ...module.section, intro } : module.section;
  if (!module.each) return section;
  const known = module.each === "services" ? (account.servicesInUse ?? []) : [];
  const asked = new Set(["", ...known.map(slugOf)]);
  const names = new Map<string, string>();
  for (const name of account[module.each] ?? []) {
    const slug = slugOf(name);
    if (!asked.has(slug) && !names.has(slug)) names.set(slug, name.trim());
  }
  const questions = [...names].flatMap(([slug, name]) =>
    section.questions.map((pattern) => fillIn(pattern, slug, name)),
  );
  return { ...section, questions };
}

function fillIn(pattern: Question, slug: string, name: string): Question {
  const wording = pattern.wording.replaceAll("{name}", () => name);
  const filled = { ...pattern, key: `${pattern.key}.${slug}`, wording };
  return "service" in filled ? { ...filled, service: name } : filled;
}

/** The section of a round's own questions; without any when there are none. */
export function ownSection(own: OwnQuestion[]): Section {
  const keys: string[] = [];
  for (const one of own) {
    const base = ownKey(one);
    let key = base;
    for (let again = 2; keys.includes(key); again++) key = `${base}-${again}`;
    keys.push(key);
  }
  return {
    key: "own",
    title: own.length === 1 ? "One more question" : "A few more questions",
    questions: own.map((one, at) => asQuestion(one, keys[at]!)),
  };
}

const longestSlug = 60;

/** Another wording or type is another key, as with every question. */
const ownKey = ({ type, wording }: OwnQuestion): string =>
  `own.${type}-${slugOf(wording.replaceAll(/\p{P}/gu, " ")).slice(0, longestSlug)}`.replace(
    /-+$/,
    "",
  );

const asQuestion = (own: OwnQuestion, key: string): Question =>
  own.type === "choice"
    ? { ...own, key, options: own.options.map((label, at) => ({ key: `option_${at + 1}`, label })) }
    : { ...own, key };

/**
 * A name as the end of a key, the same in every round whatever else is on the list. Signs other than a–z and
 * 0–9 are spelled by their code, so that "C" and "C++" stay apart; case and spacing make no difference.
 */
const slugOf = (name: string): string =>
  Array.from(name.normalize("NFKC").toLowerCase(), (sign) =>
    /[a-z0-9\s_-]/.test(sign) ? sign : `-${sign.codePointAt(0)!.toString(16)}-`,
  )
    .join("")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");

/** Topic 6 asks about the matter named on the account, where one is named. */
function tailored(section: Section, account: AskedAccount): Section {
  const matter = account.matter?.trim();
  if (section.key !== "topic-6" || !matter) return section;
  const observation = sentence(account.matterObservation?.trim() ?? "");
  const wording = `${observation}What are your plans for ${matter}?`;
  return { ...section, questions: section.questions.map((question) => ({ ...question, wording })) };
}

const sentence = (words: string): string =>
  words === "" ? "" : `${words}${/[.!?…]$/u.test(words) ? "" : "."} `;
