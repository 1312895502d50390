import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  api,
  createAccount,
  createStaff,
  createToken,
  db,
  origin,
  post,
  request,
  signIn,
  visit,
} from "../factories.ts";

type StaffRow = typeof tables.staff.$inferSelect;
let admin: StaffRow;
let cookie: string;

beforeEach(async () => {
  admin = await createStaff({ role: "admin", name: "Ada Admin" });
  cookie = await signIn(admin);
});

const form = (changed: Record<string, string> = {}) => ({
  name: "Jonas Keller",
  email: "jonas@supplier.example",
  role: "account_manager",
  lineManagerId: "",
  phone: "",
  ...changed,
});
const findStaff = (id: string) => db.query.staff.findFirst({ where: eq(tables.staff.id, id) });
const audits = async () =>
  (await db.select().from(tables.auditEntry)).map(({ action, actor }) => [action, actor]);

describe("the list", () => {
  test("shows everybody with role, line manager and state", async () => {
    await createStaff({
      name: "<b>Bo</b> أمل",
      lineManagerId: admin.id,
      deactivatedAt: new Date(),
    });
    const html = await (await visit("/staff", cookie)).text();
    expect(html).toContain("&lt;b>Bo&lt;/b> أمل");
    expect(html).toContain("deactivated");
    expect(html).toContain("Ada Admin");
  });

  test.each(["leader", "account_manager", "independent_administrator"] as const)(
    "is not for a %s, and neither are its changes",
    async (role) => {
      const other = await signIn(await createStaff({ role }));
      const page = await visit("/staff", other);
      expect(page.status).toBe(403);
      expect(await page.text()).toMatch(/<title>Not yours to see · .*<h1>Not yours to see</);
      expect((await post("/staff", form(), other)).status).toBe(403);
      expect((await post(`/staff/${admin.id}/deactivate`, {}, other)).status).toBe(403);
      expect(await db.$count(tables.staff)).toBe(2);
    },
  );

  test("asks who is not signed in to sign in", async () => {
    expect((await request("/staff")).status).toBe(302);
    expect((await post("/staff", form())).status).toBe(401);
  });
});

describe("an invitation", () => {
  test("adds the person and mails where to sign in", async () => {
    const response = await post(
      "/staff",
      form({ lineManagerId: admin.id, phone: "+49 30 1" }),
      cookie,
    );
    expect([response.status, response.headers.get("location")]).toEqual([
      303,
      "/staff?done=invited",
    ]);
    const jonas = await db.query.staff.findFirst({
      where: eq(tables.staff.email, "jonas@supplier.example"),
    });
    expect(jonas).toMatchObject({
      name: "Jonas Keller",
      lineManagerId: admin.id,
      phone: "+49 30 1",
    });
    const [mail] = await db.select().from(tables.message);
    expect(mail).toMatchObject({
      id: `staff-invited/${jonas!.id}`,
      recipient: "jonas@supplier.example",
    });
    expect(await audits()).toContainEqual(["staff.invited", admin.id]);
  });

  test("to an address that is taken writes nothing and keeps what was typed", async () => {
    const response = await post("/staff", form({ email: admin.email.toUpperCase() }), cookie);
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain("Somebody of yours has this address already.");
    expect(html).toContain('value="Jonas Keller"');
    expect(await db.$count(tables.staff)).toBe(1);
    expect(await db.$count(tables.message)).toBe(0);
  });

  test("sent twice at once adds one person", async () => {
    const both = await Promise.all([
      post("/staff", form(), cookie),
      post("/staff", form(), cookie),
    ]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422]);
    expect(await db.$count(tables.staff)).toBe(2);
    expect(await db.$count(tables.message)).toBe(1);
  });

  test.each([
    ["no name", { name: " " }, "The name is empty."],
    [
      "a line break in the name",
      { name: "Jo\r\nBcc: x@y.example" },
      "The name contains line breaks",
    ],
    ["a NUL in the name", { name: "Jo\0" }, "The name contains characters"],
    ["an endless name", { name: "x".repeat(101) }, "The name is longer than 100 characters."],
    ["no address", { email: "jonas" }, "The email address must look like name@example.com"],
    ["an unknown role", { role: "owner" }, "The role"],
    [
      "an unknown line manager",
      { lineManagerId: "nobody" },
      "The line manager is no active member",
    ],
  ])("with %s is refused", async (_, changed, message) => {
    const response = await post("/staff", form(changed), cookie);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
    expect(await db.$count(tables.staff)).toBe(1);
  });

  test("from another site is refused", async () => {
    const headers = { cookie, origin: "https://elsewhere.example" };
    const body = new URLSearchParams(form());
    expect((await request("/staff", { method: "POST", headers, body })).status).toBe(403);
    expect(await db.$count(tables.staff)).toBe(1);
  });
});

describe("a change", () => {
  test("sets role and line manager, and the audit keeps both", async () => {
    const person = await createStaff();
    const response = await post(
      `/staff/${person.id}`,
      { name: "New Name", role: "leader", lineManagerId: admin.id, phone: "" },
      cookie,
    );
    expect(response.status).toBe(303);
    expect(await findStaff(person.id)).toMatchObject({
      name: "New Name",
      role: "leader",
      lineManagerId: admin.id,
      email: person.email,
    });
    const [entry] = await db.select().from(tables.auditEntry);
    expect(entry).toMatchObject({
      action: "staff.changed",
      detail: { role: ["account_manager", "leader"], lineManagerId: [null, admin.id] },
    });
  });

  test("that would let a line run in a circle is refused", async () => {
    const top = await createStaff({ name: "Top" });
    const middle = await createStaff({ lineManagerId: top.id });
    const low = await createStaff({ name: "Low", lineManagerId: middle.id });
    for (const lineManagerId of [top.id, low.id]) {
      const fields = { name: "Top", role: "leader", lineManagerId, phone: "" };
      const response = await post(`/staff/${top.id}`, fields, cookie);
      expect(response.status).toBe(422);
      expect(await response.text()).toContain("in a circle");
    }
    expect(await findStaff(top.id)).toMatchObject({ lineManagerId: null });
  });

  test("takes effect at the next request of whoever it is about", async () => {
    const leader = await createStaff({ role: "admin" });
    const theirs = await signIn(leader);
    expect((await visit("/staff", theirs)).status).toBe(200);
    const fields = { name: "L", role: "leader", lineManagerId: "", phone: "" };
    await post(`/staff/${leader.id}`, fields, cookie);
    expect((await visit("/staff", theirs)).status).toBe(403);
  });

  test("never leaves the firm without an admin, two at once included", async () => {
    const fields = { name: "Ada Admin", role: "leader", lineManagerId: "", phone: "" };
    const alone = await post(`/staff/${admin.id}`, fields, cookie);
    expect(alone.status).toBe(422);
    expect(await alone.text()).toContain("the only admin");
    const second = await createStaff({ role: "admin" });
    const other = await signIn(second);
    await Promise.all([
      post(`/staff/${second.id}`, fields, cookie),
      post(`/staff/${admin.id}`, fields, other),
    ]);
    expect(await db.$count(tables.staff, eq(tables.staff.role, "admin"))).toBe(1);
  });

  test("of somebody who is not there is 404", async () => {
    const fields = { name: "X", role: "leader", lineManagerId: "", phone: "" };
    expect((await visit("/staff/nobody", cookie)).status).toBe(404);
    expect((await post("/staff/nobody", fields, cookie)).status).toBe(404);
    expect((await post("/staff/nobody/deactivate", {}, cookie)).status).toBe(404);
    expect((await post("/staff/nobody/reactivate", {}, cookie)).status).toBe(404);
  });
});

describe("a deactivation", () => {
  test("ends sessions and tokens at once, and lists what to hand over", async () => {
    const person = await createStaff({ role: "leader" });
    await createAccount({ name: "Zweckverband Nord", accountManagerId: person.id });
    const [theirs, token] = [await signIn(person), await createToken(person)];
    expect((await api(token, "GET", "/staff")).status).toBe(200);
    expect((await post(`/staff/${person.id}/deactivate`, {}, cookie)).status).toBe(303);
    expect((await visit("/", theirs)).status).toBe(302);
    expect((await api(token, "GET", "/staff")).status).toBe(401);
    expect(await db.$count(tables.session, eq(tables.session.userId, person.id))).toBe(0);
    const html = await (await visit(`/staff/${person.id}`, cookie)).text();
    expect(html).toContain("Zweckverband Nord");
    expect(html).toContain("Please hand these over");
  });

  test("can be taken back; old tokens stay revoked", async () => {
    const person = await createStaff({ role: "leader" });
    const token = await createToken(person);
    await post(`/staff/${person.id}/deactivate`, {}, cookie);
    await post(`/staff/${person.id}/deactivate`, {}, cookie);
    await post(`/staff/${person.id}/reactivate`, {}, cookie);
    expect(await findStaff(person.id)).toMatchObject({ deactivatedAt: null });
    expect((await api(token, "GET", "/staff")).status).toBe(401);
    expect((await visit("/", await signIn(person))).status).toBe(200);
    expect((await audits()).map(([action]) => action)).toEqual([
      "staff.deactivated",
      "staff.reactivated",
    ]);
  });

  test("of oneself or of the last admin is refused", async () => {
    const response = await post(`/staff/${admin.id}/deactivate`, {}, cookie);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("You cannot deactivate yourself.");
    expect(await findStaff(admin.id)).toMatchObject({ deactivatedAt: null });
    const second = await createStaff({ role: "admin" });
    const other = await signIn(second);
    await Promise.all([
      post(`/staff/${second.id}/deactivate`, {}, cookie),
      post(`/staff/${admin.id}/deactivate`, {}, other),
    ]);
    const active = (await db.select().from(tables.staff)).filter((one) => !one.deactivatedAt);
    expect(active.length).toBe(1);
  });

  test("is asked for once more by GET, which changes nothing", async () => {
    const person = await createStaff();
    expect((await visit(`/staff/${person.id}/deactivate`, cookie)).status).toBe(200);
    expect(await findStaff(person.id)).toMatchObject({ deactivatedAt: null });
  });
});

describe("a handover", () => {
  const accountsOf = async () =>
    (await db.select().from(tables.account)).map(({ accountManagerId, sponsorId }) => [
      accountManagerId,
      sponsorId,
    ]);

  /** Somebody who manages three accounts and sponsors one, and two who could take over. */
  async function leaving() {
    const [person, heir, patron] = [await createStaff(), await createStaff(), await createStaff()];
    for (let at = 0; at < 3; at += 1) await createAccount({ accountManagerId: person.id });
    await createAccount({ sponsorId: person.id });
    return { person, heir, patron };
  }

  test("goes with the deactivation in one gesture, and the history keeps both", async () => {
    const { person, heir, patron } = await leaving();
    const page = await (await visit(`/staff/${person.id}/deactivate`, cookie)).text();
    expect(page).toContain("Who becomes account manager of 3 accounts");
    expect(page).toContain("Who becomes sponsor of 1 account");
    const fields = { managerId: heir.id, sponsorId: patron.id };
    expect((await post(`/staff/${person.id}/deactivate`, fields, cookie)).status).toBe(303);
    const held = await accountsOf();
    expect(held.filter(([manager]) => manager === heir.id)).toHaveLength(3);
    expect(held.filter(([, sponsor]) => sponsor === patron.id)).toHaveLength(1);
    const history = await db.select().from(tables.accountManagement);
    for (const staffId of [person.id, heir.id])
      expect(history.filter((one) => one.staffId === staffId)).toHaveLength(3);
    const actions = (await audits()).map(([action]) => action);
    expect(actions.filter((action) => action === "account_manager_changed")).toHaveLength(3);
  });

  test("may come later, for somebody who is deactivated already", async () => {
    const { person, heir } = await leaving();
    await post(`/staff/${person.id}/deactivate`, {}, cookie);
    const page = await (await visit(`/staff/${person.id}`, cookie)).text();
    expect(page).toContain(`/staff/${person.id}/handover`);
    await post(`/staff/${person.id}/handover`, { managerId: heir.id }, cookie);
    await post(`/staff/${person.id}/handover`, { managerId: heir.id }, cookie);
    expect(await db.$count(tables.account, eq(tables.account.accountManagerId, heir.id))).toBe(3);
    const actions = (await audits()).map(([action]) => action);
    expect(actions.filter((action) => action === "account_manager_changed")).toHaveLength(3);
  });

  test("to nobody who may hold accounts changes nothing, the access included", async () => {
    const { person } = await leaving();
    const outsider = await createStaff({ role: "independent_administrator" });
    for (const managerId of [person.id, outsider.id, "nobody"]) {
      const refused = await post(`/staff/${person.id}/deactivate`, { managerId }, cookie);
      expect(refused.status).toBe(422);
      expect(await refused.text()).toContain('href="#managerId"');
    }
    expect(await findStaff(person.id)).toMatchObject({ deactivatedAt: null });
    expect(await db.$count(tables.account, eq(tables.account.accountManagerId, person.id))).toBe(3);
  });
});

test("the list is saved as CSV by admins only", async () => {
  await createStaff({ name: "=Formula", lineManagerId: admin.id });
  const csv = await (await visit("/staff.csv", cookie)).text();
  expect(csv).toContain("Name,Email,Role");
  expect(csv).toMatch(/'=Formula.*,Account manager,Ada Admin,/);
  const leader = await signIn(await createStaff({ role: "leader" }));
  expect((await visit("/staff.csv", leader)).status).toBe(403);
});

test("a form sent as JSON is refused", async () => {
  const headers = { cookie, origin, "content-type": "application/json" };
  const response = await request("/staff", { method: "POST", headers, body: "{}" });
  expect(response.status).toBe(415);
});
