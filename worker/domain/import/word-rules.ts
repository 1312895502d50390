import type { ContactFunction, Tier } from "../contact/schema.ts";

const fold = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const wordsOf = (list: string) => list.split(",").map((word) => word.trim());

const tierWords: Record<Tier, string[]> = {
  user: wordsOf(`user, users, end user, end users, key user, employee, staff, working level, operational,
    anwender, anwenderin, nutzer, nutzerin, benutzer, mitarbeiter, mitarbeiterin, sachbearbeiter,
    utilisateur, utilisatrice`),
  manager: wordsOf(`manager, managers, management, middle management, middle manager, team lead,
    head of department, department head, führungskraft, abteilungsleiter, abteilungsleiterin,
    abteilungsleitung, bereichsleiter, bereichsleiterin, bereichsleitung, teamleiter, teamleiterin,
    teamleitung, cadre, responsable`),
  board: wordsOf(`board, board member, board of directors, executive, executives, executive board,
    senior executive, c level, clevel, c suite, csuite, top management, managing director, vorstand,
    vorständin, vorstandsmitglied, geschäftsführung, geschäftsführer, geschäftsführerin,
    geschäftsleitung, direction générale, comité de direction`),
};
const tierOfWord = new Map(
  Object.entries(tierWords).flatMap(([tier, words]) => words.map((word) => [word, tier as Tier])),
);

/** The tier a word of a CRM means; undefined when it is not one we know. */
export const readTier = (text: string): Tier | undefined => tierOfWord.get(fold(text));

const yes = new Set(["yes", "y", "true", "1", "x", "ja", "oui", "wahr", "vrai", "✓"]);
const no = new Set(["", "no", "n", "false", "0", "nein", "non", "falsch", "faux"]);

/** Whether a cell says yes; undefined when it says neither yes nor no. An empty cell or a dash says no. */
export function readYes(text: string): boolean | undefined {
  const word = text.trim() === "✓" ? "✓" : fold(text);
  if (yes.has(word)) return true;
  return no.has(word) ? false : undefined;
}

// In this order: "IT procurement" is purchasing, "HR operations" is HR.
const functionPatterns: [ContactFunction, RegExp][] = [
  ["purchasing", /purchas|procure|sourcing|einkauf|beschaffung|\bachats?\b/],
  ["legal", /legal|recht|juridi|compliance/],
  ["hr", /\bhr\b|human res|people|personal|ressources humaines|\brh\b|talent/],
  ["finance", /financ|finanz|accounting|accounts|controlling|buchhaltung|treasury|comptab/],
  [
    "it",
    /\bit\b|\bict\b|\bedv\b|information tech|information sys|informati[kq]|software|technolog/,
  ],
  ["operations", /operation|production|produktion|logisti|manufactur|\bbetrieb|facilit|supply/],
];

/** The function that a department's name speaks of. */
export function functionOf(department: string | null): ContactFunction {
  const words = fold(department ?? "");
  return functionPatterns.find(([, pattern]) => pattern.test(words))?.[0] ?? "other";
}

const languageNames: Record<string, string[]> = {
  en: wordsOf("english, englisch, anglais"),
  de: wordsOf("german, deutsch, allemand"),
  fr: wordsOf("french, französisch, français, francais"),
  it: wordsOf("italian, italienisch, italiano"),
  es: wordsOf("spanish, spanisch, español, espagnol"),
  nl: wordsOf("dutch, niederländisch, nederlands"),
  pt: wordsOf("portuguese, portugiesisch, português"),
  pl: wordsOf("polish, polnisch, polski"),
  ar: wordsOf("arabic, arabisch, العربية"),
  tr: wordsOf("turkish, türkisch, türkçe"),
};
const languageOfWord = new Map(
  Object.entries(languageNames).flatMap(([tag, words]) => words.map((word) => [word, tag])),
);

/** A language tag ("de", "en-GB") from a tag or a language's name; null when it is neither. */
export function readLocale(text: string): string | null {
  const named = languageOfWord.get(fold(text));
  if (named) return named;
  const tag = text.trim().replaceAll("_", "-");
  if (!/^[a-z]{2,3}(-[a-z\d]{2,8}){0,3}$/i.test(tag)) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
