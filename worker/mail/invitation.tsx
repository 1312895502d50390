import type { ContactFunction, Tier } from "../domain/contact/schema.ts";
import { tierNote } from "../domain/survey/rules.ts";
import type { Questionnaire } from "../domain/survey/schema.ts";
import { fitSubject } from "./address.ts";
import type { Letter, MessageKind } from "./base.ts";
import { Button, Facts as FactLines, Link, P, Sign, Small } from "./elements.tsx";
import type { Facts, Respondent, RoundFacts } from "./facts.ts";
import { senderOf, type Sender } from "./sender.ts";
import { fullName, minutes, minutesFor, spellDeadline, whoSees } from "./words.ts";

type Questionnaires = Partial<Record<Tier, Questionnaire>>;

/** What an invitation says, to a contact or (as a test) to a member of staff. */
export type Invited = {
  name: string;
  tier: Tier;
  function: ContactFunction;
  where: RoundFacts;
  questionnaires: Questionnaires;
  surveyUrl: string;
  optOutUrl: string | null;
};

export const invitation: MessageKind = {
  mayLeave: ({ round, invitation, optedOut }) =>
    round === "open" && !optedOut && (invitation === "invited" || invitation === "started"),
  async compose(message, facts) {
    const invited = await findInvited(message.invitationId, facts);
    return invited && writeInvitation(facts, invited);
  },
};

/** All that a mail to one invited person needs; null when person, round or questionnaire is gone. */
export async function findInvited(
  invitationId: string | null,
  facts: Facts,
): Promise<(Invited & { respondent: Respondent; optOutUrl: string }) | null> {
  const respondent = facts.respondents.get(invitationId ?? "");
  const where = facts.rounds.get(respondent?.invitation.roundId ?? "");
  if (!respondent || !where) return null;
  return {
    respondent,
    name: fullName(respondent),
    tier: respondent.invitation.tier,
    function: respondent.contact.function,
    where,
    questionnaires: facts.questionnaires.get(where.round.id) ?? {},
    surveyUrl: await facts.links.survey(respondent.invitation),
    optOutUrl: await facts.links.optOut(respondent.invitation.id),
  };
}

/** The invitation itself. Null when this tier is asked nothing. */
export function writeInvitation(facts: Facts, invited: Invited): Letter | null {
  const { settings } = facts;
  const { round, account } = invited.where;
  const questionnaire = invited.questionnaires[invited.tier];
  if (!questionnaire) return null;
  const sender = senderOf(facts, invited.where);
  const deadline = spellDeadline(round.closesAt, settings.timeZone);
  const time = timeOf(questionnaire, invited);
  return {
    subject: fitSubject(
      round.kind === "annual_review"
        ? (supplier) => `${supplier}: your yearly review of our work`
        : (supplier, client) => `${supplier}: how well do we serve ${client}?`,
      settings.supplierName,
      ...(round.kind === "annual_review" ? [] : [account.name]),
    ),
    preheader: `${time}, open until ${deadline}.`,
    ...(sender.name && round.confidentiality === "named"
      ? { fromName: `${sender.name}, ${settings.supplierName}` }
      : {}),
    replyTo: sender.replyTo,
    ...(invited.optOutUrl ? { optOutUrl: invited.optOutUrl } : {}),
    body: <Body {...{ facts, invited, questionnaire, sender, time, deadline }} />,
  };
}

function timeOf(questionnaire: Questionnaire, invited: Invited): string {
  if (invited.where.round.kind === "satisfaction")
    return `About ${minutes(minutesFor(questionnaire, invited.function))}`;
  const [first, second] = ([1, 2] as const).map((at) =>
    minutesFor(questionnaire, invited.function, at),
  );
  return first === second
    ? `Two sittings of about ${minutes(first!)} each`
    : `Two sittings, of about ${first} and ${minutes(second!)}`;
}

type BodyProps = {
  facts: Facts;
  invited: Invited;
  questionnaire: Questionnaire;
  sender: Sender;
  time: string;
  deadline: string;
};

function Body({ facts, invited, questionnaire, sender, time, deadline }: BodyProps) {
  const { settings } = facts;
  const { round } = invited.where;
  return (
    <>
      <P>Dear {invited.name},</P>
      <Opening facts={facts} invited={invited} />
      <FactLines
        items={[
          ["Time", time],
          ["Open until", deadline],
          ["Who sees it", whoSees(facts, invited.where, questionnaire)],
          ...(round.confidentiality === "confidential"
            ? [["To know", irrevocable] as [string, string]]
            : []),
          ["What others get", tierNote(invited.questionnaires, invited.tier)],
        ]}
      />
      <Button href={invited.surveyUrl}>Give your answers</Button>
      <P>
        If a colleague is the better person to ask, or another day suits you better, you can say so
        on the page.
      </P>
      <Sign lines={[sender.name, settings.supplierName].filter((line) => line !== null)} />
      <Closing confidential={round.confidentiality === "confidential"} sender={sender} />
      <WayOut url={invited.optOutUrl} />
    </>
  );
}

const irrevocable =
  "An answer that was submitted cannot be changed or withdrawn, because nobody can find it.";

function Opening({ facts, invited }: { facts: Facts; invited: Invited }) {
  const { round, account } = invited.where;
  const supplier = facts.settings.supplierName;
  if (round.kind === "annual_review")
    return (
      <P>
        once a year we at {supplier} put ten questions to the people we work for: what was worth
        most to {account.name}, what to change, and what lies ahead of you. The first five can be
        answered in one sitting, the others whenever it suits you.
      </P>
    );
  return (
    <P>
      we at {supplier} would like to know what it is like for {account.name} to work with us, seen
      from where you sit. Say what is good and what is not: both decide what we do next.
    </P>
  );
}

function Closing({ confidential, sender }: { confidential: boolean; sender: Sender }) {
  const reader = sender.name ?? "us";
  return (
    <Small>
      The link in this mail is yours alone, so please do not pass it on.{" "}
      {confidential && sender.name
        ? `Questions? Reply to this mail: it reaches ${reader}, who runs this survey independently of those you work with.`
        : `Questions? Reply to this mail: it reaches ${reader} directly.`}
    </Small>
  );
}

/** How to get no more mail. A test shows where that would stand. */
export function WayOut({ url }: { url: string | null }) {
  if (!url) return <Small>Here the real mail has a link that stops all further mail.</Small>;
  return (
    <Small>
      You would rather not be asked? <Link href={url}>Stop all such mail to this address</Link>
    </Small>
  );
}
