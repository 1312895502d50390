import type { Config } from "#worker/env.ts";
import { transportOf, type Addressed } from "#worker/mail/transport.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { standInResend, type Fate } from "../resend.ts";

const now = new Date("2026-03-02T09:00:00Z");
const paused: number[] = [];
// The Worker's own clock, which Node does not have.
beforeEach(() => {
  paused.length = 0;
  vi.stubGlobal("scheduler", { wait: async (time: number) => void paused.push(time) });
});

const mailTo = (name: string): Addressed => ({
  messageId: `invitation/${name}`,
  mail: {
    from: '"Your firm" <feedback@example.com>',
    to: `${name}@client.example`,
    replyTo: ["manager@supplier.example"],
    subject: "How well do we serve you?",
    text: "Say it.",
    html: "<p>Say it.</p>",
    headers: { "List-Unsubscribe": "<https://feedback.example.com/u/token>" },
  },
});

let stop: () => Promise<unknown>;
afterEach(() => stop());

async function at(fate: (nth: number) => Fate, key = "re_test") {
  const resend = await standInResend(fate);
  stop = resend.close;
  const config = { RESEND_API_KEY: key, RESEND_BASE_URL: resend.baseUrl } as Config;
  return { ...resend, transport: transportOf(config) };
}
const fails = (status: number, name: string, retryAfter?: string): Fate => ({
  status,
  name,
  ...(retryAfter && { retryAfter }),
});

test("a mail arrives with everything it carries, under its key", async () => {
  const { transport, requests } = await at(() => "fine");
  expect(await transport.send(mailTo("a"), "invitation/a", now)).toEqual({
    state: "sent",
    providerId: "mail-1",
  });
  expect(requests).toMatchObject([
    {
      path: "/emails",
      key: "invitation/a",
      mails: [
        {
          from: '"Your firm" <feedback@example.com>',
          to: ["a@client.example"],
          reply_to: ["manager@supplier.example"],
          headers: { "List-Unsubscribe": "<https://feedback.example.com/u/token>" },
          tags: [{ name: "message", value: "aW52aXRhdGlvbi9h" }],
        },
      ],
    },
  ]);
});

test("many arrive in one request, and each gets the id that it has there", async () => {
  const { transport, requests, delivered } = await at(() => "fine");
  const mails = Array.from({ length: 100 }, (_, n) => mailTo(`p${n}`));
  const sent = await transport.sendAll(mails, "batch/1", now);
  expect(sent).toMatchObject({ state: "sent" });
  expect("providerIds" in sent && sent.providerIds.at(-1)).toBe("mail-100");
  expect([requests.length, delivered.length]).toEqual([1, 100]);
});

test("an answer that was lost after the mail was taken is got by asking again; nobody is mailed twice", async () => {
  const { transport, delivered } = await at((nth) => (nth === 1 ? "silent" : "fine"));
  const mails = [mailTo("a"), mailTo("b")];
  expect(await transport.sendAll(mails, "batch/1", now)).toMatchObject({ state: "failed" });
  expect(await transport.sendAll(mails, "batch/1", now)).toEqual({
    state: "sent",
    providerIds: ["mail-1", "mail-2"],
  });
  expect(delivered.length).toBe(2);
});

test("a key known with other content means that an earlier try went out", async () => {
  const { transport, delivered } = await at(() => "fine");
  await transport.sendAll([mailTo("a"), mailTo("b")], "batch/1", now);
  expect(await transport.sendAll([mailTo("a")], "batch/1", now)).toEqual({
    state: "sent",
    providerIds: [null],
  });
  expect(delivered.length).toBe(2);
});

describe("when it goes too fast", () => {
  const tooFast = (retryAfter: string) => fails(429, "rate_limit_exceeded", retryAfter);

  test("seconds are waited for on the spot", async () => {
    const { transport } = await at((nth) => (nth < 3 ? tooFast("2") : "fine"));
    expect(await transport.send(mailTo("a"), "a", now)).toMatchObject({ state: "sent" });
    expect(paused).toEqual([2000, 2000]);
  });

  test("longer is said to whoever asked, as a number or as a date", async () => {
    const { transport } = await at((nth) =>
      tooFast(nth === 1 ? "75" : "Mon, 02 Mar 2026 09:02:00 GMT"),
    );
    expect(await transport.send(mailTo("a"), "a", now)).toMatchObject({ afterSeconds: 75 });
    const late = await transport.send(mailTo("a"), "a", now);
    expect(late).toMatchObject({ state: "held", afterSeconds: 120 });
    expect(paused).toEqual([]);
  });
});

test.each([
  [fails(500, "internal_server_error"), "failed"],
  [fails(409, "concurrent_idempotent_requests"), "failed"],
  [fails(422, "validation_error"), "refused"],
  [fails(429, "daily_quota_exceeded"), "held"],
] as const)("%o counts as: %s", async (fate, state) => {
  const { transport, delivered } = await at(() => fate);
  expect(await transport.send(mailTo("a"), "a", now)).toMatchObject({ state });
  expect(await transport.sendAll([mailTo("a")], "b", now)).toMatchObject({ state });
  expect(delivered).toEqual([]);
});

test.each<Fate>([
  "dropped",
  "silent",
  { status: 500, body: `{"name":"internal_server_error","message":"Later."}` },
  { status: 502, body: `{"message":"Bad gateway"}` },
  { status: 503, body: "<html>Unavailable</html>" },
  { status: 500, body: "" },
  { status: 500, body: "null" },
  { status: 500, body: `"Later."` },
])("%j says nothing against the mail, so it is tried again", async (fate) => {
  const { transport } = await at(() => fate);
  const one = await transport.send(mailTo("a"), "a", now);
  expect(one).toMatchObject({ state: "failed", afterSeconds: null });
  expect(one).not.toMatchObject({ error: expect.stringContaining("undefined") });
  expect(await transport.sendAll([mailTo("a")], "b", now)).toMatchObject({ state: "failed" });
});

test("a key that is not valid holds everything back", async () => {
  const { transport } = await at(() => "fine", "re_wrong");
  expect(await transport.send(mailTo("a"), "a", now)).toMatchObject({ state: "held" });
});
