import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  api,
  createAccount,
  createContact,
  createInvitation,
  createRound,
  createStaff,
  createToken,
  db,
  everythingStored,
  launchedRound,
  post,
  request,
  signIn,
  someDay,
  visit,
} from "../factories.ts";

const contactOf = (id: string) => db.query.contact.findFirst({ where: eq(tables.contact.id, id) });
const statusOf = async (id: string) =>
  (await db.query.invitation.findFirst({ where: eq(tables.invitation.id, id) }))!.status;
const queue = (id: string, kind: string, recipient: string, invitationId: string | null) =>
  db.insert(tables.message).values({
    id,
    kind,
    recipient,
    invitationId,
    data: {},
    status: "queued",
    createdAt: someDay,
  });

/** Somebody whom two rounds ask, who answered one of them, and the account where they work now. */
async function surroundings() {
  const set = await launchedRound({ contact: { mostSenior: true } });
  const { account, version, manager, invitation } = set;
  const { contact } = invitation;
  const other = await createRound({ accountId: account.id, status: "open", name: "Answered" });
  const links = { contactId: contact.id, templateVersionId: version.id };
  const answered = await createInvitation({ roundId: other.id, ...links, status: "completed" });
  const draft = await createRound({ accountId: account.id, contactIds: [contact.id, "else"] });
  const target = await createAccount({ name: "Donau AG", accountManagerId: manager.id });
  await queue(`invitation/${invitation.id}`, "invitation", contact.email, invitation.id);
  await queue(`receipt/${answered.id}/1`, "receipt", contact.email, answered.id);
  return { ...set, contact, answered, draft, target, token: await createToken(manager) };
}

test("who works elsewhere now is asked nothing more at the old account; what was said there stays", async () => {
  const { contact, invitation, answered, draft, target, manager, account } = await surroundings();
  const cookie = await signIn(manager);
  const path = `/contacts/${contact.id}/move`;
  const before = await everythingStored();
  const page = await (await visit(`${path}?q=don`, cookie)).text();
  expect(page).toContain("Donau AG");
  expect(page).toContain("Spring round");
  expect(await everythingStored()).toEqual(before);

  const moved = await post(path, { accountId: target.id }, cookie);
  expect([moved.status, moved.headers.get("location")]).toEqual([
    303,
    `/contacts/${contact.id}?saved=1`,
  ]);
  expect(await contactOf(contact.id)).toMatchObject({
    accountId: target.id,
    mostSenior: false,
    status: "active",
  });
  expect([await statusOf(invitation.id), await statusOf(answered.id)]).toEqual([
    "revoked",
    "completed",
  ]);
  const link = await request(`/s/${invitation.token}`);
  expect(link.status).toBe(410);
  expect(await link.text()).toContain("This link is no longer valid");
  const mail = await db.select().from(tables.message);
  expect(Object.fromEntries(mail.map(({ kind, status }) => [kind, status]))).toEqual({
    invitation: "cancelled",
    receipt: "queued",
  });
  const row = await db.query.round.findFirst({ where: eq(tables.round.id, draft.id) });
  expect(row!.contactIds).toEqual(["else"]);
  expect(await db.select().from(tables.auditEntry)).toMatchObject([
    {
      action: "contact.moved",
      actor: manager.id,
      subjectId: contact.id,
      detail: { from: account.id, to: target.id },
    },
  ]);
});

test("the same address at the other account is told by name, and nothing is moved", async () => {
  const { contact, target, manager, token } = await surroundings();
  const there = await createContact({
    accountId: target.id,
    email: contact.email,
    firstName: "Ada",
    lastName: "Byron",
  });
  const cookie = await signIn(manager);
  const before = await everythingStored();
  const page = await post(`/contacts/${contact.id}/move`, { accountId: target.id }, cookie);
  expect(page.status).toBe(409);
  const text = await page.text();
  expect(text).toContain("Ada Byron");
  expect(text).toContain(`href="/contacts/${there.id}"`);
  const call = await api(token, "PATCH", `/contacts/${contact.id}`, { accountId: target.id });
  expect(call.status).toBe(409);
  expect(await call.json()).toMatchObject({
    error: { code: "email_taken", details: [{ field: "accountId", contactId: there.id }] },
  });
  expect(await everythingStored()).toEqual(before);
});

test("PATCH /contacts/:id moves together with what else it changes, and takes the mark along when told to", async () => {
  const { contact, invitation, target, token } = await surroundings();
  const senior = await createContact({ accountId: target.id, mostSenior: true });
  const change = { accountId: target.id, email: "ada@donau.example", mostSenior: true };
  const response = await api(token, "PATCH", `/contacts/${contact.id}`, change);
  expect(response.status).toBe(200);
  expect((await response.json<{ contact: unknown }>()).contact).toMatchObject(change);
  expect(await contactOf(contact.id)).toMatchObject(change);
  expect((await contactOf(senior.id))!.mostSenior).toBe(false);
  expect(await statusOf(invitation.id)).toBe("revoked");
  const same = await api(token, "PATCH", `/contacts/${contact.id}`, { accountId: target.id });
  expect(same.status).toBe(200);
  expect((await contactOf(contact.id))!.mostSenior).toBe(true);
});

test("nobody moves to an account, or from one, that is out of reach", async () => {
  const { contact, target, token } = await surroundings();
  const elsewhere = await createAccount();
  const before = await everythingStored();
  const away = await api(token, "PATCH", `/contacts/${contact.id}`, { accountId: elsewhere.id });
  expect(away.status).toBe(404);
  const manager = await createStaff({ id: "other" });
  await db
    .update(tables.account)
    .set({ accountManagerId: manager.id })
    .where(eq(tables.account.id, target.id));
  const stranger = await createToken(manager);
  const taken = await api(stranger, "PATCH", `/contacts/${contact.id}`, { accountId: target.id });
  expect(taken.status).toBe(404);
  expect((await everythingStored())["contact"]).toEqual(before["contact"]);
  expect((await everythingStored())["invitation"]).toEqual(before["invitation"]);
});

test("two moves at once end at one account", async () => {
  const { contact, target, token, manager } = await surroundings();
  const second = await createAccount({ accountManagerId: manager.id });
  const both = await Promise.all(
    [target.id, second.id].map((accountId) =>
      api(token, "PATCH", `/contacts/${contact.id}`, { accountId }),
    ),
  );
  const entries = await db.select().from(tables.auditEntry);
  expect(both.filter(({ status }) => status === 200).length).toBe(entries.length);
  expect((await contactOf(contact.id))!.accountId).toBe(
    (entries.at(-1)!.detail as { to: string }).to,
  );
});
