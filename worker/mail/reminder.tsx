import type { VNode } from "preact";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, P, Sign, Strong } from "./elements.tsx";
import type { Facts } from "./facts.ts";
import { Closing, findInvited, timeOf, WayOut, type Invited } from "./invitation.tsx";
import { senderOf, signatureOf } from "./sender.ts";
import { spellClosingDay, spellDeadline } from "./words.ts";

type Wording = {
  subject: (supplier: string) => string;
  opening: (supplier: string, client: string) => VNode;
};

/** To who has not answered: three reminders at most, each with a wording of its own. */
export const reminder: MessageKind = {
  mayLeave: ({ round, closesAt, invitation, optedOut, reachable, disturbed }, now) =>
    round === "open" &&
    closesAt !== null &&
    now < closesAt &&
    (invitation === "invited" || invitation === "started") &&
    !optedOut &&
    reachable &&
    !disturbed,
  async compose(message, facts) {
    const invited = await findInvited(message.invitationId, facts);
    if (!invited) return null;
    const { supplierName, timeZone } = facts.settings;
    const { round, account } = invited.where;
    const sender = senderOf(facts, invited.where);
    const deadline = spellDeadline(round.closesAt, timeZone);
    const wording = wordingOf(message.data, deadline, spellClosingDay(round.closesAt, timeZone));
    const named = round.confidentiality === "named";
    return {
      subject: fitSubject(wording.subject, supplierName),
      preheader: `${timeOf(invited)}. Open until ${deadline}.`,
      ...(sender.name && named ? { fromName: `${sender.name}, ${supplierName}` } : {}),
      replyTo: sender.replyTo,
      optOutUrl: invited.optOutUrl,
      body: (
        <>
          <P>Dear {invited.name},</P>
          {wording.opening(supplierName, account.name)}
          {hasBegun(message.invitationId, facts) && (
            <P>What you have filled in so far is kept: the page opens with it.</P>
          )}
          <FactLines
            items={[
              ["Time", timeNeeded(invited)],
              ["Open until", deadline],
            ]}
          />
          <Button href={invited.surveyUrl}>Give your answers</Button>
          <P>
            Is somebody else the right person to ask, or would another day suit you better? You can
            say so on the page, and we keep to it.
          </P>
          <Sign lines={signatureOf(facts.settings, sender.name)} />
          <Closing confidential={!named} sender={sender} />
          <WayOut url={invited.optOutUrl} />
        </>
      ),
    };
  },
};

const timeNeeded = (invited: Invited) => timeOf(invited).replace(/^It takes (.)/, upper);
const upper = (_: string, first: string) => first.toUpperCase();

const hasBegun = (invitationId: string | null, facts: Facts) =>
  facts.respondents.get(invitationId ?? "")?.invitation.status === "started";

function wordingOf(
  { step, last }: Record<string, unknown>,
  deadline: string,
  day: string,
): Wording {
  if (last === true) return lastCall(deadline, day);
  return step === 1 ? first : between;
}

const first: Wording = {
  subject: (supplier) => `${supplier}: we would still like your view`,
  opening: (supplier, client) => (
    <P>
      A few days ago we at {supplier} asked what it is like for {client} to work with us. In case
      our mail came at a bad moment, here is your page again.
    </P>
  ),
};

const between: Wording = {
  subject: (supplier) => `${supplier}: your answers are still missing`,
  opening: (_, client) => (
    <P>
      The survey about our work for {client} goes on, and nothing has come from your page yet. Few
      people are asked, so each answer that is missing leaves the picture with a gap. A letter from
      A to F is enough, and you may leave any other question empty.
    </P>
  ),
};

const lastCall = (deadline: string, day: string): Wording => ({
  subject: (supplier) => `${supplier}: open until ${day}`,
  opening: (_, client) => (
    <P>
      The survey about our work for {client} closes soon: your page takes answers until{" "}
      <Strong>{deadline}</Strong>. This is the last time we remind you. What arrives by then decides
      what we change.
    </P>
  ),
});
