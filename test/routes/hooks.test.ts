import { Buffer } from "node:buffer";
import { createExecutionContext, createMessageBatch } from "cloudflare:test";
import { insertMessages, messageRow } from "#db/queries/message.ts";
import * as tables from "#db/schema.ts";
import { findOutbox } from "#worker/domain/message/actions.ts";
import { loadRecipients } from "#worker/domain/round/actions-draft.ts";
import type { Env, MailJob } from "#worker/env.ts";
import worker from "#worker/index.ts";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { bindings, env } from "../bindings.ts";
import { createAccount, createContact, db, launchedRound, origin, testCtx } from "../factories.ts";

const secret = `whsec_${btoa("a signing secret of the provider")}`;
const withSecret = bindings({ RESEND_WEBHOOK_SECRET: secret });

async function signatureOf(id: string, timestamp: number, body: string) {
  const raw = Uint8Array.from(Buffer.from(secret.slice("whsec_".length), "base64"));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  return `v1,${Buffer.from(await crypto.subtle.sign("HMAC", key, signed)).toString("base64")}`;
}

const nowInSeconds = () => Math.floor(Date.now() / 1000);
type Sent = { id?: string; timestamp?: number; signature?: string; using?: Env };

/** Posts a report as the provider does: signed, with its id and the time. */
async function report(event: object, sent: Sent = {}): Promise<number> {
  const { id = crypto.randomUUID(), timestamp = nowInSeconds(), using = withSecret } = sent;
  // A space more than JSON.stringify would write: the signature is of the text as it came.
  const body = `${JSON.stringify(event)} `;
  const signature = sent.signature ?? (await signatureOf(id, timestamp, body));
  const response = await worker.fetch(
    new Request(`${origin}/hooks/resend`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "svix-id": id,
        "svix-timestamp": String(timestamp),
        "svix-signature": signature,
      },
    }),
    using,
    createExecutionContext(),
  );
  return response.status;
}

const emailId = "56761188-7520-42d8-8898-ff6fc54ce618";
const tag = (messageId: string) => Buffer.from(messageId).toString("base64url");
const reportOf = (messageId: string, type: string, more: object = {}) => ({
  type: `email.${type}`,
  created_at: "2026-03-02T09:05:00.000Z",
  data: {
    email_id: emailId,
    from: "Your firm <feedback@example.com>",
    to: ["somebody@client.example"],
    subject: "How well do we serve you?",
    created_at: "2026-03-02T09:04:00.000Z",
    tags: { message: tag(messageId) },
    ...more,
  },
});
const bounce = (type = "Permanent") => ({
  bounce: { message: "No such mailbox.", subType: "General", type },
});

/** An invited person whose invitation has left. */
async function invitedByMail() {
  const set = await launchedRound();
  const { id: invitationId, contact } = set.invitation;
  const id = `invitation/${invitationId}`;
  const intent = { id, kind: "invitation", recipient: contact.email, invitationId };
  await insertMessages(db, [messageRow(intent, new Date())]);
  await db.update(tables.message).set({ status: "sent", providerId: emailId });
  await db.update(tables.invitation).set({ delivery: "sent" });
  return { ...set, contact, messageId: id };
}
const messageOf = (id: string) => db.query.message.findFirst({ where: eq(tables.message.id, id) });
const delivery = async () => (await db.select().from(tables.invitation))[0]!.delivery;
const notices = () => db.select().from(tables.message).where(eq(tables.message.kind, "bounced"));

async function deliver(id: string) {
  const job = { id: "job", timestamp: new Date(), attempts: 1, body: { ids: [id] } };
  await worker.queue(createMessageBatch<MailJob>("cleargrade-mail", [job]), env);
}

describe("a report that is not the provider's", () => {
  test("is not taken in: without a secret there is no such address", async () => {
    expect(await report(reportOf("invitation/x", "delivered"), { using: env })).toBe(404);
  });

  test.each([
    ["a signature of something else", { signature: `v1,${btoa("no signature of ours at all")}` }],
    ["no signature", { signature: "" }],
    ["a signature of six minutes ago", { timestamp: nowInSeconds() - 360 }],
    ["a signature from the future", { timestamp: nowInSeconds() + 360 }],
  ])("%s is refused, and nothing is recorded", async (_, sent) => {
    const { messageId } = await invitedByMail();
    expect(await report(reportOf(messageId, "bounced", bounce()), sent)).toBe(401);
    expect(await delivery()).toBe("sent");
    expect(await db.$count(tables.mailEvent)).toBe(0);
  });
});

describe("what became of a mail", () => {
  test.each([
    ["delivered", {}, "delivered", "delivered"],
    ["bounced", bounce(), "bounced", "bounced"],
    ["bounced", bounce("Transient"), "soft_bounced", "sent"],
    ["complained", {}, "complained", "complained"],
    [
      "suppressed",
      { suppressed: { message: "On the list", type: "OnList" } },
      "suppressed",
      "bounced",
    ],
  ])("is recorded: %s %o", async (type, more, ofMessage, ofInvitation) => {
    const { messageId } = await invitedByMail();
    expect(await report(reportOf(messageId, type, more))).toBe(204);
    expect(await messageOf(messageId)).toMatchObject({ delivery: ofMessage, status: "sent" });
    expect(await delivery()).toBe(ofInvitation);
  });

  test("a mail the provider could not send has failed, and says why", async () => {
    const { messageId } = await invitedByMail();
    await report(reportOf(messageId, "failed", { failed: { reason: "reached_daily_quota" } }));
    expect(await messageOf(messageId)).toMatchObject({
      status: "failed",
      delivery: "failed",
      lastError: "reached_daily_quota",
    });
  });

  test("a mail whose answer was lost counts as sent once it is known to have arrived", async () => {
    const { messageId } = await invitedByMail();
    await db.update(tables.message).set({ status: "queued", providerId: null });
    await report(reportOf(messageId, "delivered"));
    expect(await messageOf(messageId)).toMatchObject({ status: "sent", providerId: emailId });
  });

  test("is the same in whatever order, and however often, it is reported", async () => {
    const reports = ["delivered", "bounced", "complained"];
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0, 0],
      [2, 0, 1, 2],
    ];
    const ends = [];
    for (const order of orders) {
      const { messageId, invitation, contact } = await invitedByMail();
      for (const at of order)
        await report(reportOf(messageId, reports[at]!, reports[at] === "bounced" ? bounce() : {}), {
          id: `${messageId}-${at}`,
        });
      const addressHash = await testCtx().tokens.hashAddress(contact.email);
      const where = eq(tables.invitation.id, invitation.id);
      ends.push([
        (await messageOf(messageId))!.delivery,
        (await db.query.invitation.findFirst({ where }))!.delivery,
        (await db.query.suppression.findFirst({
          where: eq(tables.suppression.addressHash, addressHash),
        }))!.reason,
        (await notices()).filter((one) => one.invitationId === invitation.id).length,
      ]);
    }
    expect(ends).toEqual(orders.map(() => ["complained", "complained", "complained", 1]));
    expect(await db.$count(tables.mailEvent)).toBe(3 * orders.length);
  });

  test("of what is no mail of ours, or was not asked for, is passed over", async () => {
    await invitedByMail();
    const opened = reportOf("invitation/unknown", "opened");
    expect(await report(opened)).toBe(204);
    expect(await report(reportOf("invitation/unknown", "bounced", bounce()))).toBe(204);
    expect(await report({ ...opened, data: { email_id: emailId } })).toBe(204);
    expect(await report({ type: "email.bounced" })).toBe(422);
    expect(await db.$count(tables.suppression)).toBe(0);
  });
});

describe("after a hard bounce or a complaint", () => {
  test.each([
    ["bounced", "bounced", "undeliverable"],
    ["complained", "wants no mail", "opted_out"],
  ])(
    "(%s) the account manager is told once, and no more mail goes there",
    async (type, said, hindrance) => {
      const { messageId, manager, account, contact, invitation } = await invitedByMail();
      await report(reportOf(messageId, type, type === "bounced" ? bounce() : {}));
      await report(reportOf(messageId, "suppressed"));
      const [notice, ...others] = await notices();
      expect(others).toEqual([]);
      expect(notice).toMatchObject({ recipient: manager.email, status: "queued" });
      await deliver(notice!.id);
      expect((await messageOf(notice!.id))!.status).toBe("sent");
      const shown = (await findOutbox(testCtx(), { limit: 9 })).messages.find(
        ({ id }) => id === notice!.id,
      )!;
      expect(shown.subject).toContain(said);
      expect(shown.subject.length).toBeLessThan(60);
      expect(shown.text).toContain(`\n${origin}/contacts/${contact.id}\n`);

      const recipient = contact.email;
      const links = { recipient, invitationId: invitation.id };
      const receipt = { id: "receipt/x/1", kind: "receipt", ...links };
      await insertMessages(db, [messageRow(receipt, new Date())]);
      await deliver("receipt/x/1");
      expect((await messageOf("receipt/x/1"))!.status).toBe("cancelled");
      const [known] = await loadRecipients(testCtx(), account.id, null);
      expect(known).toMatchObject({ hindrance });
    },
  );

  test("the same address at another account is spared as well, a corrected one is mailed", async () => {
    const { messageId, account, contact } = await invitedByMail();
    await report(reportOf(messageId, "bounced", bounce()));
    const other = await createAccount();
    await createContact({ accountId: other.id, email: contact.email });
    const [elsewhere] = await loadRecipients(testCtx(), other.id, null);
    expect(elsewhere).toMatchObject({ hindrance: "undeliverable" });
    await db
      .update(tables.contact)
      .set({ email: "right@client.example" })
      .where(eq(tables.contact.id, contact.id));
    const [corrected] = await loadRecipients(testCtx(), account.id, null);
    expect(corrected).toMatchObject({ hindrance: null });
  });

  test("a late report on the old address says nothing of the corrected one", async () => {
    const { messageId } = await invitedByMail();
    await db.update(tables.contact).set({ email: "right@client.example" });
    await report(reportOf(messageId, "bounced", bounce()));
    expect(await delivery()).toBe("sent");
    expect(await notices()).toEqual([]);
    expect(await db.$count(tables.suppression)).toBe(1);
  });
});
