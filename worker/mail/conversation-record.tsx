import { spellDay } from "#web/ui/date.tsx";
import { noticeChain, noticeRecipients } from "../domain/staff/rules.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, P, Sign, Small } from "./elements.tsx";
import { subjectOf } from "./subject-facts.ts";
import { WayOut } from "./invitation.tsx";
import { fullName } from "./words.ts";

/** Asks a contact whether what we wrote down is what they said. The record itself stays behind the link. */
export const conversationRecord: MessageKind = {
  mayLeave: ({ optedOut }) => !optedOut,
  async compose(message, facts) {
    const found = facts.conversations.get(subjectOf(message));
    if (!found || found.conversation.confirmedAt) return null;
    const { conversation, account, contact } = found;
    const { supplierName } = facts.settings;
    const chain = noticeChain(facts.staff, account.accountManagerId, facts.adminEmail);
    const recorder = facts.staff.find(({ id }) => id === conversation.recordedBy);
    const held = spellDay(new Date(conversation.heldOn), "UTC");
    const optOutUrl = await facts.links.optOut(conversation.id);
    return {
      subject: fitSubject(
        (supplier) => `${supplier}: did we note this as you said it?`,
        supplierName,
      ),
      preheader: `What we wrote down of our conversation on ${held}.`,
      replyTo: noticeRecipients(chain).map(({ email }) => email),
      optOutUrl,
      body: (
        <>
          <P>Dear {fullName({ contact })},</P>
          <P>
            Thank you for the conversation on {held}. {recorder?.name ?? "One of us"} wrote down
            what you said. Please look whether it is right: on the page below you can confirm it, or
            change what we got wrong.
          </P>
          <Button href={await facts.links.record(conversation.id)}>Read the record</Button>
          <Sign lines={[supplierName]} />
          <Small>The link in this mail is yours alone, so please do not pass it on.</Small>
          <WayOut url={optOutUrl} />
        </>
      ),
    };
  },
};
