import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  api,
  createContact,
  createRound,
  createStaff,
  createToken,
  db,
  everythingStored,
  launchedRound,
  origin,
  post,
  request,
  signIn,
  someDay,
  visit,
} from "../factories.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: someDay }));

/** A supplier with an open round, a draft that only misses its launch, and an admin's token. */
async function surroundings() {
  const open = await launchedRound({ contact: { mostSenior: true } });
  const admin = await createStaff({ role: "admin" });
  const draft = await createRound({ accountId: open.account.id, createdBy: admin.id });
  return { ...open, draft, admin, token: await createToken(admin), cookie: "" };
}

/** The same, with the admin signed in. */
async function signedIn() {
  const world = await surroundings();
  return { ...world, cookie: await signIn(world.admin) };
}

type World = Awaited<ReturnType<typeof surroundings>>;
type Case = [what: string, send: (world: World) => Promise<Response>, status: number, says: string];

/** Sends it, and demands that status, those words, and a database as it was before. */
async function refusesWhole([, send, status, says]: Case, start = surroundings) {
  const world = await start();
  const before = await everythingStored();
  const response = await send(world);
  const body = await response.text();
  expect({ status: response.status, body }).toMatchObject({ status });
  expect(textOf(body)).toContain(says);
  expect(await everythingStored()).toEqual(before);
}

const textOf = (html: string) =>
  html
    .replaceAll(/<(style|script)\b.*?<\/\1>/gs, " ")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll(/\s+/g, " ");

const form = { "content-type": "application/x-www-form-urlencoded" };
const answer = (fields: Record<string, string | string[]>) => (world: World) =>
  post(`/s/${world.invitation.token}`, { intent: "submit", "overall-grade": "B", ...fields });
const sendForm = (body: string) => (world: World) =>
  request(`/s/${world.invitation.token}`, { method: "POST", headers: form, body });
const kilobytes = (n: number) => "x".repeat(n * 1024);

describe("the respondent's form", () => {
  test.each<Case>([
    ["an unknown question", answer({ shoe: "4" }), 422, "does not ask for “shoe”"],
    ["a wrong option", answer({ quality: "6" }), 422, "Choose one of the five answers"],
    ["a wrong grade", answer({ "overall-grade": "E" }), 422, "Choose one of the five grades"],
    ["two answers to one question", answer({ quality: ["1", "2"] }), 422, "Choose one of the five"],
    ["no grade", answer({ "overall-grade": "" }), 422, "Please choose a grade"],
    [
      "a text of 5,001 characters",
      answer({ "improve-one-thing": "x".repeat(5001) }),
      422,
      "longer than 5000 characters",
    ],
    [
      "a comment of 5,001 characters",
      answer({ "quality.comment": "x".repeat(5001) }),
      422,
      "longer than 5000 characters",
    ],
    ["a NUL", answer({ "improve-one-thing": "a\0b" }), 422, "cannot be stored"],
    [
      "more than 256 KB",
      answer({ "improve-one-thing": kilobytes(257) }),
      413,
      "too much to take in",
    ],
    ["no intent", sendForm("overall-grade=B"), 422, "whether to save or to send"],
    ["another intent", answer({ intent: "approve" }), 422, "whether to save or to send"],
    ["nothing at all", sendForm(""), 422, "whether to save or to send"],
    ["broken percent signs", sendForm("intent=submit&overall-grade=%E0%A4%A"), 422, "five grades"],
    [
      "JSON instead of a form",
      (world) =>
        request(`/s/${world.invitation.token}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ intent: "submit", "overall-grade": "B" }),
        }),
      415,
      "takes a form",
    ],
    ["an unknown link", () => post("/s/AAAAAAAAAAAAAAAAAAAAAA", { intent: "submit" }), 404, ""],
    ["a link with a NUL", () => post("/s/%00", { intent: "submit" }), 404, ""],
    ["a link that is no text", () => post("/s/%ff%fe", { intent: "submit" }), 404, ""],
    [
      "a link of 10,000 letters",
      () => post(`/s/${"a".repeat(10_000)}`, { intent: "save" }),
      404,
      "",
    ],
    [
      "a colleague whose name would add a mail header",
      (world) =>
        post(`/s/${world.invitation.token}/colleague`, {
          name: "Ada\r\nBcc: everyone@elsewhere.example",
          email: "ada@client.example",
        }),
      422,
      "line breaks",
    ],
    [
      "a colleague without a usable address",
      (world) =>
        post(`/s/${world.invitation.token}/colleague`, { name: "Ada", email: "ada@client" }),
      422,
      "must look like name@example.com",
    ],
    [
      "a later day that is none",
      (world) => post(`/s/${world.invitation.token}/later`, { day: "2026-02-31" }),
      422,
      "",
    ],
    [
      "a later day after the deadline",
      (world) => post(`/s/${world.invitation.token}/later`, { day: "2027-01-01" }),
      422,
      "",
    ],
  ])("%s", (...one) => refusesWhole(one));

  test("a wrong answer in a draft is not kept, and the page is not told of a fault of its own", async () => {
    const { invitation } = await surroundings();
    const response = await post(`/s/${invitation.token}`, {
      intent: "save",
      quality: "9",
      "improve-one-thing": "Call back.",
    });
    expect(response.status).toBeLessThan(500);
    const [row] = await db
      .select({ draft: tables.invitation.draft })
      .from(tables.invitation)
      .where(eq(tables.invitation.id, invitation.id));
    expect(row!.draft ?? {}).not.toHaveProperty("quality");
  });

  test("markup in an answer is shown as the text it is", async () => {
    const { invitation } = await surroundings();
    const markup = `<img src=x onerror=alert(1)>"'</textarea><script>alert(2)</script>`;
    const fields = { "overall-grade": "B", "improve-one-thing": markup };
    const refilled = await post(`/s/${invitation.token}`, {
      intent: "submit",
      ...fields,
      "overall-grade": "",
    });
    const thanks = await post(`/s/${invitation.token}`, { intent: "submit", ...fields });
    for (const page of [await refilled.text(), await thanks.text()]) {
      expect(page).not.toContain("<img src=x");
      expect(page).not.toContain("<script>alert(2)");
      expect(page).toContain("&lt;img src=x");
    }
  });
});

const call =
  (method: string, path: (world: World) => string, body?: unknown) =>
  (world: World): Promise<Response> =>
    api(world.token, method, path(world), body);
const raw =
  (path: string, body: BodyInit, type: string, method = "POST") =>
  (world: World): Promise<Response> =>
    request(`/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${world.token}`, "content-type": type },
      body,
    });
/** Bytes and streams go out without a type, unlike texts. */
const untyped = (world: World, method: string, path: string, body: string | ReadableStream) =>
  request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${world.token}` },
    body: typeof body === "string" ? new TextEncoder().encode(body) : body,
  });
const stream = (text: string) => new Blob([text]).stream();
const newRound = (change: Record<string, unknown>) => (world: World) =>
  api(world.token, "POST", "/rounds", {
    accountId: world.account.id,
    kind: "satisfaction",
    name: "Autumn",
    confidentiality: "named",
    ...change,
  });
const contact = (world: World) => `/contacts/${world.invitation.contact.id}`;
const account = (world: World) => `/accounts/${world.account.id}`;
const draft = (world: World) => `/rounds/${world.draft.id}`;
const open = (world: World) => `/rounds/${world.round.id}`;

describe("the API", () => {
  test.each<Case>([
    ["a body that is not JSON", raw("/rounds", "{", "application/json"), 400, "malformed"],
    ["a body of another type", raw("/rounds", "<a/>", "text/xml"), 415, "application/json"],
    ["a body without a type", raw("/rounds", "a=b", "text/plain"), 415, "application/json"],
    ["JSON without a type", (w) => untyped(w, "PATCH", account(w), '{"name":"New"}'), 415, "json"],
    ["a stream without a type", (w) => untyped(w, "PATCH", account(w), stream("{}")), 415, "json"],
    ["a launch without a type", (w) => untyped(w, "POST", `${draft(w)}/launch`, "{}"), 415, "json"],
    ["JSON that is no object", raw("/rounds", "[1]", "application/json"), 422, "invalid"],
    ["null", raw("/rounds", "null", "application/json"), 422, "invalid"],
    ["no body", (world) => api(world.token, "POST", "/rounds"), 400, "malformed"],
    [
      "more than 256 KB",
      raw("/rounds", JSON.stringify({ name: kilobytes(257) }), "application/json"),
      413,
      "256 KB",
    ],
    ["a round with a misspelled field", newRound({ contactIDs: [] }), 422, "contactIDs"],
    [
      "an own question with a field of another type",
      newRound({ ownQuestions: [{ type: "text", wording: "Why?", labels: [] }] }),
      422,
      "labels",
    ],
    [
      "a change of a draft with a field that rounds have not",
      call("PATCH", draft, { deadline: "2026-04-01" }),
      422,
      "deadline",
    ],
    [
      "a grade with a field too many",
      call("PUT", (w) => `${draft(w)}/self-grade`, { grade: "A", reason: "Well.", note: "?" }),
      422,
      "note",
    ],
    ...["launch", "close", "cancel"].map((verb): Case => [
      `${verb} with a misspelled reason`,
      call("POST", (w) => `${draft(w)}/${verb}`, { because: "So." }),
      422,
      "because",
    ]),
    [
      "a colleague of ours with a field too many",
      call("POST", () => "/staff", {
        name: "Ada",
        email: "ada@supplier.example",
        role: "leader",
        manager: "x",
      }),
      422,
      "manager",
    ],
    ["a deadline in the past", newRound({ closesAt: "2026-03-01" }), 422, "closesAt"],
    [
      "a deadline that has just passed",
      newRound({ closesAt: "2026-03-02T08:59:59Z" }),
      422,
      "closesAt",
    ],
    ["a deadline that is no day", newRound({ closesAt: "2026-02-31" }), 422, "closesAt"],
    ["a deadline a million years off", newRound({ closesAt: "+999999-01-01" }), 422, "closesAt"],
    ["a module that does not exist", newRound({ modules: ["weather"] }), 422, "modules"],
    [
      "a confidential annual review",
      newRound({ kind: "annual_review", confidentiality: "confidential" }),
      422,
      "confidential",
    ],
    ["a contact of nobody", newRound({ contactIds: ["nobody"] }), 422, "contact"],
    [
      "a round's name with a line break",
      newRound({ name: "Spring\r\nBcc: x@y.example" }),
      422,
      "line breaks",
    ],
    ["a round's name with a NUL", newRound({ name: "Spring\0" }), 422, "name"],
    ["a round's name that is blank", newRound({ name: "   " }), 422, "empty"],
    [
      "a round's name with a lone surrogate",
      newRound({ name: "Spring\uD800" }),
      422,
      "cannot be stored",
    ],
    [
      "a round for an account that does not exist",
      newRound({ accountId: "nothing" }),
      404,
      "not_found",
    ],
    [
      "a grade that is none",
      call("PUT", (w) => `${draft(w)}/self-grade`, { grade: "E", reason: "So so." }),
      422,
      "grade",
    ],
    [
      "a grade without a reason",
      call("PUT", (w) => `${draft(w)}/self-grade`, { grade: "A", reason: " " }),
      422,
      "reason",
    ],
    [
      "a predicted mean of 6",
      call("PUT", (w) => `${draft(w)}/self-grade`, {
        grade: "A",
        reason: "Well.",
        predicted: { value: 6 },
      }),
      422,
      "predicted",
    ],
    [
      "a grade after launch",
      call("PUT", (w) => `${open(w)}/self-grade`, { grade: "A", reason: "Well." }),
      409,
      "self_grade_sealed",
    ],
    [
      "a launched round launched again",
      call("POST", (w) => `${open(w)}/launch`, {}),
      409,
      "round_not_draft",
    ],
    [
      "a launch without an own grade",
      call("POST", (w) => `${draft(w)}/launch`, {}),
      409,
      "self_grade_missing",
    ],
    ["a draft that is closed", call("POST", (w) => `${draft(w)}/close`, {}), 409, "round_not_open"],
    ["a report before the close", call("GET", (w) => `${open(w)}/report`), 409, "round_open"],
    [
      "a report for an audience that is none",
      call("GET", (w) => `${open(w)}/report?audience=press`),
      422,
      "audience",
    ],
    [
      "a contact's name with a line break",
      call("PATCH", contact, { firstName: "Ada\r\nBcc: x@y.example" }),
      422,
      "line breaks",
    ],
    [
      "a contact's name with a lone surrogate",
      call("PATCH", contact, { firstName: "A\uDC00" }),
      422,
      "cannot be stored",
    ],
    [
      "an address with a line break",
      call("PATCH", contact, { email: "ada@client.example\r\nBcc: x@y.example" }),
      422,
      "email",
    ],
    ["a tier that does not exist", call("PATCH", contact, { tier: "king" }), 422, "tier"],
    ["a negative revenue", call("PATCH", account, { annualRevenue: -1 }), 422, "annualRevenue"],
    [
      "a field of an account that does not exist",
      call("PATCH", account, { colour: "red" }),
      422,
      "colour",
    ],
    [
      "an account manager who does not exist",
      call("PATCH", account, { accountManagerId: "nobody" }),
      422,
      "accountManagerId",
    ],
    ["a list longer than there is", call("GET", () => "/accounts?limit=201"), 422, "limit"],
    ["a list of none", call("GET", () => "/accounts?limit=0"), 422, "limit"],
    ["a limit that is no number", call("GET", () => "/accounts?limit=many"), 422, "limit"],
    ["an id with a NUL", call("GET", () => "/accounts/%00"), 404, "not_found"],
    ["an id that is no text", call("GET", () => "/accounts/%ff"), 404, "not_found"],
    ["an id of 5,000 letters", call("GET", () => `/rounds/${"a".repeat(5000)}`), 404, "not_found"],
    ["an id that is SQL", call("GET", () => "/accounts/'%20or%201=1%20--"), 404, "not_found"],
    ["a path that does not exist", call("GET", () => "/weather"), 404, "not_found"],
    [
      "a role that does not exist",
      call("POST", () => "/staff", { name: "A", email: "a@b.example", role: "king" }),
      422,
      "role",
    ],
    [
      "a colleague's name with a line break",
      call("POST", () => "/staff", {
        name: "A\r\nBcc: x@y.example",
        email: "a@b.example",
        role: "leader",
      }),
      422,
      "line breaks",
    ],
  ])("%s", (...one) => refusesWhole(one));
});

const csv = (text: BodyInit, type = "text/csv") => raw("/contacts/import", text, type);
const heading = "First Name,Last Name,Email,Company";
const zip = new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0, 8, 0, 0xff, 0xfe, 0, 0]);
const columns = Array.from({ length: 396 }, (_, at) => `Column ${at}`);

describe("an import", () => {
  test.each<Case>([
    ["a ZIP named CSV", csv(zip), 415, "not CSV"],
    ["an empty file", csv(""), 422, "empty"],
    ["only white space", csv("\uFEFF \r\n\r\n"), 422, "empty"],
    ["a heading without contacts", csv(heading), 422, "no contacts"],
    ["400 columns", csv(`${heading},${columns.join(",")}\nA,B,a@b.example,C`), 422, "400 columns"],
    [
      "a heading that stands twice",
      csv(`${heading},Email\nA,B,a@b.example,C,b@b.example`),
      422,
      "“Email” is there twice",
    ],
    ["a heading without addresses", csv("First Name,Company\nA,B"), 422, "Missing in it"],
    ["JSON", csv("{}", "application/json"), 415, "text/csv"],
    ["more than 20 MB", csv(`${heading}\n${kilobytes(20 * 1024)}`), 413, "20 MB"],
  ])("%s", (...one) => refusesWhole(one));

  test.each([
    ["a NUL", "A\0da"],
    ["a control character", "A\u0007da"],
    ["a name of 5,001 characters", "x".repeat(5001)],
  ])("rejects one line for %s and takes the others", async (_what, name) => {
    const { token } = await surroundings();
    const text = `${heading}\n${name},Lovelace,ada@x.example,Rejected Ltd\nBea,Bell,bea@x.example,Taken Ltd\n`;
    const response = await raw("/contacts/import", text, "text/csv")({ token } as World);
    expect(response.status).toBe(200);
    const result = await response.json<{ created: number; rejected: object[] }>();
    expect(result.created).toBe(1);
    expect(result.rejected).toMatchObject([{ line: 2, column: "First Name" }]);
    const names = (await db.select().from(tables.account)).map((one) => one.name);
    expect(names).toContain("Taken Ltd");
    expect(names).not.toContain("Rejected Ltd");
  });
});

describe("staff pages", () => {
  const submit =
    (path: string | ((world: World) => string), fields: Record<string, string | string[]>) =>
    (world: World) =>
      post(typeof path === "string" ? path : path(world), fields, world.cookie);

  const upload =
    (content: BlobPart, field = "file") =>
    (world: World) => {
      const body = new FormData();
      body.set(field, new File([content], "contacts.csv", { type: "text/csv" }));
      return request("/imports", {
        method: "POST",
        headers: { origin, cookie: world.cookie },
        body,
      });
    };

  test.each<Case>([
    ["an upload of a ZIP", upload(zip), 415, "not CSV"],
    ["an upload of an empty file", upload(""), 422, "empty"],
    ["an upload under another name", upload(heading, "attachment"), 422, "Choose a file"],
    [
      "an upload that is no file",
      submit("/imports", { file: "contacts.csv" }),
      422,
      "Choose a file",
    ],
    ["an upload of more than 20 MB", upload(kilobytes(20 * 1024 + 1)), 413, "20 MB"],
    ["an import that does not exist", submit("/imports/nothing/apply", {}), 404, ""],
    ["a sign-in without an address", submit("/sign-in", { email: "nobody" }), 422, ""],
    [
      "a sign-in with an address that would add a mail header",
      submit("/sign-in", { email: "a@b.example\r\nBcc: x@y.example" }),
      422,
      "",
    ],
    [
      "a round with a deadline in the past",
      submit((w) => `${draft(w)}/basics`, {
        kind: "satisfaction",
        name: "Autumn",
        confidentiality: "named",
        closesAt: "2026-03-01",
      }),
      422,
      "",
    ],
    ["a launched round launched again", submit((w) => `/rounds/${w.round.id}/launch`, {}), 409, ""],
    ["a launch that its gates refuse", submit((w) => `/rounds/${w.draft.id}/launch`, {}), 409, ""],
    [
      "a self-grade without a grade",
      submit((w) => `/rounds/${w.draft.id}/self-grade`, { reason: "Well." }),
      422,
      "",
    ],
    [
      "a colleague with a line break in the name",
      submit("/staff", { name: "A\nB", email: "a@b.example", role: "leader" }),
      422,
      "line breaks",
    ],
    ["settings without a name", submit("/settings", { supplierName: "" }), 422, ""],
    [
      "settings with a time zone of nowhere",
      submit("/settings", { supplierName: "S", timeZone: "Mars/Base" }),
      422,
      "",
    ],
    ["an address that is not there", submit("/nowhere", {}), 404, ""],
    [
      "more than 256 KB",
      submit((w) => `/rounds/${w.draft.id}/self-grade`, { grade: "A", reason: kilobytes(257) }),
      413,
      "256 KB",
    ],
  ])("%s", (...one) => refusesWhole(one, signedIn));

  test("markup in names is shown as the text it is, on every page that names them", async () => {
    const world = await surroundings();
    const markup = "<script>alert(1)</script>";
    await db.update(tables.account).set({ name: markup, nameFolded: markup });
    await db.update(tables.contact).set({ firstName: markup, lastName: '"><b>' });
    await db.update(tables.round).set({ name: markup });
    await createContact({ accountId: world.account.id, jobTitle: markup });
    const cookie = await signIn(world.admin);
    const pages = ["/", "/accounts", account(world), contact(world), "/rounds", open(world)];
    for (const path of [...pages, `/s/${world.invitation.token}`]) {
      const response = await visit(path, cookie);
      expect(response.status, path).toBe(200);
      expect(await response.text(), path).not.toContain(markup);
    }
  });

  test("addresses made to break the router or the database are not found", async () => {
    const { admin } = await surroundings();
    const cookie = await signIn(admin);
    for (const id of [
      "%00",
      "%ff",
      "a".repeat(5000),
      "'%20or%201=1",
      "..%2f..%2fetc",
      "%F0%9F%92%A9",
    ])
      for (const noun of ["accounts", "contacts", "rounds", "imports", "outbox"]) {
        const response = await visit(`/${noun}/${id}`, cookie);
        expect(response.status, `/${noun}/${id.slice(0, 20)}`).toBe(404);
      }
  });
});
