import { composeQuestionnaire } from "../domain/survey/rules.ts";
import { tiers } from "../domain/contact/schema.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { P, Strong } from "./elements.tsx";
import { subjectOf, type RoundFacts } from "./facts.ts";
import { writeInvitation } from "./invitation.tsx";

/** The invitation as a client would get it, to the member of staff who asked to see it. */
export const testInvitation: MessageKind = {
  mayLeave: ({ round }) => round === "draft" || round === "open",
  async compose(message, facts) {
    const link = facts.testLinks.get(subjectOf(message));
    const where = facts.rounds.get(link?.roundId ?? "");
    if (!link || !where) return null;
    const letter = writeInvitation(facts, {
      name: facts.staff.find(({ id }) => id === link.staffId)?.name ?? message.recipient,
      tier: link.tier,
      function: "other",
      where,
      questionnaires: facts.questionnaires.get(where.round.id) ?? questionnairesOf(where),
      surveyUrl: await facts.links.test(link.id),
      optOutUrl: null,
    });
    if (!letter) return null;
    return {
      ...letter,
      subject: fitSubject((subject) => `Test: ${subject}`, letter.subject),
      body: (
        <>
          <P>
            <Strong>This is a test.</Strong> It reads as a person of the level “{link.tier}” would
            get it; what you answer is not stored.
          </P>
          {letter.body}
        </>
      ),
    };
  },
};

/** A draft has pinned nothing yet: what launching it now would ask. */
const questionnairesOf = ({ round, account }: RoundFacts) =>
  Object.fromEntries(
    tiers.map((tier) => [tier, composeQuestionnaire({ ...round, tier, account })]),
  );
