import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { bindings, type Overrides } from "../bindings.ts";
import { createStaff, db, origin, post, signIn } from "../factories.ts";
import { identityProvider, type Faults, type Person } from "../identity-provider.ts";
import { answered } from "../settled.ts";

const minute = 60_000;
let providers = 0;

/** A provider, the Worker that is set up for it, and a browser with its cookies. */
async function house(settings: Overrides = {}) {
  const provider = await identityProvider(`https://login${++providers}.provider.example/tenant`);
  const configured = bindings({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.client.id,
    OIDC_CLIENT_SECRET: provider.client.secret,
    OIDC_LABEL: "Kestrel ID",
    ...settings,
  });
  const reached = vi
    .spyOn(globalThis, "fetch")
    .mockImplementation((input, init) => provider.answer(new Request(input, init)));
  onTestFinished(() => reached.mockRestore());

  const ask = async (address: string, init: RequestInit = {}) =>
    (
      await answered(
        new Request(new URL(address, origin), { redirect: "manual", ...init }),
        configured,
      )
    ).response;
  const press = (to = "/", headers: Record<string, string> = { origin }) =>
    ask("/oidc", { method: "POST", headers, body: new URLSearchParams({ to }) });
  /** Leaves for the provider; `come` signs in there as somebody and comes back. */
  const leave = async (to = "/") => {
    const left = await press(to);
    const url = left.headers.get("refresh")!.replace(/^0; url=/, "");
    const cookie = cookiesOf(left);
    const come = async (person: Person, as: { cookie?: string; answer?: Answer } = {}) => {
      const back = new URL(await provider.authorize(url, person));
      for (const [name, value] of Object.entries(as.answer ?? {}))
        if (value === null) back.searchParams.delete(name);
        else back.searchParams.set(name, value);
      return ask(back.href, { headers: { cookie: as.cookie ?? cookie } });
    };
    return { left, url: new URL(url), cookie, come };
  };
  return { provider, ask, press, leave };
}
type Answer = Record<string, string | null>;

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .filter((cookie) => !/Max-Age=0/i.test(cookie))
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
const sessions = () => db.$count(tables.session);
const links = () => db.select().from(tables.credential);
const asPerson = ({ id, email }: { id: string; email: string }): Person => ({
  sub: `subject of ${id}`,
  email,
  email_verified: true,
});

describe("where no provider is configured", () => {
  test("there is neither a button nor a route", async () => {
    const { ask, press, provider } = await house({
      OIDC_ISSUER: undefined,
      OIDC_CLIENT_ID: undefined,
      OIDC_CLIENT_SECRET: undefined,
    });
    expect(await (await ask("/sign-in")).text()).not.toContain("/oidc");
    expect((await press()).status).toBe(404);
    expect((await ask("/oidc/callback?state=a&code=b")).status).toBe(404);
    expect(provider.calls).toEqual([]);
  });

  test.each([
    ["without its secret", { OIDC_CLIENT_SECRET: undefined }],
    ["without its issuer", { OIDC_ISSUER: undefined }],
    ["with an issuer without TLS", { OIDC_ISSUER: "http://login.example", LOCAL: undefined }],
    ["with an issuer that is no address", { OIDC_ISSUER: "login.example" }],
  ])("a half-configured deployment says so instead of guessing: %s", async (_, settings) => {
    const { ask } = await house({ RESEND_API_KEY: "re_1", ...settings });
    const response = await ask("/sign-in");
    expect(response.status).toBe(500);
    expect(await response.text()).toContain("OIDC_ISSUER");
  });
});

describe("pressing the button", () => {
  test("leads to the provider by its own description, with a state, a nonce and a challenge", async () => {
    const { ask, leave } = await house();
    expect(await (await ask("/sign-in?to=/rounds")).text()).toMatch(
      /action="\/oidc"><input type="hidden" name="to" value="\/rounds"\/><button[^>]*>Sign in with Kestrel ID/,
    );
    const { left, url } = await leave();
    expect(left.status).toBe(200);
    expect(left.headers.get("location")).toBeNull();
    expect(`${url.origin}${url.pathname}`).toMatch(
      /^https:\/\/login\d+\.provider\.example\/tenant\/authorize$/,
    );
    const asked = Object.fromEntries(url.searchParams);
    expect(asked).toMatchObject({
      tenant: "1",
      response_type: "code",
      client_id: "cleargrade",
      scope: "openid email",
      redirect_uri: `${origin}/oidc/callback`,
      code_challenge_method: "S256",
    });
    expect(asked["code_challenge"]).toMatch(/^[\w-]{43}$/);
    expect(new Set([asked["state"], asked["nonce"], asked["code_challenge"]]).size).toBe(3);
    const again = Object.fromEntries((await leave()).url.searchParams);
    for (const name of ["state", "nonce", "code_challenge"])
      expect(again[name]).not.toBe(asked[name]);
  });

  test("keeps nothing of who only begins, and its cookie short and from scripts", async () => {
    const { leave } = await house();
    const { left } = await leave();
    expect(left.headers.getSetCookie()).toHaveLength(1);
    const [cookie] = left.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-oidc=/);
    for (const part of ["Max-Age=600", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"])
      expect(cookie).toContain(part);
    expect([await db.$count(tables.verification), await db.$count(tables.attempt)]).toEqual([0, 0]);
  });

  test.each<Record<string, string>>([
    { origin: "https://elsewhere.example" },
    { "sec-fetch-site": "cross-site" },
  ])("is ours alone: another site's form with %o does not begin", async (headers) => {
    const { press, provider } = await house();
    const response = await press("/", headers);
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(provider.calls).toEqual([]);
  });

  test("comes back to the configured address, whatever host was asked", async () => {
    const { ask } = await house();
    const forged = "https://elsewhere.example";
    const body = new URLSearchParams({ to: "/" });
    const headers = { origin: forged, "x-forwarded-host": "elsewhere.example" };
    const left = await ask(`${forged}/oidc`, { method: "POST", headers, body });
    const url = new URL(left.headers.get("refresh")!.slice("0; url=".length));
    expect(url.searchParams.get("redirect_uri")).toBe(`${origin}/oidc/callback`);
  });

  test("is held back like every other way to sign in", async () => {
    const { ask } = await house({ SIGN_IN_PER_IP: "2" });
    const headers = { origin, "cf-connecting-ip": "192.0.2.201" };
    const statuses = [];
    for (const _ of [1, 2, 3]) {
      const body = new URLSearchParams({ to: "/" });
      statuses.push((await ask("/oidc", { method: "POST", headers, body })).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe("coming back", () => {
  test("signs in who is on the staff, with the session that a link by mail would open", async () => {
    const staff = await createStaff({ name: "Maren Voss" });
    const { ask, leave } = await house();
    const { come } = await leave("/rounds?status=open");
    const response = await come(asPerson(staff));
    expect([response.status, response.headers.get("location")]).toEqual([
      303,
      "/rounds?status=open",
    ]);
    const [session, gone, ...others] = response.headers.getSetCookie();
    expect(others).toEqual([]);
    expect([session, gone].join()).toMatch(/__Host-oidc=;[^,]*Max-Age=0/);
    const cookie = cookiesOf(response);
    expect(cookie).toMatch(/^__Host-session=/);
    expect(await (await ask("/", { headers: { cookie } })).text()).toContain("Maren Voss");
    const lifetimes = async () =>
      (await db.select().from(tables.session)).map(
        ({ createdAt, expiresAt }) => (expiresAt.getTime() - createdAt.getTime()) / minute,
      );
    expect((await lifetimes()).map(Math.round)).toEqual([12 * 60]);
    await signIn(staff);
    expect((await lifetimes()).map(Math.round)).toEqual([12 * 60, 12 * 60]);
    const actions = (await db.select().from(tables.auditEntry)).map(({ action }) => action);
    expect(actions).toEqual(["session.opened", "session.identity_linked"]);
  });

  test("ends after twelve idle hours and at the press of a button, like any other session", async () => {
    const staff = await createStaff();
    const { ask, leave } = await house();
    const cookie = cookiesOf(await (await leave()).come(asPerson(staff)));
    const statusOf = async () => (await ask("/", { headers: { cookie } })).status;
    expect(await statusOf()).toBe(200);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 12 * 60 * minute + 1000 });
    expect(await statusOf()).toBe(302);
  });

  test("keeps the account by issuer and subject, and no token of the provider's", async () => {
    const staff = await createStaff();
    const { leave, provider } = await house();
    await (await leave()).come(asPerson(staff));
    const [link, ...others] = await links();
    expect(others).toEqual([]);
    expect(link).toMatchObject({
      providerId: provider.issuer,
      accountId: `subject of ${staff.id}`,
      userId: staff.id,
      accessToken: null,
      idToken: null,
    });
    // Known by that from now on, whatever the provider calls their address.
    const renamed = { ...asPerson(staff), email: "elsewhere@other.example", email_verified: false };
    expect((await (await leave()).come(renamed)).status).toBe(303);
    expect(await links()).toHaveLength(1);
  });

  test.each([
    ["says nothing of whether it verified the address", { email_verified: undefined }, {}],
    ["says it in words", { email_verified: "true" }, {}],
    ["tells the address only when asked", {}, { thin: true }],
    ["signs with an elliptic curve", {}, { elliptic: true }],
    [
      "has several audiences and names us",
      {},
      { claims: { aud: ["cleargrade", "x"], azp: "cleargrade" } },
    ],
    [
      "wants the secret in the form",
      {},
      { discovery: { token_endpoint_auth_methods_supported: ["client_secret_post"] } },
    ],
  ] satisfies [string, Partial<Person>, Faults][])(
    "works with a provider that %s",
    async (_, person, faults) => {
      const staff = await createStaff({
        id: `person${providers}`,
        email: `person${providers}@supplier.example`,
      });
      const { leave, provider } = await house();
      provider.misbehave(faults);
      const { come } = await leave();
      expect(
        (await come({ ...asPerson(staff), sub: `person${providers - 1}`, ...person })).status,
      ).toBe(303);
    },
  );

  test("an address is compared as ours are written", async () => {
    const staff = await createStaff();
    const { leave } = await house();
    const { come } = await leave();
    expect(
      (await come({ ...asPerson(staff), email: ` ${staff.email.toUpperCase()}` })).status,
    ).toBe(303);
  });

  test("a session that was put into the browser beforehand ends, and is not the one that opens", async () => {
    const [mallory, alice] = [await createStaff(), await createStaff()];
    const planted = await signIn(mallory);
    const { ask, leave } = await house();
    const { come, cookie } = await leave();
    const response = await come(asPerson(alice), { cookie: `${cookie}; ${planted}` });
    expect(cookiesOf(response)).not.toContain(planted);
    expect((await ask("/", { headers: { cookie: planted } })).status).toBe(302);
  });
});

/** What a refusal leaves: a page that says why, no session, no account, and no more than one try. */
async function expectRefused(response: Response, status: number, words: RegExp | string) {
  expect(response.status).toBe(status);
  const html = await response.text();
  expect(html).toContain("You are not signed in");
  expect(html).toMatch(words);
  expect(html).toContain('href="/sign-in"');
  expect(response.headers.getSetCookie().filter((cookie) => /session=[^;]/.test(cookie))).toEqual(
    [],
  );
  expect(await sessions()).toBe(0);
  expect(await links()).toEqual([]);
}

describe("nobody is let in", () => {
  const notProven = /did not arrive or did not prove who you are/;

  test.each([
    ["no description", { failsAt: "openid-configuration" }],
    ["a description of another issuer", { discovery: { issuer: "https://other.example" } }],
    ["a description without addresses", { discovery: { token_endpoint: undefined } }],
    [
      "addresses without TLS",
      { discovery: { token_endpoint: "http://login.provider.example/token" } },
    ],
  ] satisfies [string, Faults][])("to leave for a provider with %s", async (_, faults) => {
    const { press, provider } = await house();
    provider.misbehave(faults);
    const log = vi.spyOn(console, "error").mockReturnValue();
    const response = await press();
    await expectRefused(response, 502, notProven);
    expect(response.headers.get("refresh")).toBeNull();
    expect(log.mock.calls.join()).toContain("discovery");
  });

  test.each([
    ["another audience", { claims: { aud: "another client" } }, "audience"],
    ["several audiences and none for whom", { claims: { aud: ["cleargrade", "x"] } }, "audience"],
    ["an audience, made for another", { claims: { azp: "another client" } }, "audience"],
    ["another issuer", { claims: { iss: "https://login0.provider.example" } }, "issuer"],
    ["a signature of another key", { foreignKey: true }, "signature"],
    ["no signature", { header: { alg: "none" } }, "signature"],
    ["a signature by our own secret", { header: { alg: "HS256" } }, "signature"],
    ["a key that is not published", { header: { kid: "another" } }, "signature"],
    ["a key of another kind", { header: { alg: "ES256", kid: "RS256" } }, "signature"],
    ["a header that asks for more", { header: { crit: ["b64"], b64: false } }, "signature"],
    ["a time that is over", { claims: { exp: Math.floor(Date.now() / 1000) - 61 } }, "expiry"],
    ["another nonce", { claims: { nonce: "another" } }, "nonce"],
    ["no nonce", { claims: { nonce: undefined } }, "understood"],
    ["no subject", { claims: { sub: undefined } }, "understood"],
    ["a subject that is no text", { claims: { sub: 7 } }, "understood"],
    ["an address of somebody else", { thin: true, userinfo: { sub: "another" } }, "another person"],
    [
      "a description of another issuer by now",
      { discovery: { issuer: "https://x.example" } },
      "another issuer",
    ],
    ["no keys", { failsAt: "/keys" }, "keys"],
    ["no answer", { failsAt: "/token" }, "token"],
  ] satisfies [string, Faults, string][])("by a token with %s", async (_, faults, logged) => {
    const staff = await createStaff();
    const { leave, provider } = await house();
    const { come } = await leave();
    provider.misbehave(faults);
    const log = vi.spyOn(console, "error").mockReturnValue();
    await expectRefused(await come(asPerson(staff)), 502, notProven);
    expect(log.mock.calls.join()).toContain(logged);
    expect(log.mock.calls.join()).not.toMatch(/code-|a secret|eyJ|supplier\.example/);
  });

  test("after the provider said no", async () => {
    const staff = await createStaff();
    const { leave, provider } = await house();
    const { come } = await leave();
    const answer = {
      error: "access_denied",
      error_description: "<b>planted words</b>",
      code: null,
    };
    const response = await come(asPerson(staff), { answer });
    expect(await response.clone().text()).not.toContain("planted");
    await expectRefused(response, 403, /cancelled or refused at Kestrel ID/);
    expect(provider.calls).not.toContain("POST /tenant/token");
  });

  test.each([
    ["with another state", { answer: { state: "another" } }],
    ["without a state", { answer: { state: null } }],
    ["in another browser", { cookie: "" }],
    [
      "in a browser that has begun something else",
      { cookie: `__Host-oidc=${"A".repeat(22)}.9999999999999.%2F` },
    ],
    ["in a browser whose cookie is nonsense", { cookie: "__Host-oidc=%00%ff" }],
  ] satisfies [string, { cookie?: string; answer?: Answer }][])(
    "who comes back %s",
    async (_, as) => {
      const staff = await createStaff();
      const { leave, provider } = await house();
      const { come } = await leave();
      await expectRefused(await come(asPerson(staff), as), 410, "begun in another browser");
      expect(provider.calls).not.toContain("POST /tenant/token");
    },
  );

  test("whose browser was given a longer time or another way to go", async () => {
    const staff = await createStaff();
    const { leave } = await house();
    const { come, cookie } = await leave("/rounds");
    const [id, until] = decodeURIComponent(cookie.split("=")[1]!).split(".");
    for (const forged of [
      `${id}.${Number(until) + minute}./rounds`,
      `${id}.${until}.//evil.example`,
    ]) {
      const response = await come(asPerson(staff), {
        cookie: `__Host-oidc=${encodeURIComponent(forged)}`,
      });
      await expectRefused(response, 410, "begun in another browser");
    }
  });

  test("by an answer that names another issuer", async () => {
    const staff = await createStaff();
    const { leave } = await house();
    const { come } = await leave();
    vi.spyOn(console, "error").mockReturnValue();
    await expectRefused(
      await come(asPerson(staff), { answer: { iss: "https://x.example" } }),
      502,
      notProven,
    );
  });

  test("ten minutes after they began", async () => {
    const staff = await createStaff();
    const { leave } = await house();
    const { come } = await leave();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10 * minute });
    await expectRefused(await come(asPerson(staff)), 410, "more than ten minutes ago");
  });

  test("a second time with the same answer, even where the provider would take it, nor eight times at once", async () => {
    const staff = await createStaff();
    const { ask, leave, provider } = await house();
    provider.misbehave({ forgetful: true });
    const { url, cookie } = await leave();
    const back = await provider.authorize(url.href, asPerson(staff));
    const come = () => ask(back, { headers: { cookie } });
    const all = await Promise.all(Array.from({ length: 8 }, come));
    const statuses = all.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([303, ...Array<number>(7).fill(410)]);
    expect((await come()).status).toBe(410);
    expect(await sessions()).toBe(1);
  });

  test.each([
    ["an address that is not verified", { email_verified: false }],
    ["an address that is not verified, said in words", { email_verified: "false" }],
    ["no address", { email: "" }],
  ] satisfies [string, Partial<Person>][])("with %s", async (_, person) => {
    const staff = await createStaff();
    const { leave } = await house();
    const { come } = await leave();
    await expectRefused(
      await come({ ...asPerson(staff), ...person }),
      403,
      /not verified at Kestrel ID/,
    );
  });

  test("who is not on the staff, and nobody is put on it", async () => {
    await createStaff();
    const { leave } = await house();
    const { come } = await leave();
    const stranger = { sub: "stranger", email: "stranger@supplier.example", email_verified: true };
    await expectRefused(await come(stranger), 403, /Nobody has access/);
    expect(await db.$count(tables.staff)).toBe(1);
  });

  test("who was deactivated, known or not", async () => {
    const staff = await createStaff();
    const { leave } = await house();
    const mine = eq(tables.staff.id, staff.id);
    expect((await (await leave()).come(asPerson(staff))).status).toBe(303);
    await db.update(tables.staff).set({ deactivatedAt: new Date() }).where(mine);
    const known = await (await leave()).come(asPerson(staff));
    expect([known.status, known.headers.getSetCookie().join()]).toEqual([
      403,
      expect.not.stringContaining("session=") as string,
    ]);
    const other = await (await leave()).come({ ...asPerson(staff), sub: "another" });
    expect(other.status).toBe(403);
  });

  test("with another account than before at the provider, until an admin makes room for it", async () => {
    const staff = await createStaff();
    const { leave } = await house();
    expect((await (await leave()).come(asPerson(staff))).status).toBe(303);
    const other = { ...asPerson(staff), sub: "another" };
    const refused = await (await leave()).come(other);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("known here with another account of Kestrel ID");
    const admin = await signIn(await createStaff({ role: "admin" }));
    for (const what of ["deactivate", "reactivate"]) {
      const done = await post(
        `/staff/${staff.id}/${what}`,
        { managerId: "", sponsorId: "" },
        admin,
      );
      expect(done.status).toBe(303);
    }
    expect((await (await leave()).come(other)).status).toBe(303);
    expect((await (await leave()).come(asPerson(staff))).status).toBe(403);
  });
});
