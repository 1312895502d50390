import { Buffer } from "node:buffer";
import { Resend } from "resend";
import type { Config } from "../env.ts";
import { DeliveryReport } from "../domain/message/schema.ts";
import { AppError } from "../errors.ts";

/** The tag by which a report names our message. Tags hold letters, digits, `_` and `-` only. */
export const messageTag = "message";
export const toTag = (messageId: string): string => Buffer.from(messageId).toString("base64url");
const fromTag = (tag: string) => Buffer.from(tag, "base64url").toString();

export type SignedReport = { id: string; messageId: string | null; report: DeliveryReport };

/**
 * What Resend sent us: `body` is the request's text, untouched, because the signature is of that. Throws not_found
 * where no secret is set, unauthenticated for a signature that is not Resend's or more than five minutes old.
 */
export function openReport(config: Config, body: string, headers: Headers): SignedReport {
  const webhookSecret = config.RESEND_WEBHOOK_SECRET;
  if (!webhookSecret) throw new AppError("not_found", "There is nothing at this address.");
  const header = (name: string) => headers.get(`svix-${name}`) ?? "";
  const id = header("id");
  const signed = { id, timestamp: header("timestamp"), signature: header("signature") };
  const sent = verified({ payload: body, headers: signed, webhookSecret }, config);
  const report = DeliveryReport.safeParse(sent);
  if (!report.success) throw new AppError("invalid", "This is no report of a mail.");
  const tag = report.data.data.tags?.[messageTag];
  return { id, messageId: tag ? fromTag(tag) : null, report: report.data };
}

type Signed = Parameters<Resend["webhooks"]["verify"]>[0];

function verified(signed: Signed, { RESEND_API_KEY }: Config): unknown {
  try {
    return new Resend(RESEND_API_KEY ?? "unused: verifying asks nobody").webhooks.verify(signed);
  } catch {
    throw new AppError("unauthenticated", "This was not signed by our mail provider just now.");
  }
}
