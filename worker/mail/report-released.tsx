import { fitSubject } from "./address.ts";
import type { Letter, MessageKind } from "./base.ts";
import { Button, P, Sign, Small } from "./elements.tsx";
import { type Facts, type RoundFacts } from "./facts.ts";
import { subjectOf } from "./subject-facts.ts";
import { WayOut } from "./invitation.tsx";
import { senderOf, signatureOf } from "./sender.ts";
import { fullName, spellDeadline } from "./words.ts";

/** What the mail says, to a contact or (as a preview) to whoever releases. */
type Released = {
  name: string;
  where: RoundFacts;
  note: string | null;
  pageUrl: string;
  optOutUrl: string | null;
  expiresAt: Date;
  /** The reader's link had expired, and somebody asked for this one. */
  fresh: boolean;
};

/** Brings a contact who was invited the page on what came of the round. The figures stay behind the link. */
export const reportReleased: MessageKind = {
  mayLeave: ({ round, optedOut }) => round === "closed" && !optedOut,
  async compose(message, facts) {
    const found = facts.clientLinks.get(subjectOf(message));
    if (!found?.round || found.link.revokedAt) return null;
    const { link, contact, account, round } = found;
    const reachable = contact.status === "active" && !contact.doNotSurvey;
    if (!reachable || contact.email !== message.recipient) return null;
    return writeReleased(facts, {
      name: fullName({ contact }),
      where: { round, account },
      note: round.releaseNote,
      pageUrl: await facts.links.client(link),
      optOutUrl: await facts.links.optOut(link.id),
      expiresAt: link.expiresAt,
      fresh: message.data["fresh"] === true,
    });
  },
};

/** The mail itself. */
export function writeReleased(facts: Facts, released: Released): Letter {
  const { settings } = facts;
  const { where, optOutUrl } = released;
  const sender = senderOf(facts, where);
  return {
    subject: fitSubject(
      (supplier, client) => `${supplier}: what came of our survey of ${client}`,
      settings.supplierName,
      where.account.name,
    ),
    preheader: "Thank you. What we heard, and what happens next.",
    ...(sender.name && where.round.confidentiality === "named"
      ? { fromName: `${sender.name}, ${settings.supplierName}` }
      : {}),
    replyTo: sender.replyTo,
    ...(optOutUrl ? { optOutUrl } : {}),
    body: <Body facts={facts} released={released} signedBy={sender.name} />,
  };
}

type BodyProps = { facts: Facts; released: Released; signedBy: string | null };

function Body({ facts: { settings }, released, signedBy }: BodyProps) {
  const { name, where, note, pageUrl, optOutUrl, expiresAt, fresh } = released;
  const lines = (note ?? "").split("\n").filter((line) => line.trim() !== "");
  return (
    <>
      <P>Dear {name},</P>
      {fresh && (
        <P>Your link to the page below had expired, and a fresh one was asked for. Here it is.</P>
      )}
      <P>
        We asked the people at {where.account.name} how we are doing. Thank you to everyone who took
        the time to answer. The page below says what came of it, naming and quoting nobody, and what
        happens next.
      </P>
      {lines.map((line, at) => (
        <P key={at}>{line}</P>
      ))}
      <Button href={pageUrl}>See what came of it</Button>
      <Sign lines={signatureOf(settings, signedBy)} />
      <Small>
        The link in this mail is yours alone, so please do not pass it on. It works until{" "}
        {spellDeadline(expiresAt, settings.timeZone)}.
      </Small>
      <WayOut url={optOutUrl} />
    </>
  );
}
