import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { bindings, env } from "../bindings.ts";
import { createStaff, db, origin, post, request, signIn, testCtx, visit } from "../factories.ts";
import { answered, settled } from "../settled.ts";

/** What the Worker does after it has answered. */
const mailed = (count: number) =>
  vi.waitFor(async () => expect(await db.$count(tables.message)).toBe(count), { timeout: 20_000 });

/** The path of the newest sign-in link that was mailed. */
async function mailedLink(to = ""): Promise<string> {
  const [row] = await db.select().from(tables.message).orderBy(tables.message.createdAt);
  const { nonce } = row!.data as { nonce: string };
  return `/sign-in/${await testCtx().tokens.make("sign-in", nonce)}${to}`;
}

async function askForLink(email: string, fields: Record<string, string> = {}) {
  const response = await post("/sign-in", { email, ...fields });
  await mailed(1);
  return response;
}

const sessionOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
const sessions = () => db.$count(tables.session);

afterEach(() => void vi.useRealTimers());

describe("asking for a link", () => {
  test("known and unknown addresses get the same answer, and only the known one gets mail", async () => {
    const staff = await createStaff();
    const [known, unknown] = [
      await post("/sign-in", { email: staff.email.toUpperCase() }),
      await post("/sign-in", { email: "nobody@elsewhere.example" }),
    ];
    const told = async (response: Response) => ({
      status: response.status,
      headers: [...response.headers].filter(([name]) => name !== "date"),
      body: await response.text(),
    });
    expect(await told(known)).toEqual(await told(unknown));
    expect(known.status).toBe(303);
    expect(await (await request(known.headers.get("location")!)).text()).toContain(
      "If the address has access",
    );
    await mailed(1);
    const [row] = await db.select().from(tables.message);
    expect(row).toMatchObject({ kind: "sign_in", recipient: staff.email, staffId: staff.id });
  });

  test("who is known is not told by the answer to one who asks too often either", async () => {
    const staff = await createStaff();
    const statusesFor = async (email: string) => {
      const statuses = [];
      for (let nth = 1; nth <= 7; nth++) {
        const response = await post("/sign-in", { email });
        statuses.push(response.status, response.headers.get("retry-after") !== null);
      }
      return statuses;
    };
    const known = await statusesFor(staff.email);
    expect(await statusesFor("nobody@elsewhere.example")).toEqual(known);
    await mailed(5);
  });

  /** Asks for a link, and counts what is asked of the database for it. */
  async function counted(email: string) {
    let calls = 0;
    const DB = new Proxy(env.DB, {
      get(target, name) {
        if (name === "prepare" || name === "batch") calls++;
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
    const headers = { origin, "cf-connecting-ip": "192.0.2.1" };
    const body = new URLSearchParams({ email });
    const asked = new Request(`${origin}/sign-in`, { method: "POST", body, headers });
    return { ...(await answered(asked, bindings({ DB }))), calls: () => calls };
  }

  test("known, unknown and deactivated addresses cost the same calls of the database before the answer", async () => {
    const staff = await createStaff();
    const gone = await createStaff({ deactivatedAt: new Date() });
    const callsFor = async (email: string) => {
      const { response, settled: rest, calls } = await counted(email);
      const before = calls();
      await rest;
      return [response.status, before];
    };
    const known = await callsFor(staff.email);
    expect(await callsFor("nobody@elsewhere.example")).toEqual(known);
    expect(await callsFor(gone.email)).toEqual(known);
  });

  test("nothing is done for a known address before its answer is on its way, and can hold it up", async () => {
    const staff = await createStaff();
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const { settled: rest, calls } = await counted(staff.email);
    const before = calls();
    for (let turn = 1; turn <= 5; turn++) expect(await db.$count(tables.message)).toBe(0);
    expect(calls()).toBe(before);
    await vi.advanceTimersByTimeAsync(100);
    vi.useRealTimers();
    await rest;
    expect(calls()).toBeGreaterThan(before);
    expect(await db.$count(tables.message)).toBe(1);
  });

  test("neither the message nor the verification row holds the link's token", async () => {
    const staff = await createStaff();
    await askForLink(staff.email);
    const token = (await mailedLink()).split("/").at(-1)!;
    const rows = [
      await db.select().from(tables.message),
      await db.select().from(tables.verification),
    ];
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test("a deactivated person gets none", async () => {
    const staff = await createStaff({ deactivatedAt: new Date() });
    const other = await createStaff();
    await post("/sign-in", { email: staff.email });
    await askForLink(other.email);
    const rows = await db.select().from(tables.message);
    expect(rows.map(({ recipient }) => recipient)).toEqual([other.email]);
  });

  test.each(["", "not an address", "a@b", "x".repeat(300) + "@example.com", "a\0@example.com"])(
    "%j is refused with what was typed still there",
    async (email) => {
      const response = await post("/sign-in", { email, to: "/rounds" });
      expect(response.status).toBe(422);
      const html = await response.text();
      expect(html).toContain("This must look like name@example.com, with one @ and no spaces.");
      expect(html).toContain('name="to" value="/rounds"');
    },
  );

  test("a body that is no form is refused", async () => {
    const headers = { "content-type": "application/json", origin };
    const response = await request("/sign-in", { method: "POST", headers, body: "{}" });
    expect(response.status).toBe(415);
  });

  test("a form on another site cannot ask", async () => {
    const body = new URLSearchParams({ email: "a@b.example" });
    const headers = { origin: "https://elsewhere.example" };
    const response = await request("/sign-in", { method: "POST", headers, body });
    expect(response.status).toBe(403);
  });

  test("ADMIN_EMAIL becomes the first admin, and only the first", async () => {
    await Promise.all([
      post("/sign-in", { email: env.ADMIN_EMAIL }),
      post("/sign-in", { email: env.ADMIN_EMAIL }),
    ]);
    await mailed(2);
    const [admin, ...others] = await db.select().from(tables.staff);
    expect(admin).toMatchObject({ email: env.ADMIN_EMAIL, role: "admin" });
    expect(others).toEqual([]);
  });

  test("ADMIN_EMAIL is nobody once there is staff", async () => {
    const staff = await createStaff();
    await post("/sign-in", { email: env.ADMIN_EMAIL });
    await askForLink(staff.email);
    expect(await db.$count(tables.staff)).toBe(1);
  });
});

describe("the link", () => {
  test("opens a page with a button; GET and HEAD change nothing, however often", async () => {
    const staff = await createStaff();
    await askForLink(staff.email);
    const link = await mailedLink();
    for (const method of ["GET", "HEAD", "GET"]) {
      const response = await request(link, { method });
      expect(response.status).toBe(200);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    expect(await sessions()).toBe(0);
    expect((await post(link, {})).status).toBe(303);
  });

  test("signs nobody in whom a scanner of mail acts for: no script on the page, and nothing presses the button", async () => {
    const staff = await createStaff();
    await askForLink(staff.email);
    const link = await mailedLink();
    const looks: RequestInit[] = [
      { headers: { "user-agent": "Mozilla/5.0 (compatible; SafeLinks)" } },
      { headers: { "sec-purpose": "prefetch;prerender" } },
      { method: "OPTIONS" },
      { method: "PUT", headers: { origin }, body: "" },
    ];
    for (const init of looks) {
      const response = await request(link, init);
      expect(response.headers.getSetCookie()).toEqual([]);
      const html = await response.text();
      expect(html).not.toMatch(/<script|http-equiv="refresh"|onload=|autofocus/i);
    }
    expect(await sessions()).toBe(0);
    const elsewhere = { origin: "https://scanner.example", "sec-fetch-site": "cross-site" };
    const pressed = await request(link, { method: "POST", headers: elsewhere, body: "" });
    expect(pressed.status).toBe(403);
    expect((await post(link, {})).status).toBe(303);
  });

  test("opens one session for eight who press at once, however they are told apart", async () => {
    const staff = await createStaff();
    await askForLink(staff.email);
    const link = await mailedLink();
    const all = await Promise.all(Array.from({ length: 8 }, () => post(link, {})));
    const statuses = all.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([303, ...Array<number>(7).fill(410)]);
    expect(all.filter((response) => response.headers.getSetCookie().length > 0)).toHaveLength(1);
    expect(await sessions()).toBe(1);
  });

  test("signs in where one wanted to go, with a cookie that scripts cannot read", async () => {
    const staff = await createStaff({ name: "Maren Voss" });
    await askForLink(staff.email, { to: "/rounds?status=open" });
    const [row] = await db.select().from(tables.message);
    expect(row!.data).toMatchObject({ to: "/rounds?status=open" });
    const response = await post(await mailedLink(), { to: "/rounds?status=open" });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/rounds?status=open");
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-session=.+; HttpOnly/);
    expect(cookie).toMatch(/Secure/);
    expect(cookie).toMatch(/SameSite=Lax/i);
    const home = await visit("/", sessionOf(response));
    expect(await home.text()).toContain("Maren Voss");
    const entries = await db.select().from(tables.auditEntry);
    expect(entries).toMatchObject([{ action: "session.opened", actor: staff.id }]);
  });

  test("works once: the second press gets a page that offers a new link", async () => {
    const staff = await createStaff();
    await askForLink(staff.email);
    const link = await mailedLink();
    const [first, second] = [await post(link, {}), await post(link, {})];
    expect([first.status, second.status]).toEqual([303, 410]);
    expect(await second.text()).toContain("Ask for a new link");
    expect(await sessions()).toBe(1);
  });

  test("a double click signs in once", async () => {
    const staff = await createStaff();
    await askForLink(staff.email);
    const link = await mailedLink();
    const both = await Promise.all([post(link, {}), post(link, {})]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 410]);
    expect(await sessions()).toBe(1);
  });

  test("ends after ten minutes", async () => {
    const staff = await createStaff();
    await askForLink(staff.email);
    const link = await mailedLink();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10 * 60 * 1000 + 1000 });
    expect((await post(link, {})).status).toBe(410);
    expect(await sessions()).toBe(0);
  });

  test("does not let in who was deactivated after asking", async () => {
    const staff = await createStaff();
    await askForLink(staff.email);
    await db.update(tables.staff).set({ deactivatedAt: new Date() });
    expect((await post(await mailedLink(), {})).status).toBe(410);
    expect(await sessions()).toBe(0);
  });

  test.each(["unknown", "x".repeat(2000), "%00", "a%2Fb"])(
    "made up as %j is spent",
    async (token) => {
      expect((await request(`/sign-in/${token}`)).status).toBe(200);
      expect((await post(`/sign-in/${token}`, {})).status).toBe(410);
    },
  );

  test.each([
    "https://elsewhere.example/",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "/\t/elsewhere.example",
    "javascript:alert(1)",
    "/%5celsewhere.example/../..//elsewhere.example",
    "/.//elsewhere.example",
    "/..//elsewhere.example",
    "\\\\elsewhere.example",
    "/\n/elsewhere.example",
    "/https://user@elsewhere.example".slice(1),
    "",
  ])("never leads to %j after signing in", async (to) => {
    const staff = await createStaff();
    await askForLink(staff.email, { to });
    const response = await post(await mailedLink(), { to });
    expect(response.headers.get("location")).toBe("/");
  });

  test("a session that was put into the browser beforehand is not the one that opens", async () => {
    const [mallory, alice] = [await createStaff(), await createStaff()];
    const planted = await signIn(mallory);
    await askForLink(alice.email);
    const response = await post(await mailedLink(), {}, planted);
    const opened = sessionOf(response);
    expect(opened).not.toBe(planted);
    expect((await visit("/", planted)).status).toBe(302);
    expect(await (await visit("/", opened)).text()).toContain(alice.name);
  });
});

test.each([
  "/%2f%2felsewhere.example",
  "/%5c%5celsewhere.example",
  "/rounds?to=//elsewhere.example",
])("%j stays a path of ours", async (to) => {
  const staff = await createStaff();
  await askForLink(staff.email, { to });
  const location = (await post(await mailedLink(), { to })).headers.get("location")!;
  expect(new URL(location, origin).origin).toBe(origin);
  expect(location).toMatch(/^\/[^/\\]/);
});

test("a link in a mail is under the address that is configured, whatever host was asked", async () => {
  const staff = await createStaff();
  const body = new URLSearchParams({ email: staff.email });
  const forged = "https://elsewhere.example";
  const headers = {
    host: "elsewhere.example",
    "x-forwarded-host": "elsewhere.example",
    origin: forged,
  };
  const asked = new Request(`${forged}/sign-in`, { method: "POST", body, headers });
  await settled(asked);
  const mails = await (await request("/api/v1/outbox")).text();
  expect(mails).not.toContain("elsewhere.example");
});

describe("the session", () => {
  test("ends at sign-out, in the database too", async () => {
    const cookie = await signIn(await createStaff());
    const response = await post("/sign-out", {}, cookie);
    expect(response.status).toBe(303);
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-session=;.*Max-Age=0/i);
    expect(await sessions()).toBe(0);
    expect((await visit("/", cookie)).status).toBe(302);
  });

  test("cannot be ended by another site, and sign-out without one is no error", async () => {
    const cookie = await signIn(await createStaff());
    const headers = { cookie, origin: "https://elsewhere.example" };
    const foreign = await request("/sign-out", { method: "POST", headers });
    expect(foreign.status).toBe(403);
    expect(await sessions()).toBe(1);
    expect((await post("/sign-out", {})).status).toBe(303);
  });

  test("ends after seven days, however busy it was", async () => {
    const cookie = await signIn(await createStaff());
    vi.useFakeTimers({ toFake: ["Date"] });
    let busy = cookie;
    for (let hours = 6; hours < 7 * 24; hours += 6) {
      vi.setSystemTime(Date.now() + 6 * 3600 * 1000);
      const response = await visit("/", busy);
      expect(response.status).toBe(200);
      busy = sessionOf(response) || busy;
    }
    vi.setSystemTime(Date.now() + 12 * 3600 * 1000);
    expect((await visit("/", busy)).status).toBe(302);
  });

  test("ends after twelve idle hours", async () => {
    const cookie = await signIn(await createStaff());
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 12 * 3600 * 1000 + 1000 });
    expect((await visit("/", cookie)).status).toBe(302);
  });

  test("is over at once for who is deactivated, and has the new role for who is given another", async () => {
    const staff = await createStaff({ role: "admin" });
    const cookie = await signIn(staff);
    const statusOf = async (path: string) => (await visit(path, cookie)).status;
    expect(await statusOf("/staff")).toBe(200);
    const mine = eq(tables.staff.id, staff.id);
    await db.update(tables.staff).set({ role: "account_manager" }).where(mine);
    expect([await statusOf("/staff"), await statusOf("/")]).toEqual([403, 200]);
    await db.update(tables.staff).set({ deactivatedAt: new Date() }).where(mine);
    expect([await statusOf("/staff"), await statusOf("/")]).toEqual([302, 302]);
    expect((await post("/accounts", { name: "Theirs" }, cookie)).status).toBe(401);
    expect(await db.$count(tables.account)).toBe(0);
  });

  test("ends everywhere at the press of a button, with links that nobody has used yet", async () => {
    const staff = await createStaff();
    const colleague = await signIn(await createStaff());
    await askForLink(staff.email);
    const link = await mailedLink();
    const [here, there] = [await signIn(staff), await signIn(staff)];
    const page = await (await visit("/sessions", here)).text();
    expect(page).toContain("Sign out everywhere");
    expect(page.match(/A browser/g)).toHaveLength(2);
    expect((await post("/sessions/end", {}, here)).status).toBe(303);
    expect([(await visit("/", here)).status, (await visit("/", there)).status]).toEqual([302, 302]);
    expect((await post(link, {})).status).toBe(410);
    expect((await visit("/", colleague)).status).toBe(200);
    const [entry] = await db.select().from(tables.auditEntry);
    expect(entry).toMatchObject({ action: "session.ended_everywhere", actor: staff.id });
  });

  test("ends everywhere although the library has left a lock behind", async () => {
    const staff = await createStaff();
    const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 3_600_000)];
    const at = { expiresAt, createdAt, updatedAt: createdAt };
    const left = { id: "lock", identifier: "revoke-unproven-account-access:x", value: "x" };
    await db.insert(tables.verification).values({ ...left, ...at });
    expect((await post("/sessions/end", {}, await signIn(staff))).status).toBe(303);
    expect(await sessions()).toBe(0);
  });

  test("says which browser it was opened in", async () => {
    const staff = await createStaff();
    await askForLink(staff.email);
    const agent =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0";
    const headers = {
      origin,
      "user-agent": agent,
      "content-type": "application/x-www-form-urlencoded",
    };
    const response = await request(await mailedLink(), { method: "POST", headers, body: "" });
    const html = await (await visit("/sessions", sessionOf(response))).text();
    expect(html).toContain("Edge on Windows");
  });

  test("a visitor with one is not asked to sign in again", async () => {
    const response = await visit("/sign-in?to=/rounds", await signIn(await createStaff()));
    expect([response.status, response.headers.get("location")]).toEqual([303, "/rounds"]);
  });
});

describe("local sign-in", () => {
  const linkOf = async (id: string) =>
    `/local/sign-in/${await testCtx().tokens.make("local-sign-in", id)}`;

  test("shows a button with the name, and signs in as often as it is pressed", async () => {
    const staff = await createStaff({ name: "Ana “Nani” Ribeiro" });
    const link = await linkOf(staff.id);
    const page = await request(link);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Sign in as Ana “Nani” Ribeiro");
    expect(await sessions()).toBe(0);
    for (const nth of [1, 2]) {
      const response = await post(link, {});
      expect(response.status).toBe(303);
      expect(await (await visit("/", sessionOf(response))).text()).toContain("Nani");
      expect(await sessions()).toBe(nth);
    }
  });

  test("knows neither strangers nor the deactivated", async () => {
    const staff = await createStaff({ deactivatedAt: new Date() });
    for (const link of [await linkOf(staff.id), "/local/sign-in/unknown"]) {
      expect((await request(link)).status).toBe(404);
      expect((await post(link, {})).status).toBe(404);
    }
  });
});
