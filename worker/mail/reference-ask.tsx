import { nameOf } from "../domain/contact/rules.ts";
import { askSubject } from "../domain/reference/rules.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { P, Sign } from "./elements.tsx";
import { subjectOf } from "./subject-facts.ts";
import { WayOut } from "./invitation.tsx";
import { senderOf, signatureOf } from "./sender.ts";

/** Asks somebody at a client to speak for us, in words of our own. The answer is a reply, so it has no button. */
export const referenceAsk: MessageKind = {
  mayLeave: ({ optedOut }) => !optedOut,
  async compose(message, facts) {
    const found = facts.asks.get(subjectOf(message));
    const where = facts.rounds.get(message.roundId ?? "");
    if (!found || !where) return null;
    const { supplierName } = facts.settings;
    const sender = senderOf(facts, where);
    const optOutUrl = await facts.links.optOut(askSubject(found.ask.id));
    const lines = found.ask.text.split("\n").filter((line) => line.trim() !== "");
    const { firstName, lastName } = found.contact;
    return {
      subject: fitSubject(
        (supplier) => `${supplier}: may we name you as a reference?`,
        supplierName,
      ),
      preheader: lines[0] ?? "",
      ...(sender.name ? { fromName: `${sender.name}, ${supplierName}` } : {}),
      replyTo: sender.replyTo,
      optOutUrl,
      body: (
        <>
          <P>Dear {nameOf({ firstName, lastName })},</P>
          {lines.map((line, at) => (
            <P key={at}>{line}</P>
          ))}
          <Sign lines={signatureOf(facts.settings, sender.name)} />
          <WayOut url={optOutUrl} />
        </>
      ),
    };
  },
};
