import * as tables from "#db/schema.ts";
import { loadRecipients } from "#worker/domain/round/actions-draft.ts";
import { deliver } from "#worker/mail/deliver.ts";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  createAccount,
  createContact,
  createInvitation,
  createRound,
  createStaff,
  createTemplateVersion,
  db,
  everythingStored,
  launchedRound,
  origin,
  post,
  request,
  signIn,
  someDay,
  testCtx,
  visit,
} from "../factories.ts";

const leader = async () => signIn(await createStaff({ role: "leader" }));
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
const contactOf = (id: string) => db.query.contact.findFirst({ where: eq(tables.contact.id, id) });
const invitationOf = (id: string) =>
  db.query.invitation.findFirst({ where: eq(tables.invitation.id, id) });

/** One person twice: asked under either address in a round of its own, under both in an open one. */
async function twoRecords(statuses: { from?: "completed"; into?: "completed" } = {}) {
  const account = await createAccount({ name: "Donau AG" });
  const accountId = account.id;
  const [from, into] = [
    await createContact({ accountId, lastName: "Old", mostSenior: true, jobTitle: "CFO" }),
    await createContact({ accountId, lastName: "New", doNotSurvey: false }),
  ];
  const version = await createTemplateVersion();
  const invite = async (status: "open" | "closed", contactId: string, roundId?: string) => {
    const id = roundId ?? (await createRound({ accountId, status, name: `Round ${status}` })).id;
    const done = statuses[contactId === from.id ? "from" : "into"] ?? "invited";
    return createInvitation({
      roundId: id,
      contactId,
      templateVersionId: version.id,
      status: status === "open" ? done : "completed",
    });
  };
  const closed = await invite("closed", from.id);
  const [fromOpen] = [await invite("open", from.id)];
  const intoOpen = await invite("open", into.id, fromOpen.roundId);
  const comment = { questionKey: "quality", position: 0, tier: "user" as const, text: "Fine." };
  await db
    .insert(tables.reportComment)
    .values({ roundId: closed.roundId, ...comment, contactId: from.id });
  const draft = await createRound({ accountId, contactIds: [from.id, into.id] });
  return { account, from, into, closed, fromOpen, intoOpen, draft };
}

test("a merge shows what moves before anything does, and then moves it", async () => {
  const { from, into, closed, fromOpen, intoOpen, draft, account } = await twoRecords();
  const cookie = await leader();
  const before = await everythingStored();
  expect(await (await visit(`/contacts/${from.id}/merge`, cookie)).text()).toContain(into.email);
  const page = await visit(`/contacts/${from.id}/merge?into=${into.id}`, cookie);
  const text = textOf(await page.text());
  for (const said of ["1 invitation with what was answered: Round closed", "1 comment in reports"])
    expect(text).toContain(said);
  expect(text).toContain("Both are invited to Round open: one of the two links ends.");
  expect(text).toContain("The mark as the most senior contact moves.");
  expect(await everythingStored()).toEqual(before);

  const done = await post(`/contacts/${from.id}/merge`, { into: into.id }, cookie);
  expect([done.status, done.headers.get("location")]).toEqual([
    303,
    `/contacts/${into.id}?saved=1`,
  ]);
  expect(await contactOf(from.id)).toMatchObject({
    mergedIntoId: into.id,
    status: "left",
    mostSenior: false,
  });
  expect(await contactOf(into.id)).toMatchObject({ mostSenior: true, jobTitle: "CFO" });
  expect(await invitationOf(closed.id)).toMatchObject({ contactId: into.id, status: "completed" });
  expect(await invitationOf(fromOpen.id)).toMatchObject({ contactId: from.id, status: "revoked" });
  expect(await invitationOf(intoOpen.id)).toMatchObject({ contactId: into.id, status: "invited" });
  const [comment] = await db.select().from(tables.reportComment);
  expect(comment!.contactId).toBe(into.id);
  const [row] = await db.select().from(tables.round).where(eq(tables.round.id, draft.id));
  expect(row!.contactIds).toEqual([into.id]);
  const [entry] = await db
    .select()
    .from(tables.auditEntry)
    .where(eq(tables.auditEntry.action, "contact.merged"));
  expect(entry).toMatchObject({ subjectId: from.id, detail: { into: into.id } });

  expect((await visit(`/contacts/${from.id}`, cookie)).status).toBe(404);
  expect(await (await visit(`/accounts/${account.id}`, cookie)).text()).not.toContain(from.email);
  expect((await post(`/contacts/${from.id}/merge`, { into: into.id }, cookie)).status).toBe(404);
});

test("notes before a survey follow the record, and who opts out by one means the address that stays", async () => {
  const { from, into, draft, closed } = await twoRecords();
  const token = await testCtx().tokens.make("opt-out", "note");
  const note = { text: "A word.", sentBy: "us", sentAt: someDay };
  const optOutHash = await testCtx().tokens.hash(token);
  await db.insert(tables.personalNote).values([
    { roundId: draft.id, contactId: from.id, ...note, optOutHash },
    { roundId: closed.roundId, contactId: from.id, ...note, optOutHash: "waits" },
  ]);
  await db.insert(tables.message).values({
    id: `personal-note/${closed.roundId}/${from.id}`,
    kind: "personal_note",
    recipient: from.email,
    data: {},
    status: "queued",
    createdAt: someDay,
  });
  await post(`/contacts/${from.id}/merge`, { into: into.id }, await leader());
  const notes = await db.select().from(tables.personalNote);
  expect(new Map(notes.map((one) => [one.optOutHash, one.contactId]))).toEqual(
    new Map([
      [optOutHash, into.id],
      ["waits", from.id],
    ]),
  );
  expect(await db.select().from(tables.message)).toMatchObject([{ recipient: into.email }]);
  expect((await post(`/u/${token}`, {})).status).toBe(200);
  expect(await db.select().from(tables.optOut)).toMatchObject([
    { addressHash: await testCtx().tokens.hashAddress(into.email) },
  ]);
});

test("of two links to an open round the answered one stays", async () => {
  const { from, into, fromOpen, intoOpen } = await twoRecords({ from: "completed" });
  await post(`/contacts/${from.id}/merge`, { into: into.id }, await leader());
  expect(await invitationOf(fromOpen.id)).toMatchObject({ status: "completed" });
  expect(await invitationOf(intoOpen.id)).toMatchObject({ status: "revoked" });
});

test("two merges at once, either way round, leave one record", async () => {
  const { from, into } = await twoRecords();
  const cookie = await leader();
  const both = await Promise.all([
    post(`/contacts/${from.id}/merge`, { into: into.id }, cookie),
    post(`/contacts/${into.id}/merge`, { into: from.id }, cookie),
  ]);
  expect(both.map(({ status }) => status)).toContain(303);
  const rows = await db.select().from(tables.contact);
  expect(rows.filter(({ mergedIntoId }) => mergedIntoId === null)).toHaveLength(1);
});

test("who wanted no more mail under one address wants none under the other, and waiting mail follows", async () => {
  const { from, into, closed } = await twoRecords();
  const { tokens } = testCtx();
  const addressHash = await tokens.hashAddress(from.email);
  await db.insert(tables.optOut).values({ addressHash, createdAt: someDay });
  const mail = { kind: "reminder", recipient: from.email, data: {}, createdAt: someDay };
  await db
    .insert(tables.message)
    .values({ id: "reminder/1", ...mail, status: "queued", invitationId: closed.id });
  await post(`/contacts/${from.id}/merge`, { into: into.id }, await leader());
  const hashes = (await db.select().from(tables.optOut)).map((row) => row.addressHash);
  expect(hashes).toContain(await tokens.hashAddress(into.email));
  const [message] = await db.select().from(tables.message);
  expect(message!.recipient).toBe(into.email);
});

test("an import of the old address brings nothing back", async () => {
  const { from, into, account } = await twoRecords();
  const cookie = await leader();
  await post(`/contacts/${from.id}/merge`, { into: into.id }, cookie);
  const body = new FormData();
  const csv = `Email,Company,Last Name,Most senior\n${from.email},Donau AG,Old,no\n`;
  body.set("file", new File([csv], "contacts.csv"));
  const headers = { cookie, origin };
  const uploaded = await request("/imports", { method: "POST", headers, body });
  await post(`${uploaded.headers.get("location")!}/apply`, {}, cookie);
  expect(await contactOf(from.id)).toMatchObject({ mergedIntoId: into.id, status: "left" });
  expect(await (await visit(`/accounts/${account.id}`, cookie)).text()).not.toContain(from.email);
});

test("contacts of different accounts, a contact with itself and another's contact are not merged", async () => {
  const { from, into } = await twoRecords();
  const other = await createContact({ accountId: (await createAccount()).id });
  const cookie = await leader();
  const stranger = await signIn(await createStaff());
  const before = await everythingStored();
  for (const id of [other.id, from.id, "nobody", ""])
    expect((await post(`/contacts/${from.id}/merge`, { into: id }, cookie)).status).toBe(404);
  expect((await post(`/contacts/${from.id}/merge`, { into: into.id }, stranger)).status).toBe(404);
  expect(await everythingStored()).toEqual(before);
});

test("who is marked as not to be surveyed is no recipient, and waiting mail does not leave", async () => {
  const { invitation, account } = await launchedRound();
  const cookie = await leader();
  const path = `/contacts/${invitation.contact.id}/do-not-survey`;
  expect((await post(path, { mark: "yes" }, cookie)).status).toBe(303);
  expect((await post(path, { mark: "yes" }, cookie)).status).toBe(303);
  expect(await contactOf(invitation.contact.id)).toMatchObject({ doNotSurvey: true });
  const entries = await db.select().from(tables.auditEntry);
  expect(entries.filter(({ action }) => action === "contact.do_not_survey")).toHaveLength(1);
  const page = textOf(await (await visit(`/accounts/${account.id}`, cookie)).text());
  expect(page).toContain("do not survey");
  const [recipient] = await loadRecipients(testCtx(), account.id, null);
  expect(recipient!.hindrance).toBe("do_not_survey");
  const mail = { kind: "invitation", recipient: invitation.contact.email, data: {} };
  await db.insert(tables.message).values({
    id: `invitation/${invitation.id}`,
    ...mail,
    invitationId: invitation.id,
    status: "queued",
    createdAt: someDay,
  });
  await deliver(testCtx(), [`invitation/${invitation.id}`]);
  expect((await db.select().from(tables.message))[0]!.status).toBe("cancelled");
  await post(path, { mark: "no" }, cookie);
  expect(await contactOf(invitation.contact.id)).toMatchObject({ doNotSurvey: false });
});

test("somebody an open round waits for is marked as left only after a page that says so", async () => {
  const { invitation, round } = await launchedRound();
  const quiet = await createContact({ accountId: round.accountId });
  const cookie = await leader();
  const { contact } = invitation;
  const page = await (await visit(`/contacts/${contact.id}`, cookie)).text();
  expect(page).toContain(`/contacts/${contact.id}/left`);
  const asked = await (await visit(`/contacts/${contact.id}/left`, cookie)).text();
  expect(asked).toContain("Spring round");
  expect(await contactOf(contact.id)).toMatchObject({ status: "active" });
  await post(`/contacts/${contact.id}`, { status: "left" }, cookie);
  expect(await contactOf(contact.id)).toMatchObject({ status: "left" });
  expect(await (await visit(`/contacts/${quiet.id}`, cookie)).text()).not.toContain("/left");
});

test("a contact is added by hand, once", async () => {
  const account = await createAccount();
  const cookie = await leader();
  const path = `/accounts/${account.id}/contacts/new`;
  expect(await (await visit(path, cookie)).text()).toContain("Add a contact");
  const form = { firstName: "Ada", lastName: "Byron", email: "ADA@a.example", tier: "board" };
  const added = await post(path, { ...form, function: "it", jobTitle: "CTO" }, cookie);
  expect(added.status).toBe(303);
  const [row] = await db.select().from(tables.contact);
  expect(row).toMatchObject({ email: "ada@a.example", tier: "board", jobTitle: "CTO" });
  const again = await post(path, { ...form, jobTitle: "Typed <title>" }, cookie);
  expect(again.status).toBe(422);
  const page = await again.text();
  expect(page).toContain('href="#email"');
  expect(page).toContain("Typed &lt;title>");
  for (const wrong of [{ email: "nowhere" }, { tier: "king" }, { firstName: "", lastName: "" }])
    expect((await post(path, { ...form, email: "b@a.example", ...wrong }, cookie)).status).toBe(
      422,
    );
  expect(await db.$count(tables.contact)).toBe(1);
});
