import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { launchedRound, createStaff, createToken, origin, request, signIn } from "../factories.ts";
import { nameOf, routes, type Route } from "../route-table.ts";
import { addressOf, callRoute, createWorld, type How } from "../route-world.ts";

/** What is shown inside a page of ours: a mail, with its styles in it, which runs nothing; or a page of a client's. */
const mailFrames = [
  "GET /rounds/:id/preview/mail",
  "GET /rounds/:id/release/mail",
  "GET /settings/preview",
  "GET /outbox/:id/html",
];
const pageFrames = [
  "GET /rounds/:id/preview/page",
  "GET /rounds/:id/release/page",
  "GET /rounds/:id/shares/page",
  "GET /accounts/:id/plan/client/page",
];

const always: [string, RegExp][] = [
  ["x-content-type-options", /^nosniff$/],
  ["strict-transport-security", /^max-age=\d{8,}; includeSubDomains$/],
  ["cross-origin-opener-policy", /^same-origin$/],
  ["cross-origin-resource-policy", /^same-origin$/],
  ["referrer-policy", /^same-origin$/],
  ["permissions-policy", /camera=\(\), microphone=\(\), geolocation=\(\), payment=\(\), usb=\(\)/],
  ["cache-control", /no-store/],
  ["content-security-policy", /^default-src 'none'; .*base-uri 'none'/],
];

const directivesOf = (policy: string) =>
  new Map(policy.split("; ").map((one) => [one.split(" ")[0]!, one.split(" ").slice(1)] as const));

/** What of an answer would let somebody in, with the name of the rule. */
function faultsOf(name: string, response: Response, html: string): string[] {
  const faults = always
    .filter(([header, wanted]) => !wanted.test(response.headers.get(header) ?? ""))
    .map(([header]) => `${header}: ${response.headers.get(header)}`);
  const policy = response.headers.get("content-security-policy") ?? "";
  const directives = directivesOf(policy);
  const framed = response.status === 200 && [...mailFrames, ...pageFrames].includes(name);
  const mail = response.status === 200 && mailFrames.includes(name);
  if (directives.get("frame-ancestors")?.join() !== (framed ? "'self'" : "'none'"))
    faults.push(`frame-ancestors ${directives.get("frame-ancestors")?.join()}`);
  if (response.headers.get("x-frame-options") !== (framed ? "SAMEORIGIN" : "DENY"))
    faults.push(`x-frame-options ${response.headers.get("x-frame-options")}`);
  if (mail && !directives.has("sandbox")) faults.push("a mail that is not in a sandbox");
  for (const [directive, sources] of directives)
    for (const source of sources)
      if (
        /unsafe|\*|https?:|wss?:|blob:/.test(source) &&
        !(mail && `${directive} ${source}` === "style-src 'unsafe-inline'")
      )
        faults.push(`${directive} ${source}`);
  if (!mail) faults.push(...inlineFaults(html, policy));
  return [...faults, ...movingFaults(response)];
}

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Script and style in a page without a hash in its policy, and attributes that no hash allows. */
function inlineFaults(html: string, policy: string): string[] {
  const inline = [...html.matchAll(/<(script|style)(?![^>]*\bsrc=)[^>]*>([^]*?)<\/\1>/g)];
  const unhashed = inline.filter(([, , text]) => !policy.includes(hashOf(text!)));
  const handlers = html.match(/<[a-z][^>]*\s(on[a-z]+|style)="/gi) ?? [];
  return [...unhashed.map(([, tag]) => `inline ${tag}`), ...handlers];
}

/** Cookies that another site could read or plant, and redirects that lead out. */
function movingFaults(response: Response): string[] {
  const cookies = response.headers
    .getSetCookie()
    .filter((cookie) => !cookie.startsWith("__Host-session=") || !strict(cookie));
  const location = response.headers.get("location");
  const leaves = location !== null && !/^\/(?![/\\])/.test(location);
  return [...cookies, ...(leaves ? [`location ${location}`] : [])];
}
const strict = (cookie: string) =>
  ["HttpOnly", "Secure", "Path=/"].every((part) => cookie.includes(part)) &&
  /SameSite=(Lax|Strict)/i.test(cookie) &&
  !/Domain=/i.test(cookie);

const bodyOf = async (response: Response) =>
  response.headers.get("content-type")?.startsWith("text/html") ? response.text() : "";

/** Every route, with the ids of a world, as somebody. */
async function sweep(how: How, query = ""): Promise<string[]> {
  const { ids } = await createWorld();
  const { invitation } = await launchedRound();
  const path = (route: Route) =>
    addressOf(route, ids).replace(/\/(s|sign-in|local\/sign-in)\/[^/]+/, `/$1/${invitation.token}`);
  const faults: string[] = [];
  // What ends the session comes last.
  const ends = ({ path: of }: Route) => Number(/\/(sign-out|sessions\/end)$/.test(of));
  for (const route of routes.toSorted((a, b) => ends(a) - ends(b))) {
    const response = await callRoute(route, path(route) + query, how, ids);
    const found = faultsOf(nameOf(route), response, await bodyOf(response));
    faults.push(...found.map((fault) => `${nameOf(route)} ${response.status}: ${fault}`));
  }
  return faults;
}

describe("every answer of every route carries the headers that keep others out", () => {
  test("for nobody", async () => expect(await sweep({})).toEqual([]));

  test("for an admin, asked to lead elsewhere", async () => {
    const admin = await createStaff({ role: "admin" });
    const keys = { cookie: await signIn(admin), token: await createToken(admin) };
    const evil = encodeURIComponent("//elsewhere.example");
    const names = ["to", "next", "url", "return", "redirect", "return_to", "callbackURL", "done"];
    const query = `?${names.map((name) => `${name}=${evil}`).join("&")}`;
    expect(await sweep(keys, query)).toEqual([]);
  });

  test.each([
    ["a path that is not there", "/nowhere", {}],
    ["a call that is not there", "/api/v1/nowhere", {}],
    ["a method that is not there", "/accounts", { method: "DELETE" }],
    ["a body that is too large", "/sign-in", { method: "POST", body: "x".repeat(300_000) }],
    ["a path of another host's making", `${origin}//elsewhere.example/%2e%2e`, {}],
    ["a path with a backslash", `${origin}/%5c%5celsewhere.example`, {}],
    ["a path with encoded slashes", `${origin}/%2f%2felsewhere.example`, {}],
    ["staff pages of such a path", `${origin}/accounts/%2f%2felsewhere.example`, {}],
  ] satisfies [string, string, RequestInit][])("for %s", async (_, path, init) => {
    const response = await request(path, init);
    expect(response.status).toBeLessThan(500);
    expect(faultsOf("", response, await bodyOf(response))).toEqual([]);
  });
});
