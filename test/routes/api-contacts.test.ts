import * as tables from "#db/schema.ts";
import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  api,
  createAccount,
  createContact,
  createStaff,
  createToken,
  db,
  request,
  testCtx,
} from "../factories.ts";

type Result = {
  created: number;
  updated: number;
  unchanged: number;
  rejected: { line: number; column: string | null; reason: string }[];
  tierAssumed: number;
  unknownOwners?: string[];
};

let admin: string;
beforeEach(async () => {
  admin = await createToken(await createStaff({ role: "admin" }));
});

const send = (token: string, body: BodyInit, query = "", type = "text/csv") =>
  request(`/api/v1/contacts/import${query}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": type },
    body,
  });
const importCsv = async (token: string, body: BodyInit, query = ""): Promise<Result> => {
  const response = await send(token, body, query);
  expect(response.status).toBe(200);
  return response.json();
};
const contacts = () => db.select().from(tables.contact).orderBy(asc(tables.contact.email));

const sixteen = [
  "First Name,Last Name,Email,Company,Job Title,Department,Tier,Most senior,Language",
  ...Array.from({ length: 16 }, (_, at) => {
    const tier = at < 9 ? "user" : at < 15 ? "manager" : "board";
    return `Given${at},Family${at},p${at}@alpha.example,Alpha GmbH,Role ${at},IT,${tier},${at === 15 ? "yes" : ""},de`;
  }),
].join("\r\n");

describe("POST /contacts/import", () => {
  test("makes accounts and contacts, and finds nothing to do the second time", async () => {
    expect(await importCsv(admin, sixteen)).toEqual({
      created: 16,
      updated: 0,
      unchanged: 0,
      rejected: [],
      tierAssumed: 0,
    });
    expect(await importCsv(admin, sixteen)).toEqual({
      created: 0,
      updated: 0,
      unchanged: 16,
      rejected: [],
      tierAssumed: 0,
    });
    const accounts = await db.select().from(tables.account);
    expect(accounts).toMatchObject([{ name: "Alpha GmbH", nameFolded: "alpha gmbh" }]);
    const all = await contacts();
    expect(all).toHaveLength(16);
    expect(all.filter(({ mostSenior }) => mostSenior)).toMatchObject([
      { email: "p15@alpha.example" },
    ]);
    expect(all[0]).toMatchObject({ function: "it", locale: "de", status: "active" });
  });

  test("says with dryRun=true what it would do, and writes nothing", async () => {
    expect(await importCsv(admin, sixteen, "?dryRun=true")).toMatchObject({ created: 16 });
    expect(await contacts()).toEqual([]);
    expect(await db.select().from(tables.account)).toEqual([]);
    expect(await db.select().from(tables.auditEntry)).toEqual([]);
  });

  test("changes what the file says anew and keeps what it leaves empty", async () => {
    await importCsv(admin, sixteen);
    const file = "Email,Last Name,Company,Job Title,Tier\np0@alpha.example,Married,ALPHA  gmbh,,\n";
    expect(await importCsv(admin, file)).toMatchObject({ updated: 1, tierAssumed: 1 });
    expect((await contacts())[0]).toMatchObject({
      firstName: "Given0",
      lastName: "Married",
      jobTitle: "Role 0",
      tier: "user",
    });
  });

  test("rejects single lines with line, column and reason, and imports the rest", async () => {
    const file = [
      "Vorname;Nachname;E-Mail;Firma;Tier;Most senior",
      "Ada;Byron;ada@beta.example;Beta;board;x",
      'Bob;"Bad";nowhere;Beta;user;',
      "Eve;Bond;eve@beta.example;Beta;wizard;",
      "Eve;Bond;eve@beta.example;Beta;;ja",
      "Ada;Lovelace;ada@beta.example;beta;board;",
      "Ada;Byron;ada@beta.example;Beta;board;x",
      "Kim;Li;kim@beta.example;Beta;;",
    ].join("\n");
    const expected = {
      created: 2,
      updated: 0,
      unchanged: 0,
      tierAssumed: 1,
      rejected: [
        {
          line: 3,
          column: "E-Mail",
          reason: "This must look like name@example.com, with one @ and no spaces.",
        },
        { line: 4, column: "Tier", reason: "This is none of user, manager and board." },
        { line: 5, column: "Most senior", reason: expect.stringContaining("Line 2") },
        { line: 6, column: "E-Mail", reason: expect.stringContaining("Line 2") },
      ],
    };
    expect(await importCsv(admin, file, "?dryRun=true")).toEqual(expected);
    expect(await importCsv(admin, file)).toEqual(expected);
    expect((await contacts()).map(({ email }) => email)).toEqual([
      "ada@beta.example",
      "kim@beta.example",
    ]);
  });

  test("does not move a most senior mark, does not bring back who has left, nor a changed tier", async () => {
    const account = await createAccount({ name: "Beta" });
    const person = { accountId: account.id, firstName: "Eve", lastName: "Bond" };
    await createContact({ ...person, email: "eve@beta.example", mostSenior: true, tier: "board" });
    await createContact({ ...person, email: "left@beta.example", status: "left" });
    const file =
      "Email,First Name,Last Name,Company,Most senior\nada@beta.example,Ada,Byron,Beta,yes\n" +
      "eve@beta.example,Eve,Bond,Beta,\nleft@beta.example,Eve,Bond,Beta,\n";
    const result = await importCsv(admin, file);
    expect(result).toMatchObject({ created: 0, unchanged: 2, tierAssumed: 1 });
    expect(result.rejected).toEqual([
      { line: 2, column: "Most senior", reason: expect.stringContaining("Eve Bond") },
    ]);
    expect(await contacts()).toMatchObject([
      { tier: "board", mostSenior: true },
      { status: "left" },
    ]);
  });

  test("gives an account without an account manager the owner that the file names", async () => {
    const owner = await createStaff({ email: "olga@supplier.example", name: "Olga Owner" });
    const taken = await createAccount({ name: "Taken", accountManagerId: "somebody" });
    await createAccount({ name: "Free" });
    const file =
      "Email,Last Name,Company,Account Owner\na@x.example,A,Taken,olga@supplier.example\n" +
      "b@x.example,B,Free,OLGA@supplier.example\nc@x.example,C,Fresh,Olga Owner\nd@x.example,D,Nobody,n@x.example\n";
    const told = { created: 4, rejected: [], unknownOwners: ["n@x.example"] };
    expect(await importCsv(admin, file, "?dryRun=true")).toMatchObject(told);
    expect(await importCsv(admin, file)).toMatchObject(told);
    const managers = Object.fromEntries(
      (await db.select().from(tables.account)).map((row) => [row.name, row.accountManagerId]),
    );
    expect(managers).toEqual({
      Taken: taken.accountManagerId,
      Free: owner.id,
      Fresh: owner.id,
      Nobody: null,
    });
    expect(await db.select().from(tables.accountManagement)).toMatchObject([
      { staffId: owner.id },
      { staffId: owner.id },
    ]);
    const entries = await db
      .select()
      .from(tables.auditEntry)
      .where(eq(tables.auditEntry.action, "account_manager_changed"));
    expect(entries).toMatchObject([{ detail: { from: null, to: owner.id } }]);
  });

  test("makes an account manager's new accounts their own, and rejects lines for others' accounts", async () => {
    const manager = await createStaff();
    await createAccount({ name: "Foreign", accountManagerId: "somebody-else" });
    const file =
      "Email,Last Name,Company\na@x.example,A,foreign\nb@x.example,B,Mine Now\nc@x.example,C,Mine Now\n";
    const result = await importCsv(await createToken(manager), file);
    expect(result).toMatchObject({ created: 2, rejected: [{ line: 2, column: "Company" }] });
    const [made] = await db
      .select()
      .from(tables.account)
      .where(eq(tables.account.name, "Mine Now"));
    expect(made).toMatchObject({ accountManagerId: manager.id });
    expect(await db.select().from(tables.accountManagement)).toMatchObject([
      { accountId: made!.id, staffId: manager.id },
    ]);
  });

  test("leaves an audit entry when it changed something", async () => {
    await importCsv(admin, sixteen);
    await importCsv(admin, sixteen);
    expect(await db.select().from(tables.auditEntry)).toMatchObject([
      { action: "import_applied", detail: { created: 16, updated: 0, unchanged: 0, rejected: 0 } },
    ]);
  });

  const columns = Array.from({ length: 400 }, (_, at) => `C${at}`).join(",");
  test.each([
    ["an empty file", "", 422, "invalid"],
    ["a ZIP", "PK\u0003\u0004\u0000\u0000", 415, "unsupported"],
    ["400 columns", `Email,Company,Last Name,${columns}\n`, 422, "invalid"],
    [
      "duplicate headings",
      "Email,Company,Last Name,Email\na@a.example,A,B,c@c.example\n",
      422,
      "invalid",
    ],
    ["no heading", "a@a.example,Alpha,Byron\n", 422, "invalid"],
    ["JSON", "{}", 422, "invalid"],
    ["NUL bytes only", "\0\0\0\0", 422, "invalid"],
  ])("answers %s with a clear refusal and stores nothing", async (_name, body, status, code) => {
    const response = await send(admin, body);
    expect(response.status).toBe(status);
    const { error } = await response.json<{ error: { code: string; message: string } }>();
    expect(error.code).toBe(code);
    expect(error.message.length).toBeGreaterThan(10);
    expect(await contacts()).toEqual([]);
  });

  test("takes text/csv only, up to 20 MB, from who may write", async () => {
    expect((await send(admin, sixteen, "", "application/json")).status).toBe(415);
    expect((await send(admin, sixteen, "", "text/csv; charset=utf-8")).status).toBe(200);
    expect((await send(admin, "x".repeat(20 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await send(admin, sixteen, "?dryRun=maybe")).status).toBe(422);
    const reader = await createToken(await createStaff({ role: "admin" }), "read");
    expect((await send(reader, sixteen)).status).toBe(403);
    const outsider = await createToken(await createStaff({ role: "independent_administrator" }));
    expect((await send(outsider, sixteen)).status).toBe(403);
  });

  test("keeps HTML as text, takes line breaks for spaces and refuses NUL and overlong names by the line", async () => {
    const file =
      `Email,First Name,Last Name,Company\na@a.example,<b>Ada</b>,<script>x</script>,<i>A</i>\n` +
      `b@a.example,"Bob\nBcc: all@a.example",B,A\nc@a.example,N\0ul,C,A\nd@a.example,${"D".repeat(101)},D,A\n`;
    const result = await importCsv(admin, file);
    expect(result).toMatchObject({ created: 2, rejected: [{ line: 5 }, { line: 6 }] });
    const names = (await contacts()).map(({ firstName }) => firstName);
    expect(names.toSorted()).toEqual(["<b>Ada</b>", "Bob Bcc: all@a.example"]);
  });

  test("imports values at the limit of every field without exceeding what D1 takes", async () => {
    const long = "語".repeat(100);
    const rows = Array.from(
      { length: 1500 },
      (_, at) =>
        `${long};${long};w${at}@a.example;${"語".repeat(200)};${"語".repeat(200)};${"語".repeat(200)}`,
    );
    const file = `First Name;Last Name;Email;Company;Job Title;Department\n${rows.join("\n")}`;
    expect(await importCsv(admin, file)).toMatchObject({ created: 1500, rejected: [] });
  });

  test("imports 50,000 lines without loss, and finds all unchanged the second time", async () => {
    const rows = Array.from(
      { length: 50_000 },
      (_, at) =>
        `Jürgen${at};Groß;p${at}@firma${at % 5000}.example;Firma Nº ${at % 5000} AG;Leiter;IT;manager`,
    );
    const text = `Vorname;Nachname;E-Mail;Firma;Title;Department;Level\r\n${rows.join("\r\n")}\r\n`;
    const bytes = Uint8Array.from(text, (letter) => letter.codePointAt(0)!);
    expect(await importCsv(admin, bytes)).toMatchObject({ created: 50_000, rejected: [] });
    expect(await importCsv(admin, bytes)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 50_000,
    });
    expect(await db.$count(tables.contact)).toBe(50_000);
    expect(await db.$count(tables.account)).toBe(5000);
    const [last] = await db
      .select()
      .from(tables.contact)
      .where(eq(tables.contact.email, "p49999@firma4999.example"));
    expect(last).toMatchObject({ firstName: "Jürgen49999", lastName: "Groß", tier: "manager" });
  }, 120_000);
});

describe("PATCH /contacts/:id", () => {
  test("moves the most senior mark within the account", async () => {
    const { id: accountId } = await createAccount();
    const elsewhere = await createContact({
      accountId: (await createAccount()).id,
      mostSenior: true,
    });
    const before = await createContact({ accountId, mostSenior: true });
    const after = await createContact({ accountId });
    const response = await api(admin, "PATCH", `/contacts/${after.id}`, { mostSenior: true });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ contact: { id: after.id, mostSenior: true } });
    const marked = (await contacts()).filter(({ mostSenior }) => mostSenior).map(({ id }) => id);
    expect(marked.sort()).toEqual([after.id, elsewhere.id].sort());
    expect(before.mostSenior).toBe(true);
  });

  test("takes a wish for no more mail along to a corrected address, and only when it is corrected", async () => {
    const { tokens } = testCtx();
    const { id: accountId } = await createAccount();
    const quiet = await createContact({ accountId, email: "quiet@a.example" });
    const other = await createContact({ accountId, email: "other@a.example" });
    const addressHash = await tokens.hashAddress("quiet@a.example");
    await db.insert(tables.optOut).values({ addressHash, createdAt: new Date() });
    const correct = (id: string, email: string) =>
      api(admin, "PATCH", `/contacts/${id}`, { email });
    const silent = async () =>
      (await db.select().from(tables.optOut)).map((row) => row.addressHash).toSorted();
    expect((await correct(quiet.id, "other@a.example")).status).toBe(409);
    expect((await correct(other.id, "another@a.example")).status).toBe(200);
    expect(await silent()).toEqual([addressHash]);
    expect((await correct(quiet.id, "Q.Uiet@a.example")).status).toBe(200);
    const corrected = await tokens.hashAddress("q.uiet@a.example");
    expect(await silent()).toEqual([addressHash, corrected].toSorted());
  });

  test("refuses an address that another contact of the account has, and changes nothing", async () => {
    const { id: accountId } = await createAccount();
    const holder = await createContact({ accountId, email: "ada@a.example", mostSenior: true });
    const other = await createContact({ accountId });
    const response = await api(admin, "PATCH", `/contacts/${other.id}`, {
      email: "ADA@a.example",
      mostSenior: true,
      lastName: "Changed",
    });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { code: "email_taken" } });
    const rows = await contacts();
    expect(rows.find(({ id }) => id === holder.id)).toMatchObject({ mostSenior: true });
    expect(rows.find(({ id }) => id === other.id)).toEqual(other);
    expect(
      (await api(admin, "PATCH", `/contacts/${other.id}`, { email: other.email })).status,
    ).toBe(200);
  });

  test("records a changed address in the audit, without the address", async () => {
    const { id } = await createContact({ accountId: (await createAccount()).id });
    await api(admin, "PATCH", `/contacts/${id}`, { email: "new@a.example" });
    await api(admin, "PATCH", `/contacts/${id}`, { lastName: "Same Address" });
    const entries = await db.select().from(tables.auditEntry);
    expect(entries).toMatchObject([{ action: "contact_email_changed", subjectId: id }]);
    expect(JSON.stringify(entries)).not.toContain("new@a.example");
  });

  test.each([
    [{ tier: "wizard" }, 422, "invalid"],
    [{ email: "nowhere" }, 422, "invalid"],
    [{ firstName: "Ada\r\nBcc: x" }, 422, "invalid"],
    [{ lastName: "a\0b" }, 422, "invalid"],
    [{ lastName: "\uD800" }, 422, "invalid"],
    [{ firstName: "", lastName: " " }, 422, "invalid"],
    [{ nonsense: 1 }, 422, "invalid"],
    [{ locale: "not a language" }, 422, "invalid"],
    [{ status: "left", mostSenior: true }, 409, "contact_left"],
  ])("answers %j with %i", async (body, status, code) => {
    const contact = await createContact({ accountId: (await createAccount()).id });
    const response = await api(admin, "PATCH", `/contacts/${contact.id}`, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
    expect(await contacts()).toEqual([contact]);
  });

  test("does not find contacts of accounts out of reach", async () => {
    const contact = await createContact({ accountId: (await createAccount()).id });
    const token = await createToken(await createStaff());
    expect((await api(token, "GET", `/contacts/${contact.id}`)).status).toBe(404);
    expect((await api(token, "PATCH", `/contacts/${contact.id}`, { tier: "board" })).status).toBe(
      404,
    );
    expect((await api(admin, "GET", `/contacts/${contact.id}`)).status).toBe(200);
    expect((await api(admin, "PATCH", "/contacts/unknown", { tier: "board" })).status).toBe(404);
  });
});
