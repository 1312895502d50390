import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleWorker } from "./bench/bundle.ts";
import type { Call } from "./bench/load.ts";
import { migrate, modulesOf, settings, startRuntime, type Runtime } from "./bench/runtime.ts";

// The other tests of the Worker run its sources, with all of each library. Here it is as it is deployed: a part that
// `worker/instead/parts.ts` leaves out and that a newer version of its library needs would be missed here.

let runtime: Runtime;

beforeAll(async () => {
  runtime = await startRuntime(modulesOf(await bundleWorker()));
  await migrate(runtime.db);
}, 120_000);

afterAll(async () => {
  await runtime.stop();
});

async function call(method: Call["method"], path: string, status: number, more?: Partial<Call>) {
  const answer = await runtime.client.send({ method, path, ...more }, status);
  const cookies = answer.headers["set-cookie"] ?? [];
  return {
    text: answer.body.toString(),
    cookie: cookies.map((line) => line.split(";")[0]).join("; "),
  };
}

/** The last mail's link to sign in, as a path. */
async function linkInMail(): Promise<string> {
  const { text: outbox } = await call("GET", "/outbox", 200);
  const { text: mail } = await call("GET", /\/outbox\/[^"/]+/.exec(outbox)![0], 200);
  return /\/sign-in\/[\w-]+/.exec(mail)![0];
}

test(
  "the built Worker signs in by a link in a mail, once, knows who it is, and signs out",
  { timeout: 60_000 },
  async () => {
    const body = `email=${encodeURIComponent(settings.ADMIN_EMAIL)}`;
    await call("POST", "/sign-in", 303, { body });
    await expect.poll(linkInMail, { timeout: 20_000 }).toMatch(/sign-in/);
    const link = await linkInMail();
    const { cookie } = await call("POST", link, 303, { body: "to=/" });
    await call("POST", link, 410, { body: "to=/" });
    const headers = { cookie };
    expect((await call("GET", "/settings", 200, { headers })).text).toContain("Sign out");
    await call("POST", "/sign-out", 303, { headers, body: "to=/" });
    await call("GET", "/settings", 302, { headers });
  },
);

test("the built Worker takes what the mail provider has signed, and nothing else", async () => {
  const body = JSON.stringify({
    type: "email.delivered",
    created_at: new Date().toISOString(),
    data: { email_id: "mail", tags: {} },
  });
  const signature = new Webhook(settings.RESEND_WEBHOOK_SECRET).sign("report", new Date(), body);
  const headers = {
    "content-type": "application/json",
    "svix-id": "report",
    "svix-timestamp": String(Math.floor(Date.now() / 1000)),
    "svix-signature": signature,
  };
  await call("POST", "/hooks/resend", 204, { headers, body });
  await call("POST", "/hooks/resend", 401, { headers, body: body.replace("delivered", "bounced") });
});

test("the built Worker answers what it refuses as the sources do", async () => {
  expect((await call("GET", "/s/too-short", 404)).text).toContain("<!doctype html>");
  expect((await call("GET", "/api/v1/accounts", 401)).text).toContain("unauthenticated");
  await call("POST", "/api/v1/contacts/import", 401, { body: "a" });
});

test("the built Worker says that a file is too large even to who is still sending it", async () => {
  const body = "a".repeat(21 * 1024 * 1024);
  await call("POST", "/api/v1/contacts/import", 413, { body });
});
