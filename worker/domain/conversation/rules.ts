import { composeQuestionnaire } from "../survey/compose-rules.ts";
import type { Questionnaire } from "../survey/schema.ts";

type Asked = { matter: string | null; matterObservation: string | null };

/**
 * What a conversation is recorded by: the annual review of this account, without what is about the relationship
 * manager and the offer of a call. Nothing is required: not every topic comes up.
 */
export function recordedQuestionnaire({ matter, matterObservation }: Asked): Questionnaire {
  const questionnaire = composeQuestionnaire({
    kind: "annual_review",
    tier: "board",
    confidentiality: "named",
    modules: [],
    account: { services: null, competitors: null, matter, matterObservation },
  });
  const sections = questionnaire.sections
    .filter(({ key }) => key !== "call-me")
    .map(({ intro, ...section }) => ({
      ...section,
      // What introduces the extras speaks to the client, and of how many they are.
      ...(section.key !== "people" && intro !== undefined && { intro }),
      questions: section.questions
        .filter(({ area }) => area !== "account-manager")
        .map((question) =>
          question.type === "grade" ? { ...question, required: false } : question,
        ),
    }));
  return { ...questionnaire, sections: sections.filter(({ questions }) => questions.length > 0) };
}

/** Topics 1 to 10 in the words of the coverage meter. */
export const topicWords = [
  "How we are doing",
  "What was most valuable",
  "The one thing to change",
  "Whom else to know",
  "How we communicate",
  "Their plans",
  "Their challenges",
  "How they are judged",
  "What excites and worries them",
  "How easy we are to deal with",
] as const;

/** The numbers of the topics that these keys of answered questions belong to, ascending. */
export function topicsOf(keys: readonly string[]): number[] {
  const { sections } = recordedQuestionnaire({ matter: null, matterObservation: null });
  return topicWords.flatMap((_, at) => {
    const topic = sections.find(({ key }) => key === `topic-${at + 1}`);
    return topic?.questions.some(({ key }) => keys.includes(key)) ? [at + 1] : [];
  });
}
