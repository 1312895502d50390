import * as tables from "#db/schema.ts";
import { paths } from "#web/paths.ts";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { closedRound, managedAccount, type Invited } from "../closed-round.ts";
import {
  api,
  createRound,
  createStaff,
  createToken,
  db,
  everythingStored,
  post,
  request,
  signIn,
  someDay,
  testCtx,
  visit,
} from "../factories.ts";

const days = 24 * 3600 * 1000;
/** Some weeks after the rounds of these tests have closed. */
const today = new Date(someDay.getTime() + 30 * days);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: today });
});
afterEach(() => {
  vi.useRealTimers();
});

const people: Invited[] = [
  ...Array.from({ length: 6 }, () => ({
    tier: "user" as const,
    answers: { "overall-grade": "B", quality: "4", "quality.comment": "Zahnrad" },
    contact: { firstName: "Walburga", lastName: "Ott" },
  })),
  { tier: "board", answers: { "overall-grade": "F" }, contact: { lastName: "Quint" } },
];

async function shared(fields: Record<string, string> = {}) {
  const around = await managedAccount();
  const { round } = await closedRound({ people, account: around.account });
  const cookie = await signIn(around.manager);
  const sent = {
    name: "Ines Roth",
    email: "Ines@Partner.example",
    days: "30",
    key: "k",
    ...fields,
  };
  const made = await post(paths.roundShares(round.id), sent, cookie);
  const link = (await db.query.shareLink.findFirst({
    orderBy: (t, { desc }) => desc(t.createdAt),
  }))!;
  return { ...around, round, cookie, made, link, token: link && (await tokenOf(link)) };
}

const tokenOf = ({ id, tokenVersion }: { id: string; tokenVersion: number }) =>
  testCtx().tokens.make("share", id, tokenVersion);
const linkOf = async (id: string) =>
  (await db.query.shareLink.findFirst({ where: eq(tables.shareLink.id, id) }))!;
const mails = () => db.query.message.findMany({ where: eq(tables.message.kind, "report_shared") });
const open = async (token: string) => {
  const response = await request(paths.sharedReport(token));
  return { response, status: response.status, html: await response.text() };
};

test("a link shows the team view: figures, nobody's name, nobody's words, nothing of small groups", async () => {
  const { token, made, link } = await shared();
  expect(made.status).toBe(303);
  expect(link.email).toBe("ines@partner.example");
  const { response, status, html } = await open(token);
  expect(status).toBe(200);
  expect(html).toContain("Nordwind AG");
  expect(html).toMatch(/Deliverables<\/th>/);
  expect(html).not.toMatch(/Walburga|Quint|Zahnrad|<nav aria-label="Main"|href="\/"/);
  expect(response.headers.get("x-robots-tag")).toBe("noindex");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(response.headers.get("referrer-policy")).toBe("same-origin");
});

test("the author is shown exactly that page before sending it", async () => {
  const { round, cookie, token } = await shared();
  const form = await (await visit(paths.roundShares(round.id), cookie)).text();
  expect(form).toContain(`src="${paths.roundSharesPage(round.id)}"`);
  const preview = await visit(paths.roundSharesPage(round.id), cookie);
  expect(preview.headers.get("x-frame-options")).toBe("SAMEORIGIN");
  const sections = (html: string) => html.match(/<section.*<\/section>/s)![0];
  expect(sections(await preview.text())).toBe(sections((await open(token)).html));
});

test("the mail names who shares what, for how long, and holds the link once", async () => {
  const { manager, token } = await shared({ note: "For the meeting on Monday.\nBring it along." });
  const admin = await createToken(await createStaff({ role: "admin" }));
  const { messages } = await (
    await api(admin, "GET", "/outbox")
  ).json<{
    messages: { kind: string; text: string; to: string; headers: Record<string, string> }[];
  }>();
  const mail = messages.find(({ kind }) => kind === "report_shared")!;
  expect(mail.to).toBe("ines@partner.example");
  expect(mail.headers["Reply-To"]).toBe(manager.email);
  expect(mail.text).toContain("For the meeting on Monday.");
  expect(mail.text).toContain("1 May 2026");
  expect(mail.text.split("\n").filter((line) => line.includes("http"))).toEqual([
    expect.stringMatching(new RegExp(`/v/${token}$`)),
  ]);
  expect(mail.text).not.toMatch(/Walburga|Zahnrad/);
});

test("only the hash of a token is stored", async () => {
  const { token } = await shared();
  expect(JSON.stringify(await everythingStored())).not.toContain(token);
});

test("opening a link, as scanners do, changes nothing, also when it has expired", async () => {
  const { token, link } = await shared();
  const before = await everythingStored();
  for (const method of ["GET", "HEAD"])
    expect((await request(paths.sharedReport(token), { method })).status).toBe(200);
  expect(await everythingStored()).toEqual(before);
  vi.setSystemTime(link.expiresAt.getTime() + 1);
  for (const method of ["GET", "HEAD"])
    expect((await request(paths.sharedReport(token), { method })).status).toBe(410);
  expect(await everythingStored()).toEqual(before);
});

test("a tampered token, another kind's token and one of another link open nothing", async () => {
  const { token, link } = await shared();
  const flipped = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
  const other = await testCtx().tokens.make("client", link.id);
  const next = await testCtx().tokens.make("share", link.id, 2);
  for (const one of [flipped, other, next, `${token}x`, "..%2f", "%00"]) {
    const { status, html } = await open(one);
    expect(status, one).toBe(404);
    expect(html).not.toContain("Nordwind");
  }
  expect((await request(paths.clientPage(token))).status).toBe(404);
});

test("a form sent twice makes one link and one mail", async () => {
  const { round, cookie } = await shared();
  const again = { name: "Ines Roth", email: "ines@partner.example", days: "30", key: "k" };
  await Promise.all([1, 2].map(() => post(paths.roundShares(round.id), again, cookie)));
  expect(await db.query.shareLink.findMany()).toHaveLength(1);
  expect(await mails()).toHaveLength(1);
  expect(
    (await db.query.auditEntry.findMany()).filter(({ action }) => action === "round.shared"),
  ).toHaveLength(1);
});

test("the list says who made a link for whom, and one click revokes it while it is open elsewhere", async () => {
  const { round, cookie, token, link } = await shared();
  const list = await (await visit(paths.roundShares(round.id), cookie)).text();
  expect(list).toMatch(
    /<bdi>Ines Roth<\/bdi>.*ines@partner\.example.*Account Manager.*1 Apr 2026/s,
  );
  expect((await post(paths.shareRevoke(round.id, link.id), {}, cookie)).status).toBe(303);
  const { status, html } = await open(token);
  expect(status).toBe(410);
  expect(html).toContain("This link was withdrawn");
  expect(html).not.toMatch(/<form|Nordwind/);
  const fresh = await post(paths.sharedFresh(token), {});
  expect(fresh.status).toBe(410);
  expect(await mails()).toHaveLength(1);
  await post(paths.shareRevoke(round.id, link.id), {}, cookie);
  const entries = await db.query.auditEntry.findMany();
  expect(entries.filter(({ action }) => action === "round.share_revoked")).toHaveLength(1);
});

test("a link cannot be revoked by way of another round", async () => {
  const { link, account, cookie, token } = await shared();
  const { round } = await closedRound({ people, account });
  await post(paths.shareRevoke(round.id, link.id), {}, cookie);
  expect((await open(token)).status).toBe(200);
});

test("an expired link shows no report and mails a fresh one to the recorded address, once a day", async () => {
  const { token, link } = await shared();
  vi.setSystemTime(link.expiresAt.getTime() + days);
  const expired = await open(token);
  expect(expired.status).toBe(410);
  expect(expired.html).toContain("This link has expired");
  expect(expired.html).not.toMatch(/Nordwind|ines@/);
  for (let time = 0; time < 3; time++) {
    const asked = await post(paths.sharedFresh(token), { email: "thief@elsewhere.example" });
    expect(asked.status).toBe(200);
    expect(await asked.text()).not.toMatch(/Nordwind|ines@|thief@/);
  }
  const sent = await mails();
  expect(sent.map(({ recipient }) => recipient)).toEqual([link.email, link.email]);
  const renewed = await linkOf(link.id);
  expect(renewed.tokenVersion).toBe(2);
  expect((await open(token)).status).toBe(410);
  expect((await open(await tokenOf(renewed))).status).toBe(200);
});

test("who holds an old link cannot take the fresh one away", async () => {
  const { token, link } = await shared();
  vi.setSystemTime(link.expiresAt.getTime() + 1);
  await post(paths.sharedFresh(token), {});
  const fresh = await tokenOf(await linkOf(link.id));
  vi.setSystemTime(link.expiresAt.getTime() + 2 * days);
  await post(paths.sharedFresh(token), {});
  expect((await open(fresh)).status).toBe(200);
  expect(await mails()).toHaveLength(3);
});

test("asked for by POST, a link that still works leads to its page and mails nothing", async () => {
  const { token } = await shared();
  const asked = await post(paths.sharedFresh(token), {});
  expect(asked.status).toBe(303);
  expect(await mails()).toHaveLength(1);
});

test("what is typed wrong is said by field, everything typed is kept and nothing is stored", async () => {
  const { round, cookie } = await shared();
  const before = await everythingStored();
  const typed = { name: "<b>Zoë</b>", email: "nowhere", note: "Kept", days: "12", key: "k2" };
  const answer = await post(paths.roundShares(round.id), typed, cookie);
  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toContain('href="#email"');
  expect(html).toContain('href="#days"');
  expect(html).toContain("&lt;b>Zoë&lt;/b>");
  expect(html).toContain("Kept");
  expect(await everythingStored()).toEqual(before);
});

test("an address that wants no mail from us is not written to", async () => {
  const { round, cookie } = await shared();
  const addressHash = await testCtx().tokens.hashAddress("gone@partner.example");
  await db.insert(tables.optOut).values({ addressHash, createdAt: someDay });
  const typed = { name: "Gone", email: "gone@partner.example", days: "7", key: "k3" };
  const answer = await post(paths.roundShares(round.id), typed, cookie);
  expect(answer.status).toBe(422);
  expect(await mails()).toHaveLength(1);
});

test("a round that is not closed has nothing to share, and an independent administrator shares nothing", async () => {
  const { account, manager } = await managedAccount();
  const outsider = await createStaff({ role: "independent_administrator" });
  const openRound = await createRound({ accountId: account.id, status: "open" });
  expect((await visit(paths.roundShares(openRound.id), await signIn(manager))).status).toBe(409);
  const { round } = await closedRound({
    people,
    account,
    confidentiality: "confidential",
    round: { administratorId: outsider.id },
  });
  expect((await visit(paths.roundShares(round.id), await signIn(outsider))).status).toBe(403);
  expect((await visit(paths.roundShares(round.id), await signIn(manager))).status).toBe(200);
});
