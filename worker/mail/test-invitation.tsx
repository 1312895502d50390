import type { Tier } from "../domain/contact/schema.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { P, Strong } from "./elements.tsx";
import { subjectOf } from "./subject-facts.ts";
import { writeInvitation } from "./invitation.tsx";

const readers: Record<Tier, string> = {
  user: "someone who uses our work day to day",
  manager: "a manager",
  board: "a board member",
};

/** The invitation as a client would get it, to the member of staff who asked to see it. */
export const testInvitation: MessageKind = {
  mayLeave: ({ round }) => round === "draft" || round === "open",
  async compose(message, facts) {
    const link = facts.testLinks.get(subjectOf(message));
    const where = facts.rounds.get(link?.roundId ?? "");
    const questionnaire = facts.questionnaires.get(link?.templateVersionId ?? "");
    if (!link || !where || !questionnaire) return null;
    const letter = writeInvitation(facts, {
      name: facts.staff.find(({ id }) => id === link.staffId)?.name ?? message.recipient,
      function: "other",
      where,
      questionnaire,
      surveyUrl: await facts.links.test(link.id),
      optOutUrl: null,
    });
    return {
      ...letter,
      subject: fitSubject((subject) => `Test: ${subject}`, letter.subject),
      body: (
        <>
          <P>
            <Strong>This is a test.</Strong> It is what {readers[link.tier]} would get. What you
            answer is not stored.
          </P>
          {letter.body}
        </>
      ),
    };
  },
};
