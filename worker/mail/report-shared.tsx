import { isActive } from "../domain/staff/rules.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, P, Sign, Small } from "./elements.tsx";
import { subjectOf } from "./subject-facts.ts";
import { senderOf } from "./sender.ts";
import { spellDeadline } from "./words.ts";

/** Brings one named person the way to a report's team view, in the name of whoever shares it. */
export const reportShared: MessageKind = {
  mayLeave: ({ round, optedOut }) => round === "closed" && !optedOut,
  async compose(message, facts) {
    const found = facts.shares.get(subjectOf(message));
    if (!found || found.link.revokedAt) return null;
    const { link, round, account } = found;
    const { supplierName, timeZone } = facts.settings;
    const author = facts.staff.find(({ id }) => id === link.createdBy);
    const active = isActive(author) ? author : null;
    const name = author?.name ?? supplierName;
    const lines = (link.note ?? "").split("\n").filter((line) => line.trim() !== "");
    return {
      subject: fitSubject(
        (who, client) => `${who} shows you what ${client} told us`,
        name,
        account.name,
      ),
      preheader: `The report of ${round.name}, without names and quotes.`,
      ...(author ? { fromName: `${author.name}, ${supplierName}` } : {}),
      replyTo: active ? [active.email] : senderOf(facts, { round, account }).replyTo,
      body: (
        <>
          <P>Dear {link.name},</P>
          {message.data["fresh"] === true && (
            <P>Your link to this report had expired, and a fresh one was asked for. Here it is.</P>
          )}
          <P>
            {name} shows you what {account.name} told {supplierName} in “{round.name}”: the figures,
            without names and without anybody’s own words.
          </P>
          {lines.map((line, at) => (
            <P key={at}>{line}</P>
          ))}
          <Button href={await facts.links.shared(link)}>Read the report</Button>
          <Sign lines={author ? [author.name, supplierName] : [supplierName]} />
          <Small>
            The link in this mail was made for you, so please do not pass it on. It works until{" "}
            {spellDeadline(link.expiresAt, timeZone)}.
          </Small>
        </>
      ),
    };
  },
};
