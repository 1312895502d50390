import * as tables from "#db/schema.ts";
import { expect, test } from "vitest";
import { createAccount, createStaff, db, post, signIn, someDay, visit } from "../factories.ts";

const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

/** What two people did, and a sweep. */
async function twoDeeds() {
  const admin = await createStaff({ role: "admin", name: "Ada Admin" });
  const cookie = await signIn(admin);
  const [from, to] = [
    await createStaff({ name: "Von Hand" }),
    await createStaff({ name: "Zu Hand" }),
  ];
  const account = await createAccount({ name: "Donau <b> AG", accountManagerId: from.id });
  const entry = { at: someDay, subjectType: "account", subjectId: account.id };
  await db.insert(tables.auditEntry).values([
    {
      ...entry,
      actor: from.id,
      action: "account_manager_changed",
      detail: { from: from.id, to: to.id },
    },
    {
      ...entry,
      actor: "system",
      action: "round.closed",
      subjectType: "round",
      subjectId: "gone",
      detail: { reason: "A secret reason", token: "sekret" },
    },
  ]);
  return { cookie, admin, from, account };
}

test("an admin reads who did what, in plain words and without reasons or tokens", async () => {
  const { cookie } = await twoDeeds();
  const response = await visit("/audit", cookie);
  expect(response.status).toBe(200);
  const html = await response.text();
  expect(html).toContain("Donau &lt;b> AG");
  expect(html).not.toMatch(/secret|sekret/);
  const text = textOf(html);
  expect(text).toContain("closed the round The system 2 Mar 2026");
  expect(text).toContain("AG from Von Hand to Zu Hand Von Hand 2 Mar 2026");
});

test("the log is filtered by who and by what about, and saved as CSV", async () => {
  const { cookie, from, account } = await twoDeeds();
  const byFrom = textOf(await (await visit(`/audit?actor=${from.id}`, cookie)).text());
  expect(byFrom).toContain("handed over the account");
  expect(byFrom).not.toContain("closed the round");
  const about = textOf(await (await visit("/audit?about=round", cookie)).text());
  expect(about).toContain("closed the round");
  expect(about).not.toContain("handed over");
  const one = textOf(await (await visit(`/audit?about=account&id=${account.id}`, cookie)).text());
  expect(one).toContain("handed over the account");
  const csv = await (await visit(`/audit.csv?actor=${from.id}`, cookie)).text();
  expect(csv.trim().split("\r\n")).toHaveLength(2);
  expect(csv).toContain("Von Hand,handed over the account,account,Donau <b> AG,from Von Hand");
  expect(await (await visit("/audit?actor=nobody", cookie)).text()).toContain(
    "Nothing of that kind",
  );
});

test("the log is paged from the newest back, each entry once", async () => {
  const admin = await createStaff({ role: "admin" });
  const cookie = await signIn(admin);
  const entry = { at: someDay, actor: "system", subjectType: "staff", subjectId: admin.id };
  for (let at = 0; at < 120; at += 1)
    await db.insert(tables.auditEntry).values({ ...entry, action: `deed.number_${at}.` });
  const seen: string[] = [];
  let path: string | undefined = "/audit?actor=system";
  while (path) {
    const html: string = await (await visit(path, cookie)).text();
    seen.push(...[...html.matchAll(/deed number (\d+) /g)].map((hit) => hit[1]!));
    path = /href="([^"]+)" rel="next"/.exec(html)?.[1]!.replaceAll("&amp;", "&");
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, at) => String(119 - at)));
  expect((await visit("/audit?cursor=WyJ4Il0", cookie)).status).toBe(400);
});

test.each(["leader", "account_manager", "independent_administrator"] as const)(
  "the log is not for a %s",
  async (role) => {
    const cookie = await signIn(await createStaff({ role }));
    expect((await visit("/audit", cookie)).status).toBe(403);
    expect((await visit("/audit.csv", cookie)).status).toBe(403);
  },
);

test("an account added by hand has its manager and its entry, and is added once", async () => {
  const leader = await createStaff({ role: "leader" });
  const manager = await createStaff();
  const cookie = await signIn(leader);
  expect((await visit("/accounts/new", cookie)).status).toBe(200);
  const fields = { name: "Neue Werke GmbH", accountManagerId: manager.id };
  const both = await Promise.all([
    post("/accounts", fields, cookie),
    post("/accounts", fields, cookie),
  ]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422]);
  const [account, ...rest] = await db.select().from(tables.account);
  expect(rest).toEqual([]);
  expect(account).toMatchObject({ name: "Neue Werke GmbH", accountManagerId: manager.id });
  expect(await db.select().from(tables.accountManagement)).toMatchObject([
    { accountId: account!.id, staffId: manager.id },
  ]);
  const entries = await db.select().from(tables.auditEntry);
  expect(entries.filter(({ action }) => action === "account.added")).toHaveLength(1);
  expect((await post("/accounts", { name: " " }, cookie)).status).toBe(422);
  const unknown = await post("/accounts", { name: "X", accountManagerId: "nobody" }, cookie);
  expect(unknown.status).toBe(422);
  expect(await unknown.text()).toContain('value="X"');
});

test("an account manager adds accounts of one's own, an independent administrator none", async () => {
  const manager = await createStaff();
  const other = await createStaff();
  const fields = { name: "Own Ltd", accountManagerId: other.id };
  expect((await post("/accounts", fields, await signIn(manager))).status).toBe(303);
  expect((await db.select().from(tables.account))[0]!.accountManagerId).toBe(manager.id);
  const outsider = await signIn(await createStaff({ role: "independent_administrator" }));
  expect((await post("/accounts", { name: "Theirs" }, outsider)).status).toBe(403);
  expect((await visit("/accounts/new", outsider)).status).toBe(403);
});
