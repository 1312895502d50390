import { Resend } from "resend";
import type { Config } from "../env.ts";
import type { Mail } from "./base.ts";
import { messageTag, toTag } from "./webhook.ts";

/**
 * What came of handing a mail over. `refused` is for good. `failed` may work later. `held` says that the
 * provider takes nothing from us now (too fast, quota used up, key not valid): no fault of this mail's.
 */
export type Delivery =
  | { state: "sent"; providerId: string | null }
  | { state: "refused"; error: string }
  | { state: "failed" | "held"; error: string; afterSeconds: number | null };

/** The same of several mails handed over together: all of them, or none. */
type BatchDelivery =
  | { state: "sent"; providerIds: (string | null)[] }
  | Exclude<Delivery, { state: "sent" }>;

/** A mail, and the message that reports on it will name. */
export type Addressed = { mail: Mail; messageId: string };

/** Handing mail over again under the same key sends it no second time. */
export type Transport = {
  send(one: Addressed, key: string, now: Date): Promise<Delivery>;
  /** At most `largestBatch`, in one request. */
  sendAll(mails: Addressed[], key: string, now: Date): Promise<BatchDelivery>;
};

export const largestBatch = 100;

const nowhere: Transport = {
  send: async () => ({ state: "sent", providerId: null }),
  sendAll: async (mails) => ({ state: "sent", providerIds: mails.map(() => null) }),
};

/** Resend when there is a key; otherwise (local runs only) nothing leaves and the outbox shows it. */
export function transportOf({ RESEND_API_KEY, RESEND_BASE_URL }: Config): Transport {
  if (RESEND_API_KEY === undefined) return nowhere;
  const options = RESEND_BASE_URL ? { baseUrl: RESEND_BASE_URL } : {};
  const resend = viaResend(new Resend(RESEND_API_KEY, options));
  return {
    send: (...args) => atItsPace(() => resend.send(...args)),
    sendAll: (...args) => atItsPace(() => resend.sendAll(...args)),
  };
}

const longestPause = 10;
const mostPauses = 5;

/** Waits on the spot when the provider asks for seconds: a launch mails many, and it takes a few a second. */
async function atItsPace<T extends Delivery | BatchDelivery>(hand: () => Promise<T>): Promise<T> {
  for (let pauses = 0; ; pauses++) {
    const delivery = await hand();
    const seconds = delivery.state === "held" ? delivery.afterSeconds : null;
    if (seconds === null || seconds > longestPause || pauses === mostPauses) return delivery;
    await scheduler.wait(Math.max(1, seconds) * 1000);
  }
}

const payloadOf = ({ mail, messageId }: Addressed) => {
  const { from, to, replyTo, subject, text, html, headers } = mail;
  return {
    from,
    to: [to],
    subject,
    text,
    html,
    headers,
    tags: [{ name: messageTag, value: toTag(messageId) }],
    ...(replyTo.length > 0 ? { replyTo } : {}),
  };
};

const viaResend = (resend: Resend): Transport => ({
  async send(one, key, now) {
    const sent = await resend.emails.send(payloadOf(one), { idempotencyKey: key });
    if (sent.data) return { state: "sent", providerId: sent.data.id ?? null };
    return faultOf(sent, now) ?? { state: "sent", providerId: null };
  },
  async sendAll(mails, key, now) {
    const sent = await resend.batch.send(mails.map(payloadOf), { idempotencyKey: key });
    if (sent.data) {
      const ids = sent.data.data ?? [];
      return { state: "sent", providerIds: mails.map((_, at) => ids[at]?.id ?? null) };
    }
    return faultOf(sent, now) ?? { state: "sent", providerIds: mails.map(() => null) };
  },
});

/** Its errors stand here as they came over the wire, from whatever answered in its place: any part may be missing. */
type Refused = {
  error: { name?: string; message?: string; statusCode?: number | null } | null;
  headers: Record<string, string> | null;
};

/**
 * What an error means for the mail. Null when Resend has this key with other content: an earlier try, whose answer
 * was lost, did go out.
 */
function faultOf({ error, headers }: Refused, now: Date) {
  const { name = "unnamed_error", message = "no message", statusCode = null } = error ?? {};
  if (name === "invalid_idempotent_request") return null;
  const words = `${name}: ${message}`.slice(0, 500);
  const state = stateOf(name, statusCode);
  if (state === "refused") return { state, error: words };
  return { state, error: words, afterSeconds: retryAfter(headers?.["retry-after"], now) };
}

const keyFaults = ["missing_api_key", "restricted_api_key", "invalid_api_key"];

function stateOf(name: string, status: number | null): "refused" | "failed" | "held" {
  if (status === 429 || keyFaults.includes(name)) return "held";
  const passing = status === null || status >= 500 || status === 408 || status === 409;
  return passing ? "failed" : "refused";
}

/** Seconds from a `Retry-After` header (a number or a date), or null. */
function retryAfter(header: string | undefined, now: Date): number | null {
  if (!header) return null;
  const seconds = /^\d+$/.test(header)
    ? Number(header)
    : (Date.parse(header) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}
