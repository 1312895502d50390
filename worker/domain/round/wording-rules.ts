import { ownSection } from "../survey/compose-rules.ts";
import type { Finding } from "../survey/lint-asked-rules.ts";
import { lintQuestion } from "../survey/lint-rules.ts";
import { text, type Body } from "./body-rules.ts";
import { mostOwnQuestions, type OwnQuestion } from "./schema.ts";

/** A question of one's own as it was typed; the answers stand one on each line. */
export type OwnFields = { type: string; wording: string; answers: string };

const places = Array.from({ length: mostOwnQuestions }, (_, at) => at + 1);

/** The questions of one’s own as they were typed, the empty ones too. */
export const readOwnFields = (body: Body): OwnFields[] =>
  places.map((at) => ({
    type: text(body, `type${at}`),
    wording: text(body, `wording${at}`),
    answers: text(body, `answers${at}`),
  }));

const answersOf = (own: OwnQuestion): string[] => {
  if (own.type === "text") return [];
  return own.type === "rating" ? own.labels : own.options;
};

/** The questions of a round as its form shows them, with room for those that are still free. */
export const ownFields = (own: OwnQuestion[]): OwnFields[] =>
  places.map((at) => {
    const one = own[at - 1];
    if (!one) return { type: "text", wording: "", answers: "" };
    return { type: one.type, wording: one.wording, answers: answersOf(one).join("\n") };
  });

const linesOf = (typed: string): string[] =>
  typed.split("\n").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));

/** What was typed in the shape that the schema validates. One without any wording is none. */
export const ownInput = (fields: OwnFields[]) =>
  filled(fields).map(({ type, wording, answers }) => {
    const lines = linesOf(answers);
    if (type === "rating") return { type, wording, labels: lines };
    return type === "choice" ? { type, wording, options: lines } : { type, wording };
  });

const filled = (fields: OwnFields[]) =>
  fields.filter(({ wording, answers }) => wording.trim() !== "" || answers.trim() !== "");

/** A fault at a path like `ownQuestions.1.labels`, in words beside its field. */
export function ownFault(path: PropertyKey[], message: string, fields: OwnFields[]) {
  const [, at, part] = path;
  const one = filled(fields)[Number(at)];
  if (!one) return { field: "wording1", message: `Your questions ${message}.` };
  const place = fields.indexOf(one) + 1;
  const about = `Question ${place}`;
  if (path.length > 3)
    return { field: `answers${place}`, message: `An answer to question ${place} ${message}.` };
  if (part === "labels")
    return { field: `answers${place}`, message: `${about} needs five answers, the worst first.` };
  if (part === "options")
    return { field: `answers${place}`, message: `${about} needs two to eight answers.` };
  if (part === "wording")
    return { field: `wording${place}`, message: `The wording of question ${place} ${message}.` };
  return { field: `type${place}`, message: `${about}: choose one of the kinds.` };
}

/** What a careful editor would say of each question, in their order. It warns; nothing is refused for it. */
export const lintOwn = (own: OwnQuestion[]): Finding[][] =>
  ownSection(own).questions.map(lintQuestion);
