import { spellTime } from "#web/ui/date.tsx";
import type { MessageRow } from "#db/queries/message.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, P, Sign, Small } from "./elements.tsx";
import type { Facts } from "./facts.ts";
import { findInvited, WayOut, type Invited } from "./invitation.tsx";
import { senderOf, signatureOf } from "./sender.ts";
import { spellDeadline } from "./words.ts";

/** Says that answers arrived, never what they were: a mailbox may be read by others. */
export const receipt: MessageKind = {
  mayLeave: ({ invitation, optedOut }) => invitation !== "revoked" && !optedOut,
  async compose(message, facts) {
    const invited = await findInvited(message.invitationId, facts);
    if (!invited) return null;
    const { settings } = facts;
    return {
      subject: fitSubject(
        (supplier) => `Your answers to ${supplier} have arrived`,
        settings.supplierName,
      ),
      preheader: "You can replace them until the survey closes.",
      replyTo: senderOf(facts, invited.where).replyTo,
      optOutUrl: invited.optOutUrl,
      body: <Body message={message} facts={facts} invited={invited} />,
    };
  },
};

type Props = { message: MessageRow; facts: Facts; invited: Invited };

function Body({ message, facts: { settings }, invited }: Props) {
  const { round, account } = invited.where;
  const isChange = !message.id.endsWith("/1");
  return (
    <>
      <P>Dear {invited.name},</P>
      <P>
        {isChange
          ? "Thank you. Your new answers have arrived and stand in place of the earlier ones."
          : "Thank you. Your answers have arrived."}
      </P>
      <FactLines
        items={[
          ["Survey", `${round.name}, ${account.name}`],
          ["Received", spellTime(message.createdAt, settings.timeZone)],
          ["Open until", spellDeadline(round.closesAt, settings.timeZone)],
        ]}
      />
      <P>
        Until the survey closes you can send a new set of answers, which replaces this one. The page
        does not show again what you sent.
      </P>
      <Button href={invited.surveyUrl}>Send new answers</Button>
      <Sign lines={signatureOf(settings, null)} />
      <Small>
        It was not you who answered? Please reply to this mail, and we will look into it.
      </Small>
      <WayOut url={invited.optOutUrl} />
    </>
  );
}
