import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, P, Sign } from "./elements.tsx";
import type { Facts } from "./facts.ts";
import { findInvited, WayOut, type Invited } from "./invitation.tsx";
import { senderOf, signatureOf, type Sender } from "./sender.ts";
import { minutes, minutesFor, spellDeadline } from "./words.ts";

/** A week after the first sitting of an annual review, to who has not taken the second. */
export const secondSitting: MessageKind = {
  mayLeave: ({ round, invitation, revision, data, optedOut }) =>
    // Whoever has submitted again since the sweep has seen the page, and the second half on it.
    round === "open" && !optedOut && invitation === "completed" && revision === data["revision"],
  async compose(message, facts) {
    const invited = await findInvited(message.invitationId, facts);
    if (!invited) return null;
    const sender = senderOf(facts, invited.where);
    const time = `About ${minutes(minutesFor(invited.questionnaire, invited.function, 2))}`;
    return {
      subject: fitSubject(
        (supplier) => `${supplier}: the second half of your review`,
        facts.settings.supplierName,
      ),
      preheader: `${time}, and then it is complete.`,
      ...(sender.name ? { fromName: `${sender.name}, ${facts.settings.supplierName}` } : {}),
      replyTo: sender.replyTo,
      optOutUrl: invited.optOutUrl,
      body: <Body facts={facts} invited={invited} sender={sender} time={time} />,
    };
  },
};

type Props = { facts: Facts; invited: Invited; sender: Sender; time: string };

function Body({ facts: { settings }, invited, sender, time }: Props) {
  return (
    <>
      <P>Dear {invited.name},</P>
      <P>
        Thank you for the first half of your review. It has arrived and counts as it is. The second
        half looks ahead: your plans, what makes the next months hard, and what would make working
        with us easier.
      </P>
      <FactLines
        items={[
          ["Time", time],
          ["Open until", spellDeadline(invited.where.round.closesAt, settings.timeZone)],
        ]}
      />
      <Button href={invited.surveyUrl}>Answer the second half</Button>
      <Sign lines={signatureOf(settings, sender.name)} />
      <WayOut url={invited.optOutUrl} />
    </>
  );
}
