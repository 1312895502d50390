import { activeOf } from "../domain/staff/rules.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, P, Sign, Small } from "./elements.tsx";
import { WayOut } from "./invitation.tsx";
import { signatureOf } from "./sender.ts";
import { subjectOf } from "./subject-facts.ts";
import { fullName, spellDeadline } from "./words.ts";

/** Brings somebody at the client the plan, to agree to or to change. What it promises stays behind the link. */
export const planSent: MessageKind = {
  mayLeave: ({ optedOut }) => !optedOut,
  async compose(message, facts) {
    const found = facts.clientLinks.get(subjectOf(message));
    if (!found || found.link.revokedAt) return null;
    const { link, contact, account } = found;
    const reachable = contact.status === "active" && !contact.doNotSurvey;
    if (!reachable || contact.email !== message.recipient) return null;
    const { settings } = facts;
    const manager = activeOf(facts.staff, account.accountManagerId);
    const optOutUrl = await facts.links.optOut(link.id);
    const fresh = message.data["fresh"] === true;
    return {
      subject: fitSubject(
        (supplier, client) => `${supplier}: what we promise ${client}`,
        settings.supplierName,
        account.name,
      ),
      preheader: "What we heard, what we promise, and room for what you would change.",
      ...(manager ? { fromName: `${manager.name}, ${settings.supplierName}` } : {}),
      replyTo: manager ? [manager.email] : [],
      optOutUrl,
      body: (
        <>
          <P>Dear {fullName({ contact })},</P>
          {fresh && <P>Your link to the page below had expired, and a fresh one was asked for.</P>}
          <P>
            This is what we heard from the people at {account.name} and what we promise to do about
            it, line by line. Please agree to what is right, and say what you would like to be
            different. The page always shows how far we are.
          </P>
          <Button href={await facts.links.client(link)}>Look at the plan</Button>
          <Sign lines={signatureOf(settings, manager?.name ?? null)} />
          <Small>
            The link in this mail is yours alone, so please do not pass it on. It works until{" "}
            {spellDeadline(link.expiresAt, settings.timeZone)}.
          </Small>
          <WayOut url={optOutUrl} />
        </>
      ),
    };
  },
};
