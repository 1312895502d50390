import * as tables from "#db/schema.ts";
import { paths } from "#web/paths.ts";
import { mergeContacts } from "#worker/domain/contact/actions-merge.ts";
import { deliver } from "#worker/mail/deliver.ts";
import { releaseReport } from "#worker/domain/release/actions.ts";
import { eq } from "drizzle-orm";
import { brotliCompressSync, constants } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { closedRound, managedAccount, type Invited } from "../closed-round.ts";
import {
  createContact,
  createStaff,
  db,
  everythingStored,
  post,
  request,
  someDay,
  staffCtx,
  testCtx,
} from "../factories.ts";

const days = 24 * 3600 * 1000;
const released = new Date(someDay.getTime() + 22 * days);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: released });
});
afterEach(() => {
  vi.useRealTimers();
});

const said = {
  "overall-grade": "B",
  quality: "5",
  "quality.comment": "Zahnrad",
  responsiveness: "2",
  "account-manager-care": "1",
};
const users = (count: number, answers: Invited["answers"] = said): Invited[] =>
  Array.from({ length: count }, () => ({
    tier: "user" as const,
    answers,
    contact: { firstName: "Walburga" },
  }));

async function page(
  people: Invited[],
  { note = null as string | null, confidential = false } = {},
) {
  const around = await managedAccount();
  const { round, contacts } = await closedRound({
    people,
    account: around.account,
    ...(confidential && { confidentiality: "confidential" as const }),
  });
  await releaseReport(staffCtx(around.manager, released), round.id, note);
  const link = await linkTo(contacts[0]!.id);
  return { ...around, round, contacts, link, token: await tokenOf(link) };
}

const linkTo = async (contactId: string) =>
  (await db.query.clientLink.findFirst({ where: eq(tables.clientLink.contactId, contactId) }))!;
const tokenOf = ({ id, tokenVersion }: { id: string; tokenVersion: number }) =>
  testCtx().tokens.make("client", id, tokenVersion);
const mails = () =>
  db.query.message.findMany({ where: eq(tables.message.kind, "report_released") });
const open = async (token: string) => {
  const response = await request(paths.clientPage(token));
  return { response, status: response.status, html: await response.text() };
};
const words = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

test("a client reads thanks, how many answered, areas in words and figures, and what happens next", async () => {
  const note = "We double the hotline.\nFrom May on.";
  const { token, manager } = await page([...users(6), { tier: "board", answers: null }], { note });
  const { status, html, response } = await open(token);
  expect(status).toBe(200);
  const text = words(html);
  expect(text).toContain("What Nordwind AG told us");
  expect(text).toContain("6 of the 7 we asked took the time to answer");
  expect(text).toContain("Taken together you give us a B");
  expect(text).toMatch(/What you think well of What we deliver 5\.0 of 5, from 6 of the 6 people/);
  expect(text).toMatch(/What has to get better How readily we respond 2\.0 of 5/);
  expect(text).toMatch(/What happens next We double the hotline\. From May on\./);
  expect(text).toContain(manager.name);
  expect(response.headers.get("x-robots-tag")).toBe("noindex");
});

test("nobody is named, nobody quoted, and nothing of our own grade or of the account manager is told", async () => {
  const { token } = await page(users(6));
  const text = words((await open(token)).html);
  expect(text).not.toMatch(/Walburga|Zahnrad|account manager|we said|gap|blind spot/i);
});

test.each([false, true])(
  "fewer than five answers are only thanked for (confidential: %s)",
  async (confidential) => {
    const people = [...users(4), { tier: "user" as const, answers: null }];
    const { token } = await page(people, { confidential });
    const text = words((await open(token)).html);
    expect(text).toContain("Thank you");
    expect(text).toContain("Fewer than five people answered, so we show no figures");
    expect(text).not.toMatch(/of 5|of the 5|give us a/);
  },
);

test("a level of fewer than five is not told apart in a named round either", async () => {
  const people: Invited[] = [
    ...users(6),
    { tier: "board", answers: { "overall-grade": "F", image: "1" } },
  ];
  const { token } = await page(people);
  const text = words((await open(token)).html);
  expect(text).not.toContain("How we are regarded 1.0");
});

test("the page weighs at most 10,240 bytes, runs no script of others and needs none", async () => {
  const answers = Object.fromEntries(
    ["quality", "responsiveness", "working-together", "integrity"].map((key) => [key, "4"]),
  );
  const people = users(6, { ...said, ...answers }).map((one) => ({
    ...one,
    tier: "manager" as const,
  }));
  const { token } = await page(people, { note: "x y ".repeat(150) });
  const { html } = await open(token);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  expect(brotliCompressSync(html, quality).byteLength).toBeLessThanOrEqual(10_240);
  expect(html).not.toMatch(/<(link|script|img|iframe)[^>]+(href|src)="(?!data:)/);
  expect(html).not.toContain("<form");
});

test("opening, as scanners do, changes nothing; nor does an expired page", async () => {
  const { token, link } = await page(users(6));
  const before = await everythingStored();
  for (const method of ["GET", "HEAD"])
    expect((await request(paths.clientPage(token), { method })).status).toBe(200);
  vi.setSystemTime(link.expiresAt.getTime() + 1);
  for (const method of ["GET", "HEAD"])
    expect((await request(paths.clientPage(token), { method })).status).toBe(410);
  expect(await everythingStored()).toEqual(before);
});

test("a tampered token and those of other kinds open nothing", async () => {
  const { token, link } = await page(users(6));
  const { tokens } = testCtx();
  const others = [
    `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`,
    await tokens.make("share", link.id),
    await tokens.make("survey", link.id),
    await tokens.make("client", link.contactId),
    await tokens.make("client", link.id, 2),
  ];
  for (const one of others) {
    const { status, html } = await open(one);
    expect(status).toBe(404);
    expect(html).not.toContain("Nordwind");
  }
  expect((await request(paths.survey(token))).status).toBe(404);
  expect((await request(paths.sharedReport(token))).status).toBe(404);
});

test("an expired link asks for a fresh one by mail to its contact and never shows the page", async () => {
  const { token, link, contacts } = await page(users(6));
  vi.setSystemTime(link.expiresAt.getTime() + days);
  const { html } = await open(token);
  expect(words(html)).toContain("This link has expired");
  expect(html).not.toMatch(/Nordwind|client\.example/);
  const times = [1, 2, 3];
  await Promise.all(times.map(() => post(paths.clientFresh(token), { email: "thief@x.example" })));
  const sent = (await mails()).filter(({ data }) => data["fresh"]);
  expect(sent.map(({ recipient }) => recipient)).toEqual([contacts[0]!.email]);
  expect((await open(token)).status).toBe(410);
  const fresh = await tokenOf(await linkTo(link.contactId));
  expect((await open(fresh)).status).toBe(200);
  await post(paths.clientFresh(token), {});
  expect((await mails()).filter(({ data }) => data["fresh"])).toHaveLength(1);
});

test("a fresh link is not mailed to who has opted out since", async () => {
  const { token, link, contacts } = await page(users(6));
  const late = new Date(link.expiresAt.getTime() + days);
  vi.setSystemTime(late);
  await db.insert(tables.optOut).values({
    addressHash: await testCtx().tokens.hashAddress(contacts[0]!.email),
    createdAt: someDay,
  });
  await post(paths.clientFresh(token), {});
  const fresh = (await mails()).filter(({ data }) => data["fresh"]);
  await deliver(
    testCtx({ kind: "system" }, late),
    fresh.map(({ id }) => id),
  );
  expect((await mails()).filter(({ data }) => data["fresh"])).toMatchObject([
    { status: "cancelled" },
  ]);
});

test("a withdrawn link says so while it is open, and brings no fresh one", async () => {
  const { token, link } = await page(users(6));
  await db.update(tables.clientLink).set({ revokedAt: released });
  const { status, html } = await open(token);
  expect(status).toBe(410);
  expect(html).toContain("This link was withdrawn");
  expect(html).not.toMatch(/<form|Nordwind/);
  vi.setSystemTime(link.expiresAt.getTime() + days);
  const before = await everythingStored();
  expect((await post(paths.clientFresh(token), {})).status).toBe(410);
  expect(await everythingStored()).toEqual(before);
});

test("the mail holds the page's link and the way out, each on a line of its own, and no figure", async () => {
  const { token, link, account, contacts } = await page(users(6), {
    note: "We double the hotline.",
  });
  const { renderMail } = await import("#worker/mail/render.tsx");
  const { gatherFacts } = await import("#worker/mail/facts.ts");
  const row = (await mails()).find(({ recipient }) => recipient === contacts[0]!.email)!;
  const ctx = testCtx();
  const mail = (await renderMail(ctx.config, row, await gatherFacts(ctx, [row])))!;
  const optOut = paths.optOut(await ctx.tokens.make("opt-out", link.id));
  expect(mail.text.split("\n").filter((line) => line.includes("http"))).toEqual([
    expect.stringContaining(paths.clientPage(token)),
    expect.stringContaining(optOut),
  ]);
  expect(mail.headers["List-Unsubscribe"]).toContain(optOut);
  expect(mail.text).toContain("We double the hotline.");
  expect(mail.text).not.toMatch(/\d\.\d of 5|Zahnrad/);
  expect(mail.subject).toContain(account.name);
  expect(mail.subject.length).toBeLessThan(60);
  expect((await request(optOut)).status).toBe(200);
});

test("who is merged into another contact of the account hands over link and waiting mail", async () => {
  const { account, contacts } = await page(users(6));
  const into = await createContact({ accountId: account.id });
  const lead = await createStaff({ role: "leader" });
  const link = await linkTo(contacts[0]!.id);
  await mergeContacts(staffCtx(lead, released), contacts[0]!.id, into.id);
  expect((await linkTo(into.id)).id).toBe(link.id);
  const row = (await mails()).find(({ id }) => id.includes(link.id))!;
  expect(row.recipient).toBe(into.email);
  // Both were sent the page: one of the two links is left.
  await mergeContacts(staffCtx(lead, released), contacts[1]!.id, into.id);
  expect((await linkTo(contacts[1]!.id)).revokedAt).not.toBeNull();
});
