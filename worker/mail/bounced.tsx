import { paths } from "#web/paths.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, Hello, P } from "./elements.tsx";
import { fullName } from "./words.ts";

/** Tells who looks after an account that one of its contacts gets no more mail, and what can be done. */
export const bounced: MessageKind = {
  mayLeave: ({ invitation }) => invitation !== "revoked",
  async compose(message, facts) {
    const respondent = facts.respondents.get(message.invitationId ?? "");
    const where = facts.rounds.get(respondent?.invitation.roundId ?? "");
    if (!respondent || !where) return null;
    const { contact, invitation } = respondent;
    const complained = invitation.delivery === "complained";
    return {
      subject: fitSubject(
        (name, client) =>
          complained
            ? `${name} at ${client} wants no mail`
            : `Mail to ${name} at ${client} bounced`,
        fullName(respondent),
        where.account.name,
      ),
      preheader: complained ? "No more mail goes to this person." : "Is the address right?",
      body: (
        <>
          <Hello {...{ message, facts }} />
          <P>
            {complained
              ? "The person below marked our mail as unwanted. No more mail goes to that address, in this or any other round. If you speak to this person, listen first."
              : "The mail server of the person below takes no mail for that address, so no more goes there. If the address is wrong or old, correct it: then the invitation can be sent to the new one. Otherwise please call."}
          </P>
          <FactLines
            items={[
              ["Contact", fullName(respondent)],
              ["Address", contact.email],
              ["Account", where.account.name],
              ["Round", where.round.name],
            ]}
          />
          <Button href={facts.links.page(paths.contact(contact.id))}>See the contact</Button>
        </>
      ),
    };
  },
};
