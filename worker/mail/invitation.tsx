import type { ContactFunction } from "../domain/contact/schema.ts";
import type { Questionnaire } from "../domain/survey/schema.ts";
import { fitSubject } from "./address.ts";
import type { Letter, MessageKind } from "./base.ts";
import { Button, Link, P, Sign, Small, Strong } from "./elements.tsx";
import type { Facts, RoundFacts } from "./facts.ts";
import { senderOf, signatureOf, type Sender } from "./sender.ts";
import { fullName, minutes, minutesFor, spellDeadline, whoSees } from "./words.ts";

/** What an invitation says, to a contact or (as a test) to a member of staff. */
export type Invited = {
  name: string;
  function: ContactFunction;
  where: RoundFacts;
  questionnaire: Questionnaire;
  surveyUrl: string;
  optOutUrl: string | null;
  /** It went out before, to another address. */
  again?: boolean;
};

export const invitation: MessageKind = {
  mayLeave: ({ round, invitation, confidential, optedOut }) =>
    round === "open" &&
    !optedOut &&
    (invitation === "invited" ||
      invitation === "started" ||
      // To a corrected address: in a confidential round it goes to who has answered as well.
      (confidential && invitation === "completed")),
  async compose(message, facts) {
    const invited = await findInvited(message.invitationId, facts);
    return invited && writeInvitation(facts, invited);
  },
};

/** All that a mail to one invited person needs; null when any of it is gone. */
export async function findInvited(
  invitationId: string | null,
  facts: Facts,
): Promise<(Invited & { optOutUrl: string }) | null> {
  const respondent = facts.respondents.get(invitationId ?? "");
  const where = facts.rounds.get(respondent?.invitation.roundId ?? "");
  const questionnaire = facts.questionnaires.get(respondent?.invitation.templateVersionId ?? "");
  if (!respondent || !where || !questionnaire) return null;
  return {
    name: fullName(respondent),
    function: respondent.contact.function,
    where,
    questionnaire,
    surveyUrl: await facts.links.survey(respondent.invitation),
    optOutUrl: await facts.links.optOut(respondent.invitation.id),
    again: respondent.invitation.tokenVersion > 1,
  };
}

/** The invitation itself. */
export function writeInvitation(facts: Facts, invited: Invited): Letter {
  const { settings } = facts;
  const { round, account } = invited.where;
  const sender = senderOf(facts, invited.where);
  const deadline = spellDeadline(round.closesAt, settings.timeZone);
  const time = timeOf(invited);
  return {
    subject: fitSubject(
      round.kind === "annual_review"
        ? (supplier) => `${supplier}: your yearly review of our work`
        : (supplier, client) => `${supplier}: how well do we serve ${client}?`,
      settings.supplierName,
      ...(round.kind === "annual_review" ? [] : [account.name]),
    ),
    preheader: `${time}. Open until ${deadline}.`,
    ...(sender.name && round.confidentiality === "named"
      ? { fromName: `${sender.name}, ${settings.supplierName}` }
      : {}),
    replyTo: sender.replyTo,
    ...(invited.optOutUrl ? { optOutUrl: invited.optOutUrl } : {}),
    body: <Body facts={facts} invited={invited} sender={sender} time={time} deadline={deadline} />,
  };
}

/** How long it takes this person, as the beginning of a sentence. */
export function timeOf({ where, questionnaire, function: askedOf }: Invited): string {
  if (where.round.kind === "satisfaction")
    return `It takes about ${minutes(minutesFor(questionnaire, askedOf))}`;
  const [first, second] = ([1, 2] as const).map((at) => minutesFor(questionnaire, askedOf, at));
  return first === second
    ? `It takes two sittings of about ${minutes(first!)} each`
    : `It takes two sittings, of about ${first} and ${minutes(second!)}`;
}

type BodyProps = {
  facts: Facts;
  invited: Invited;
  sender: Sender;
  time: string;
  deadline: string;
};

function Body({ facts, invited, sender, time, deadline }: BodyProps) {
  const { settings } = facts;
  const confidential = invited.where.round.confidentiality === "confidential";
  const { tierNote } = invited.questionnaire;
  return (
    <>
      <P>Dear {invited.name},</P>
      <Opening facts={facts} invited={invited} />
      {confidential && invited.again && (
        <P>
          None of us is shown who has answered, so this goes to everybody whose address has changed.
          If you have answered already, nothing is left to do.
        </P>
      )}
      <P>
        {time}. The page is open until <Strong>{deadline}</Strong>.
      </P>
      <Button href={invited.surveyUrl}>Give your answers</Button>
      <P>
        <Strong>Who sees your answers:</Strong>{" "}
        {whoSees(facts, invited.where, invited.questionnaire)}
      </P>
      {tierNote && (
        <P>
          <Strong>What others are asked:</Strong> {tierNote}
        </P>
      )}
      <P>
        If a colleague is the better person to ask, or another day suits you better, you can say so
        on the page.
      </P>
      <Sign lines={signatureOf(settings, sender.name)} />
      <Closing confidential={confidential} sender={sender} />
      <WayOut url={invited.optOutUrl} />
    </>
  );
}

function Opening({ facts, invited }: { facts: Facts; invited: Invited }) {
  const { round, account } = invited.where;
  const supplier = facts.settings.supplierName;
  if (round.kind === "annual_review")
    return (
      <P>
        Once a year we at {supplier} put ten questions to the people we work for: what was worth
        most to {account.name}, what to change, and what lies ahead of you. The first five can be
        answered in one sitting, the others whenever it suits you.
      </P>
    );
  return (
    <P>
      We at {supplier} would like to know what it is like for {account.name} to work with us, seen
      from where you sit. Say what is good and what is not: both decide what we do next.
    </P>
  );
}

/** What the link is, and where questions go. */
export function Closing({ confidential, sender }: { confidential: boolean; sender: Sender }) {
  const independent = confidential
    ? ", who runs this survey independently of those you work with"
    : " directly";
  return (
    <Small>
      The link in this mail is yours alone, so please do not pass it on.{" "}
      {sender.name
        ? `Questions? Reply to this mail: it reaches ${sender.name}${independent}.`
        : "Questions? Just reply to this mail."}
    </Small>
  );
}

/** How to get no more mail. A test shows where that would stand. */
export function WayOut({ url }: { url: string | null }) {
  if (!url) return <Small>Here the real mail has a link that stops all further mail.</Small>;
  return (
    <Small>
      If you want no more mail like this, <Link href={url}>stop it for this address</Link>
    </Small>
  );
}
