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

/** Handing a mail over again under the same key sends it no second time. Reports on it name the message. */
type Names = { messageId: string; key: string };
export type Transport = { send(mail: Mail, names: Names, now: Date): Promise<Delivery> };

/** Resend when there is a key; otherwise (local runs only) nothing leaves and the outbox shows it. */
export const transportOf = (config: Config): Transport =>
  config.RESEND_API_KEY === undefined
    ? { send: async () => ({ state: "sent", providerId: null }) }
    : atItsPace(
        viaResend(
          new Resend(
            config.RESEND_API_KEY,
            config.RESEND_BASE_URL ? { baseUrl: config.RESEND_BASE_URL } : {},
          ),
        ),
      );

const longestPause = 10;
const mostPauses = 5;

/** Waits on the spot when the provider asks for seconds: a launch mails many, and it takes a few a second. */
const atItsPace = (transport: Transport): Transport => ({
  async send(mail, names, now) {
    for (let pauses = 0; ; pauses++) {
      const delivery = await transport.send(mail, names, now);
      const seconds = delivery.state === "held" ? delivery.afterSeconds : null;
      if (seconds === null || seconds > longestPause || pauses === mostPauses) return delivery;
      await scheduler.wait(Math.max(1, seconds) * 1000);
    }
  },
});

const viaResend = (resend: Resend): Transport => ({
  async send(mail, { messageId, key }, now) {
    const { from, to, replyTo, subject, text, html, headers } = mail;
    const sent = await resend.emails.send(
      {
        from,
        to: [to],
        subject,
        text,
        html,
        headers,
        tags: [{ name: messageTag, value: toTag(messageId) }],
        ...(replyTo.length > 0 ? { replyTo } : {}),
      },
      { idempotencyKey: key },
    );
    if (!sent.error) return { state: "sent", providerId: sent.data.id };
    const { name, message, statusCode } = sent.error;
    // Resend has this key with other content: an earlier try, whose answer was lost, did go out.
    if (name === "invalid_idempotent_request") return { state: "sent", providerId: null };
    const error = `${name}: ${message}`.slice(0, 500);
    const state = stateOf(name, statusCode);
    if (state === "refused") return { state, error };
    return { state, error, afterSeconds: retryAfter(sent.headers?.["retry-after"], now) };
  },
});

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
