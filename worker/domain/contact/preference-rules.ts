import { templates } from "#templates/index.ts";
import { questionsOf } from "../survey/rules.ts";
import type { Answers } from "../survey/schema.ts";

/** What somebody said of how they like to hear from us, question by question, in words; not what they could not say. */
export const preferenceWords = (preferences: Answers | null): { asked: string; said: string }[] =>
  questionsOf(templates["annual-review"]).flatMap((question) => {
    const given = [preferences?.[question.key] ?? []].flat();
    const options = "options" in question ? question.options : [];
    const chosen = options.filter(({ key }) => given.includes(key)).map(({ label }) => label);
    return chosen.length === 0 ? [] : [{ asked: question.wording, said: chosen.join(", ") }];
  });
