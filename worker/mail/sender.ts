import { activeOf, noticeChain, noticeRecipients } from "../domain/staff/rules.ts";
import type { Settings } from "../domain/setting/schema.ts";
import type { Facts, RoundFacts } from "./facts.ts";

/** Who writes to a respondent, and where an answer to the mail goes. */
export type Sender = { name: string | null; replyTo: string[] };

/**
 * The account manager or who stands in; in a confidential round its independent administrator, and never the
 * account manager: a question to the sender must not end with the person it may be about.
 */
export function senderOf(facts: Facts, { round, account }: RoundFacts): Sender {
  const administrator = activeOf(facts.staff, round.administratorId);
  if (round.confidentiality === "confidential" && administrator)
    return { name: administrator.name, replyTo: [administrator.email] };
  const chain = noticeChain(facts.staff, account.accountManagerId, facts.adminEmail);
  const recipients = noticeRecipients(chain, [
    round.confidentiality === "confidential" ? "leaders" : "account_manager",
  ]);
  const { replyTo } = facts.settings;
  const single = recipients.length === 1 && recipients[0]!.staffId !== null ? recipients[0] : null;
  const name = single?.name ?? null;
  if (replyTo !== null && round.confidentiality === "named") return { name, replyTo: [replyTo] };
  return { name, replyTo: recipients.map(({ email }) => email) };
}

/** The lines at the end of a mail to a client: the person's name if one signs, the supplier, the signature. */
export const signatureOf = ({ supplierName, signature }: Settings, name: string | null): string[] =>
  [name, supplierName, ...(signature?.split("\n") ?? [])].filter((line) => line !== null);
