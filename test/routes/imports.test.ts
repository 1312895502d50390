import * as tables from "#db/schema.ts";
import { applyImport, previewImport } from "#worker/domain/import/actions-preview.ts";
import { beforeEach, describe, expect, test } from "vitest";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  db,
  origin,
  post,
  request,
  signIn,
  staffCtx,
  visit,
} from "../factories.ts";

let staff: Awaited<ReturnType<typeof createStaff>>;
let cookie: string;
beforeEach(async () => {
  staff = await createStaff({ role: "leader" });
  cookie = await signIn(staff);
});

const upload = (content: BlobPart, name = "contacts.csv", by = cookie) => {
  const body = new FormData();
  body.set("file", new File([content], name, { type: "text/csv" }));
  return request("/imports", { method: "POST", body, headers: { origin, cookie: by } });
};
/** Uploads a good file; out: the address of its preview. */
const preview = async (content: BlobPart) => {
  const response = await upload(content);
  expect(response.status).toBe(303);
  return response.headers.get("location")!;
};
const page = async (path: string) => (await visit(path, cookie)).text();
const plain = (html: string) => html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
const apply = (path: string) =>
  request(`${path}/apply`, {
    method: "POST",
    headers: { origin, cookie, accept: "application/json" },
  });

const lines = (count: number, from = 0) =>
  Array.from(
    { length: count },
    (_, at) => `P${at + from},Person,p${at + from}@alpha.example,Alpha`,
  );
const heading = "First Name,Last Name,Email,Company";
const csv = (rows: string[]) => [heading, ...rows].join("\n");

describe("a preview", () => {
  test("shows what would change, before and after, and what is rejected, and changes nothing", async () => {
    const { id: accountId } = await createAccount({ name: "Alpha" });
    await createContact({
      accountId,
      email: "p0@alpha.example",
      firstName: "<i>Old</i>",
      lastName: "Person",
    });
    const path = await preview(csv([...lines(2), "X,Bad,nowhere,Alpha"]));
    const shown = await page(path);
    expect(shown).toContain("&lt;i>Old&lt;/i>");
    expect(plain(shown)).toContain("New contacts 1 Changed 1 Unchanged 0 Lines rejected 1");
    expect(plain(shown)).toContain("p1@alpha.example Alpha New: P1 , Person , User 3");
    expect(plain(shown)).toContain(
      "4 Email This must look like name@example.com, with one @ and no spaces.",
    );
    expect(shown).toContain("Import 2 contacts");
    expect(await db.$count(tables.contact)).toBe(1);
  });

  test("offers the rejected lines as CSV", async () => {
    const path = await preview(csv([...lines(1), "X,Bad,nowhere,Alpha"]));
    const response = await visit(`${path}/rejected.csv`, cookie);
    expect(response.headers.get("content-type")).toContain("text/csv");
    expect(response.headers.get("content-disposition")).toContain("attachment");
    expect(await response.text()).toBe(
      'Line,Column,Reason\r\n3,Email,"This must look like name@example.com, with one @ and no spaces."\r\n',
    );
  });

  test("tells whom the file names as owner and nobody knows, and still does once it is in", async () => {
    const olga = await createStaff({ email: "olga@supplier.example" });
    const path = await preview(
      `${heading},Account Owner\nA,A,a@a.example,Alpha,${olga.email}\nB,B,b@b.example,Beta,Otto@old.example\n`,
    );
    const told = "who are nobody here, or whom you may not name: otto@old.example .";
    expect(plain(await page(path))).toContain(told);
    await post(`${path}/apply`, {}, cookie);
    expect(plain(await page(path))).toContain(told);
    expect(await db.$count(tables.contact)).toBe(2);
  });

  test("says when there is nothing to import", async () => {
    const path = await preview(csv(["X,Bad,nowhere,Alpha"]));
    expect(await page(path)).toContain("There is nothing to import");
  });

  test("is for who uploaded it: nobody else finds, applies or downloads it", async () => {
    const path = await preview(csv(lines(1)));
    const other = await signIn(await createStaff({ role: "admin" }));
    expect((await visit(path, other)).status).toBe(404);
    expect((await visit(`${path}/rejected.csv`, other)).status).toBe(404);
    expect((await post(`${path}/apply`, {}, other)).status).toBe(404);
    expect(await db.$count(tables.contact)).toBe(0);
  });

  test("that was never applied is forgotten after a day, at the next upload", async () => {
    await previewImport(staffCtx(staff, new Date("2026-03-01T09:00:00Z")), {
      name: "old.csv",
      bytes: new TextEncoder().encode(csv(lines(1))),
    });
    await preview(csv(lines(1)));
    expect(await db.select().from(tables.importJob)).toMatchObject([{ fileName: "contacts.csv" }]);
    expect(await db.$count(tables.importChunk)).toBe(1);
  });
});

describe("applying", () => {
  test("without script imports everything in one request", async () => {
    const path = await preview(csv(lines(2500)));
    const response = await post(`${path}/apply`, {}, cookie);
    expect(response.status).toBe(303);
    expect(await db.$count(tables.contact)).toBe(2500);
    const shown = await page(path);
    expect(plain(shown)).toContain("New contacts 2,500 Changed 0 Unchanged 0");
    expect(shown).not.toContain("/apply");
    const chunks = await db.select().from(tables.importChunk);
    expect(chunks.every(({ lines }) => lines.length === 0)).toBe(true);
    expect(await db.select().from(tables.auditEntry)).toMatchObject([{ action: "import_applied" }]);
  });

  test("with script goes part by part, may be cut off, and may be repeated", async () => {
    const path = await preview(csv(lines(2500)));
    const first = await apply(path);
    expect(await first.json()).toEqual({ applied: 1, total: 3 });
    expect(plain(await page(path))).toContain("1 of 3 parts are in");
    expect(await (await apply(path)).json()).toEqual({ applied: 2, total: 3 });
    expect(await (await apply(path)).json()).toEqual({ applied: 3, total: 3 });
    expect(await (await apply(path)).json()).toEqual({ applied: 3, total: 3 });
    expect(await db.select().from(tables.importJob)).toMatchObject([
      { status: "applied", created: 2500, updated: 0, unchanged: 0, tierAssumed: 2500 },
    ]);
    expect(await db.$count(tables.contact)).toBe(2500);
    expect(await db.$count(tables.auditEntry)).toBe(1);
  });

  test("by two tabs at once counts every contact once", async () => {
    const path = await preview(csv(lines(2500)));
    await Promise.all([post(`${path}/apply`, {}, cookie), post(`${path}/apply`, {}, cookie)]);
    const [job] = await db.select().from(tables.importJob);
    expect(job!.status).toBe("applied");
    expect(job!.created + job!.unchanged).toBe(2500);
    expect(await db.$count(tables.contact)).toBe(2500);
    expect(await db.$count(tables.account)).toBe(1);
    expect(await db.$count(tables.auditEntry)).toBe(1);
  });

  test("keeps to what has changed since the preview", async () => {
    const file =
      "Email,Last Name,Company,Most senior\nnew@a.example,New,Alpha,yes\nb@a.example,B,Alpha,\n";
    const path = await preview(file);
    const { id: accountId } = await createAccount({ name: "Alpha" });
    await createContact({ accountId, mostSenior: true, firstName: "Eve", lastName: "Holder" });
    await post(`${path}/apply`, {}, cookie);
    const shown = plain(await page(path));
    expect(shown).toContain("New contacts 1 Changed 0 Unchanged 0 Lines rejected 1");
    expect(shown).toContain("Eve Holder is already marked");
    expect(await db.$count(tables.account)).toBe(1);
  });

  test("counts a contact that is there twice once, in preview and in the end", async () => {
    const path = await preview(csv([...lines(1), ...lines(1)]));
    expect(plain(await page(path))).toContain("New contacts 1 Changed 0 Unchanged 0");
    await applyImport(staffCtx(staff), { importId: path.split("/").at(-1)!, all: true });
    expect(plain(await page(path))).toContain("New contacts 1 Changed 0 Unchanged 0");
  });

  test("an account manager makes accounts of their own", async () => {
    const manager = await createStaff();
    const own = await signIn(manager);
    const response = await upload(csv(lines(1)), "own.csv", own);
    await post(`${response.headers.get("location")}/apply`, {}, own);
    expect(await db.select().from(tables.account)).toMatchObject([
      { accountManagerId: manager.id },
    ]);
  });
});

describe("a file that cannot be read", () => {
  test.each([
    ["an empty file", "", 422, "The file is empty"],
    ["a ZIP", "PK\u0003\u0004", 415, "not CSV"],
    [
      "400 columns",
      `${heading},${Array.from({ length: 400 }, (_, at) => at).join(",")}\n`,
      422,
      "columns",
    ],
    ["duplicate headings", `${heading},Email\n`, 422, "is there twice"],
    ["no heading", "Ada,Byron,ada@a.example,Alpha\n", 422, "must be the heading"],
  ])("gets a clear page: %s", async (_name, content, status, words) => {
    const response = await upload(content);
    expect(response.status).toBe(status);
    const shown = await response.text();
    expect(shown).toContain("This file was not read");
    expect(shown).toContain(words);
    expect(await db.$count(tables.importJob)).toBe(0);
  });

  test("gets a clear page when none was chosen, or the form is no form", async () => {
    const none = await request("/imports", {
      method: "POST",
      body: new FormData(),
      headers: { origin, cookie },
    });
    expect(none.status).toBe(422);
    expect(await none.text()).toContain("Choose a file.");
    const text = await request("/imports", {
      method: "POST",
      body: "x",
      headers: { origin, cookie, "content-type": "text/plain" },
    });
    expect(text.status).toBe(415);
  });

  test("over 20 MB is refused", async () => {
    expect((await upload("x".repeat(20 * 1024 * 1024 + 1))).status).toBe(413);
  });
});

test("an independent administrator is not let in, a stranger is sent to sign in", async () => {
  const outsider = await signIn(await createStaff({ role: "independent_administrator" }));
  expect((await visit("/imports", outsider)).status).toBe(403);
  expect((await upload(csv(lines(1)), "a.csv", outsider)).status).toBe(403);
  expect((await request("/imports")).status).toBe(302);
  expect((await upload(csv(lines(1)), "a.csv", "")).status).toBe(401);
});

test("the navigation offers accounts, cases and the import to everybody but independent administrators", async () => {
  for (const [role, offered] of [
    ["account_manager", true],
    ["independent_administrator", false],
  ] as const) {
    const cookie = await signIn(await createStaff({ role }));
    const html = await (await visit("/rounds", cookie)).text();
    for (const path of ["/accounts", "/cases", "/imports"])
      expect(html.includes(`<a href="${path}"`), `${role} ${path}`).toBe(offered);
  }
});

test("rounds and imports are saved as CSV, each within one's reach", async () => {
  const outsider = await signIn(await createStaff({ role: "independent_administrator" }));
  const manager = await createStaff();
  const own = await createAccount({ name: "=Own Ltd", accountManagerId: manager.id });
  const foreign = await createAccount({ name: "Foreign Ltd" });
  for (const { id: accountId } of [own, foreign]) await createRound({ accountId, status: "open" });
  const cookie = await signIn(manager);
  const rounds = await (await visit("/rounds.csv", cookie)).text();
  expect(rounds).toContain("'=Own Ltd\",Spring round,Satisfaction survey,Named,Open,2026-03-02,,");
  expect(rounds).not.toContain("Foreign");
  expect(await (await visit("/rounds.csv?status=closed", cookie)).text()).not.toContain("Own Ltd");
  expect(await (await visit("/imports.csv", cookie)).text()).toContain("File,Read,Applied");
  expect((await visit("/imports.csv", outsider)).status).toBe(403);
});
