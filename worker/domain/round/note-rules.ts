import type { KnownRecipient } from "./actions-draft.ts";
import type { RoundKind } from "./schema.ts";

/** What the opt-out link of a note is made from. */
export const noteSubject = ({ roundId, contactId }: { roundId: string; contactId: string }) =>
  `note/${roundId}/${contactId}`;

/** Where a note begins; every word of it may be changed before it goes out. */
export const noteTemplate = (about: {
  account: string;
  supplier: string;
  kind: RoundKind;
}): string =>
  [
    `In the next days ${about.supplier} will send you ${
      about.kind === "annual_review" ? "ten questions about the year" : "a short survey"
    } on our work for ${about.account}.`,
    `We ask ${about.account} because we want to know where we stand with you before we plan what comes next, and you because nobody else sees our work from your place.`,
    "Your answers will be used: after the survey we go through them with the people responsible, and come back to you with what we are going to change.",
    "If you have a question before then, just reply to this mail.",
  ].join("\n\n");

/** Who may get a note: invited, and without one so far. */
export const notable = (recipients: KnownRecipient[], sent: Set<string>): KnownRecipient[] =>
  recipients.filter(({ id, chosen, hindrance }) => chosen && hindrance === null && !sent.has(id));
