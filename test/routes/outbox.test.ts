import { insertMessages, messageRow } from "#db/queries/message.ts";
import * as tables from "#db/schema.ts";
import { app } from "#worker/app.ts";
import { bindings } from "../bindings.ts";
import { counted } from "../counted.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  api,
  createStaff,
  createToken,
  db,
  launchedRound,
  origin,
  request,
  someDay,
} from "../factories.ts";

const deployed = bindings({ LOCAL: undefined, RESEND_API_KEY: "re_x" });
type Message = Record<
  "id" | "kind" | "to" | "subject" | "text" | "html" | "status" | "createdAt",
  string
> & {
  headers: Record<string, string>;
};
type List = { messages: Message[]; nextCursor: string | null };

let token: string;
beforeEach(async () => {
  token = await createToken(await createStaff({ role: "admin" }));
});
const list = async (query = "") => (await api(token, "GET", `/outbox${query}`)).json<List>();

async function invited() {
  const set = await launchedRound({ account: { name: "<i>Ærø & Sønner</i>" } });
  const { invitation } = set;
  const id = `invitation/${invitation.id}`;
  const intent = { id, kind: "invitation", recipient: invitation.contact.email };
  await insertMessages(db, [messageRow({ ...intent, invitationId: invitation.id }, someDay)]);
  return { ...set, id };
}
const notes = (count: number) =>
  insertMessages(
    db,
    Array.from({ length: count }, (_, at) =>
      messageRow(
        {
          id: `sign-in/${String(at).padStart(4, "0")}`,
          kind: "sign_in",
          recipient: `p${at}@x.example`,
        },
        new Date(someDay.getTime() + Math.floor(at / 2)),
      ),
    ),
  );

describe("GET /api/v1/outbox", () => {
  test("gives a message whole: both twins, headers, and a link that works", async () => {
    const { id, invitation, manager } = await invited();
    const { messages, nextCursor } = await list();
    expect(nextCursor).toBeNull();
    expect(messages).toMatchObject([
      { id, kind: "invitation", to: invitation.contact.email, status: "queued" },
    ]);
    const [message] = messages;
    expect(message!.createdAt).toBe(someDay.toISOString());
    expect(message!.headers).toMatchObject({
      "Reply-To": manager.email,
      "List-Unsubscribe": `<${origin}/u/${invitation.optOutToken}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
    const [link] = message!.text.match(/^https:\S+\/s\/\S+$/m)!;
    expect(link).toBe(`${origin}/s/${invitation.token}`);
    expect(message!.html).toContain(`href="${link}"`);
    expect(message!.html).toContain("&lt;i>Ærø &amp; Sønner&lt;/i>");
  });

  test("pages through all messages, newest first, none twice", async () => {
    await notes(25);
    const seen: string[] = [];
    let query = "?limit=10";
    for (let page = 1; page <= 3; page++) {
      const { messages, nextCursor } = await list(query);
      seen.push(...messages.map(({ id }) => id));
      query = `?limit=10&cursor=${nextCursor}`;
      expect(nextCursor === null).toBe(page === 3);
    }
    expect(new Set(seen).size).toBe(25);
    expect(seen).toEqual(seen.toSorted().toReversed());
  });

  test("leaves out what was cancelled before it left", async () => {
    await notes(3);
    const cancelled = { status: "cancelled" as const };
    await db.update(tables.message).set(cancelled).where(eq(tables.message.id, "sign-in/0001"));
    expect((await list()).messages.map((one) => one.id)).toEqual(["sign-in/0002", "sign-in/0000"]);
  });

  test("gives 200 messages in a handful of calls to D1", async () => {
    const { invitation } = await invited();
    await notes(150);
    await insertMessages(
      db,
      Array.from({ length: 49 }, (_, at) =>
        messageRow(
          {
            id: `receipt/${invitation.id}/${at}`,
            kind: "receipt",
            recipient: "a@x.example",
            invitationId: invitation.id,
          },
          someDay,
        ),
      ),
    );
    const { env: watched, total } = counted();
    const headers = { authorization: `Bearer ${token}` };
    const response = await app.request(`${origin}/api/v1/outbox`, { headers }, watched);
    const { messages } = await response.json<List>();
    expect(messages.length).toBe(200);
    expect(messages.every(({ subject, text }) => subject !== "" && text !== "")).toBe(true);
    expect(total.calls).toBeLessThanOrEqual(11);
  });

  test.each(["?cursor=nonsense", `?cursor=${btoa('["x","y"]')}`, "?limit=0", "?limit=201"])(
    "answers %s with a clear 4xx",
    async (query) => {
      const response = await api(token, "GET", `/outbox${query}`);
      expect([400, 422]).toContain(response.status);
    },
  );

  test("needs a token", async () => {
    expect((await request("/api/v1/outbox")).status).toBe(401);
  });
});

describe("the outbox's pages", () => {
  test("list and show a message without signing in", async () => {
    const { id } = await invited();
    const html = await (await request("/outbox")).text();
    const path = `/outbox/${encodeURIComponent(id)}`;
    expect(html).toContain(`href="${path}"`);
    const page = await request(path);
    expect(page.headers.get("content-security-policy")).toContain("frame-src 'self'");
    expect(await page.text()).toContain(`src="${path}/html"`);
    const mail = await request(`${path}/html`);
    const policy = mail.headers.get("content-security-policy")!;
    expect(policy).toContain("style-src 'unsafe-inline'");
    expect(policy).toContain("sandbox");
    expect(policy).not.toContain("script-src");
  });

  test("say what is to do while it is empty, and 404 for a message that is not there", async () => {
    expect(await (await request("/outbox")).text()).toContain("No mail yet");
    expect((await request("/outbox/none")).status).toBe(404);
    expect((await request("/outbox/none/html")).status).toBe(404);
  });

  test("say what became of a message whose subject is gone, and why it cannot be shown", async () => {
    const row = {
      id: "invitation/gone",
      kind: "invitation",
      recipient: "a@x.example",
      invitationId: "gone",
    };
    await insertMessages(db, [messageRow(row, someDay)]);
    const { messages } = await list();
    const subject = "Invitation: cannot be shown any more";
    expect(messages).toMatchObject([{ id: "invitation/gone", subject, text: "", html: "" }]);
    const page = async () => (await request("/outbox/invitation%2Fgone")).text();
    expect(await page()).toContain("It still waits, and will not go out.");
    await db.update(tables.message).set({ status: "sent" });
    expect(await page()).toContain("It went out, and its reader still has it.");
  });
});

describe("on a deployment", () => {
  const ask = (path: string, init?: RequestInit) =>
    Promise.resolve(app.request(`${origin}${path}`, init, deployed));

  test("neither the outbox nor local sign-in exists", async () => {
    const { id } = await invited();
    const key = encodeURIComponent(id);
    const post = { method: "POST", headers: { origin } };
    for (const path of ["/outbox", `/outbox/${key}`, `/outbox/${key}/html`, "/local/sign-in/x"])
      expect((await ask(path)).status).toBe(404);
    expect((await ask("/local/sign-in/x", post)).status).toBe(404);
    const headers = { authorization: `Bearer ${token}` };
    expect((await ask("/api/v1/outbox", { headers })).status).toBe(404);
  });
});
