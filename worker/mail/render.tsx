import type { MessageRow } from "#db/queries/message.ts";
import type { Config } from "../env.ts";
import { addressOf, mailbox } from "./address.ts";
import type { Letter, Mail } from "./base.ts";
import { Small } from "./elements.tsx";
import type { Facts } from "./facts.ts";
import { htmlOf } from "./frame.tsx";
import { kindOf } from "./index.ts";
import { textOf } from "./text.ts";

/** A message as it stands now, links and all. Null when what it is about is gone. */
export async function renderMail(
  config: Config,
  message: MessageRow,
  facts: Facts,
): Promise<Mail | null> {
  const letter = await kindOf(message)?.compose(message, facts);
  return letter ? setLetter(config, message.recipient, letter, facts) : null;
}

/** A letter as it leaves: in its frame, with its twin. */
export function setLetter(config: Config, to: string, letter: Letter, facts: Facts): Mail {
  const { settings } = facts;
  const { subject, preheader } = letter;
  const body = (
    <>
      {letter.body}
      {settings.footerAddress && <Small>{settings.footerAddress}</Small>}
    </>
  );
  return {
    from: mailbox(
      settings.senderName ?? letter.fromName ?? settings.supplierName,
      addressOf(config.MAIL_FROM),
    ),
    to,
    replyTo: letter.replyTo ?? [],
    subject,
    text: textOf(body),
    html: htmlOf({ subject, preheader, settings, body }),
    headers: headersOf(letter),
  };
}

/** RFC 8058: the mail client itself can offer to stop the mail, with one click. */
const headersOf = ({ optOutUrl }: Letter): Record<string, string> =>
  optOutUrl
    ? {
        "List-Unsubscribe": `<${optOutUrl}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      }
    : {};
