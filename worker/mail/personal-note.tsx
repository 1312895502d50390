import { nameOf } from "../domain/contact/rules.ts";
import { noteSubject } from "../domain/round/note-rules.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { P, Sign } from "./elements.tsx";
import { WayOut } from "./invitation.tsx";
import { senderOf, signatureOf } from "./sender.ts";

/** The account manager's own words before the survey comes. It asks nothing, so it has no button. */
export const personalNote: MessageKind = {
  mayLeave: ({ round, optedOut }) => (round === "draft" || round === "open") && !optedOut,
  async compose(message, facts) {
    const found = facts.notes.get(message.id.slice(message.id.indexOf("/") + 1));
    const where = facts.rounds.get(message.roundId ?? "");
    if (!found || !where) return null;
    const { supplierName } = facts.settings;
    const sender = senderOf(facts, where);
    const optOutUrl = await facts.links.optOut(noteSubject(found.note));
    const lines = found.note.text.split("\n").filter((line) => line.trim() !== "");
    return {
      subject: fitSubject((supplier) => `A word before our survey, from ${supplier}`, supplierName),
      preheader: lines[0] ?? "",
      ...(sender.name ? { fromName: `${sender.name}, ${supplierName}` } : {}),
      replyTo: sender.replyTo,
      optOutUrl,
      body: (
        <>
          <P>Dear {nameOf(found)},</P>
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
