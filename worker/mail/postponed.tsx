import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { P } from "./elements.tsx";
import { findInvited, writeInvitation } from "./invitation.tsx";

/** On the day a person chose: the invitation again, with a sentence that says why it comes today. */
export const postponed: MessageKind = {
  mayLeave: ({ round, invitation, optedOut }) =>
    round === "open" && !optedOut && (invitation === "invited" || invitation === "started"),
  async compose(message, facts) {
    const invited = await findInvited(message.invitationId, facts);
    if (!invited) return null;
    const letter = writeInvitation(facts, invited);
    return {
      ...letter,
      subject: fitSubject(
        (supplier) => `${supplier}: you asked us to write today`,
        facts.settings.supplierName,
      ),
      body: (
        <>
          <P>You chose today to answer this survey, so here it is again.</P>
          {letter.body}
        </>
      ),
    };
  },
};
