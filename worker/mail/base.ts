import type { VNode } from "preact";
import type { MessageRow } from "#db/queries/message.ts";
import type { Facts } from "./facts.ts";

/** What decides whether a message may still leave, read right before it would. */
type Standing = {
  invitation: "invited" | "started" | "completed" | "declined" | "postponed" | "revoked" | null;
  round: "draft" | "open" | "closed" | "cancelled" | null;
  confidential: boolean;
  /** How often this person has submitted in a named round; null when the message is to nobody invited. */
  revision: number | null;
  /** The person asked for no more mail, bounced or complained, or is marked as not to be surveyed. */
  optedOut: boolean;
  /** When the round is to close; null when the message is about none. */
  closesAt: Date | null;
  /** Whether the contact is still at the client, under the very address the message goes to. */
  reachable: boolean;
  /** Another mail of the round reached this person within the quiet time. */
  disturbed: boolean;
  data: Record<string, unknown>;
  createdAt: Date;
};

/** A message, written: what the frame turns into HTML and text. */
export type Letter = {
  subject: string;
  /** What a list of mails shows beside the subject. */
  preheader: string;
  /** The name beside our address; the supplier's when left out. */
  fromName?: string;
  replyTo?: string[];
  /** Where one click stops all mail to this person: on everything that goes to a client. */
  optOutUrl?: string;
  body: VNode;
};

/** One kind of message: what it says, and until when it makes sense to say it. */
export type MessageKind = {
  mayLeave(standing: Standing, now: Date): boolean;
  /** Null when what it is about is no longer there. */
  compose(message: MessageRow, facts: Facts): Promise<Letter | null>;
};

/** A message as it leaves, or as the outbox shows it. `to` is a bare address. */
export type Mail = {
  from: string;
  to: string;
  replyTo: string[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
};
