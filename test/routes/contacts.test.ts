import * as tables from "#db/schema.ts";
import { expect, test } from "vitest";
import {
  createAccount,
  createContact,
  createStaff,
  db,
  post,
  signIn,
  visit,
} from "../factories.ts";

const leader = async () => signIn(await createStaff({ role: "leader" }));
const byEmail = async () =>
  new Map((await db.select().from(tables.contact)).map((row) => [row.email, row]));

test("an account's page lists contacts from the top down, the most senior marked, who left last", async () => {
  const { id: accountId } = await createAccount();
  const person = (lastName: string, more: object) =>
    createContact({ accountId, firstName: "", lastName, ...more });
  await person("User", { tier: "user" });
  await person("Gone", { tier: "board", status: "left" });
  await person("منى الحسيني", { tier: "board", mostSenior: true });
  await person("Able", { tier: "board" });
  const page = await (await visit(`/accounts/${accountId}`, await leader())).text();
  const names = [...page.matchAll(/<a href="\/contacts\/[^"]+"><bdi>([^<]+)</g)].map(
    (hit) => hit[1],
  );
  expect(names).toEqual(["منى الحسيني", "Able", "User", "Gone"]);
  expect(page.match(/most senior</g)).toHaveLength(1);
  expect(page).toContain("has left");
});

test("the buttons of a contact's page move the mark and say who has left", async () => {
  const { id: accountId } = await createAccount();
  const before = await createContact({ accountId, email: "before@a.example", mostSenior: true });
  const after = await createContact({ accountId, email: "after@a.example" });
  const cookie = await leader();
  const page = await (await visit(`/contacts/${after.id}`, cookie)).text();
  expect(page).toContain("Mark as most senior");
  expect((await post(`/contacts/${after.id}`, { mostSenior: "yes" }, cookie)).status).toBe(303);
  expect((await byEmail()).get("after@a.example")).toMatchObject({ mostSenior: true });
  expect((await byEmail()).get("before@a.example")).toMatchObject({ mostSenior: false });
  await post(`/contacts/${before.id}`, { status: "left" }, cookie);
  expect((await byEmail()).get("before@a.example")).toMatchObject({ status: "left" });
  const refused = await post(`/contacts/${before.id}`, { mostSenior: "yes" }, cookie);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("Who has left cannot be");
});

const form = {
  firstName: "Ada",
  lastName: "Byron",
  email: "ada@a.example",
  tier: "manager",
  function: "it",
  jobTitle: "",
  department: "",
  locale: "de",
};

test("POST /contacts/:id stores the form", async () => {
  const { id } = await createContact({ accountId: (await createAccount()).id, jobTitle: "Old" });
  const response = await post(
    `/contacts/${id}`,
    { ...form, email: "ADA@a.example " },
    await leader(),
  );
  expect(response.status).toBe(303);
  expect((await byEmail()).get("ada@a.example")).toMatchObject({
    ...form,
    jobTitle: null,
    department: null,
  });
});

test.each([
  ["email", "nowhere"],
  ["email", "taken@a.example"],
  ["tier", "wizard"],
  ["firstName", "Ada\r\nBcc: x"],
  ["lastName", "B".repeat(101)],
  ["locale", "not a language"],
])("POST /contacts/:id keeps what was typed when %s is %j", async (field, value) => {
  const { id: accountId } = await createAccount();
  await createContact({ accountId, email: "taken@a.example" });
  const contact = await createContact({ accountId, email: "own@a.example" });
  const fields = { ...form, jobTitle: "Typed <title>", [field]: value };
  const response = await post(`/contacts/${contact.id}`, fields, await leader());
  expect(response.status).toBe(422);
  const page = await response.text();
  expect(page).toContain(`href="#${field}"`);
  expect(page).toContain("Typed &lt;title>");
  expect((await byEmail()).get("own@a.example")).toEqual(contact);
});
