import { env } from "cloudflare:workers";
import * as tables from "#db/schema.ts";
import { eq, getTableColumns, getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { beforeEach, describe, expect, test } from "vitest";
import { closedRound } from "../closed-round.ts";
import {
  createAccount,
  createContact,
  createInvitation,
  createRound,
  createStaff,
  createTemplateVersion,
  db,
  everythingStored,
  origin,
  post,
  request,
  signIn,
  someDay,
  testCtx,
  visit,
} from "../factories.ts";

const email = "zyxwina@qvortrup.example";
const earlier = "zyxwina.old@qvortrup.example";
const name = { firstName: "Zyxwina", lastName: "Qvortrup" };
/** Whatever of these is found anywhere afterwards is a trace. */
const traces = ["zyxwina", "qvortrup", "zyxword"];

let admin: typeof tables.staff.$inferSelect;
let cookie: string;
beforeEach(async () => {
  admin = await createStaff({ role: "admin" });
  cookie = await signIn(admin);
});

const of = (row: object) => row as never;
const hash = () => testCtx().newId();

/** Somebody who did everything that a contact can do, and of whom everything was noted that can be. */
async function livelyPerson() {
  const others = [1, 2].map(() => ({ tier: "user" as const, answers: { "overall-grade": "A" } }));
  const answers = {
    "overall-grade": "D",
    quality: "2",
    "quality.comment": "zyxword in a comment",
    "improve-one-thing": "zyxword in an answer",
  };
  const person = { ...name, email, jobTitle: "Zyxword in chief", mostSenior: true };
  const { round, account, contacts } = await closedRound({
    people: [{ tier: "board", answers, contact: person }, ...others],
  });
  const [contact] = contacts;
  const contactId = contact!.id;
  const [invitation] = await db
    .select()
    .from(tables.invitation)
    .where(eq(tables.invitation.contactId, contactId));
  const ids = { accountId: account.id, roundId: round.id, contactId };
  await openRoundOf(ids);
  await casesOf(ids);
  await mailTo({ ...ids, invitationId: invitation!.id });
  await conversationWith(ids);
  await planWith(ids);
  await linksOf(ids);
  await importedLines();
  await mentions(ids);
  await wordsOf(ids);
  const elsewhere = await createAccount();
  await createContact({ accountId: elsewhere.id, ...name, email });
  return { ...ids, invitation: invitation!, account, round };
}

type Ids = { accountId: string; roundId: string; contactId: string };

async function openRoundOf({ accountId, contactId }: Ids) {
  const open = await createRound({ accountId, status: "open", launchedAt: someDay });
  const version = await createTemplateVersion();
  const link = { roundId: open.id, contactId, templateVersionId: version.id };
  await createInvitation({ ...link, status: "started", draft: { quality: "zyxword draft" } });
  const proposer = await createContact({ accountId });
  const { id } = await createInvitation({ ...link, contactId: proposer.id });
  await db.insert(tables.nomination).values({
    invitationId: id,
    roundId: open.id,
    name: "Zyxwina Qvortrup",
    email,
    status: "proposed",
    createdAt: someDay,
  });
}

async function casesOf(ids: Ids) {
  await db.insert(tables.clientCase).values({
    id: "case-z",
    ...ids,
    trigger: "poor_grade",
    walled: false,
    services: [],
    comment: "zyxword of a case",
    rootCause: "zyxword",
    prevention: "zyxword",
    status: "open",
    openedAt: someDay,
    dueAt: someDay,
    version: 1,
  });
  const log = { caseId: "case-z", id: "1", writtenBy: admin.id };
  await db
    .insert(tables.caseNote)
    .values({ ...log, at: someDay, text: "Spoke with Ms Qvortrup: zyxword." });
  await db.insert(tables.caseContact).values({
    ...log,
    at: someDay,
    how: of("call" as never),
    person: "Ms Qvortrup",
    reached: true,
    said: "zyxword",
    writtenAt: someDay,
  });
  await db.insert(tables.caseEvidence).values({
    caseId: "case-z",
    id: "1",
    kind: of("note" as never),
    title: "zyxword",
    content: "zyxword",
    addedBy: admin.id,
    addedAt: someDay,
  });
}

async function mailTo({ roundId, contactId, invitationId }: Ids & { invitationId: string }) {
  const mail = { kind: "invitation", data: {}, status: "sent" as const, createdAt: someDay };
  await db.insert(tables.message).values([
    { ...mail, id: `invitation/${invitationId}`, invitationId, recipient: earlier },
    { ...mail, id: `receipt/${invitationId}/1`, kind: "receipt", invitationId, recipient: email },
    {
      ...mail,
      id: `personal-note/${roundId}/${contactId}`,
      kind: "personal_note",
      recipient: earlier,
      status: "failed",
      lastError: `validation_error: ${earlier}`,
    },
    {
      ...mail,
      id: `bounced/${invitationId}`,
      kind: "bounced",
      invitationId,
      staffId: admin.id,
      recipient: admin.email,
    },
  ]);
  await db.insert(tables.personalNote).values({
    roundId,
    contactId,
    text: "Dear Zyxwina, zyxword",
    optOutHash: hash(),
    sentBy: admin.id,
    sentAt: someDay,
  });
}

async function conversationWith({ accountId, contactId }: Ids) {
  const { definition } = await createTemplateVersion();
  await db.insert(tables.conversation).values({
    id: "conversation-z",
    accountId,
    contactId,
    recordedBy: admin.id,
    recordedAt: someDay,
    heldOn: "2026-03-01",
    questionnaire: definition,
    answers: { "improve-one-thing": "zyxword said" },
    tokenHash: hash(),
    optOutHash: hash(),
    confirmedAnswers: { "improve-one-thing": "zyxword confirmed" },
  });
}

async function planWith({ accountId, contactId, roundId }: Ids) {
  const action = {
    id: "action-z",
    accountId,
    roundId,
    title: "Call Zyxwina Qvortrup each month",
    promise: "As Zyxwina Qvortrup asked",
    counterpartId: contactId,
    clientVisible: true,
    keepDoing: false,
    walled: false,
    status: "agreed" as const,
    agreedBy: contactId,
    changedSinceAgreed: false,
    startedUnagreed: false,
    sourceKeys: [],
    sourceTiers: [],
    quotes: [],
    askedRounds: 0,
    version: 1,
    createdAt: someDay,
    createdBy: admin.id,
    updatedAt: someDay,
  };
  await db.insert(tables.action).values(action);
  await db.insert(tables.actionChange).values({
    actionId: "action-z",
    version: 1,
    at: someDay,
    by: contactId,
    byKind: "contact",
    changes: { title: { from: "Call Zyxwina Qvortrup", to: "x" } },
    comment: "zyxword",
  });
  const agreement = { accountId, contactId, at: someDay };
  await db.insert(tables.planAgreement).values({
    id: "agreement-z",
    ...agreement,
    what: {},
    comment: "zyxword",
    expectations: "zyxword",
    successCriteria: "zyxword",
  });
  await db
    .insert(tables.planReply)
    .values({ id: "reply-z", ...agreement, kind: "comment", text: "zyxword" });
  await db.insert(tables.referenceAsk).values({
    id: "ask-z",
    accountId,
    contactId,
    roundId,
    text: "Dear Zyxwina",
    note: "zyxword",
    optOutHash: hash(),
    askedBy: admin.id,
    askedAt: someDay,
    version: 1,
  });
}

async function linksOf({ accountId, contactId, roundId }: Ids) {
  const link = { expiresAt: someDay, createdAt: someDay };
  await db.insert(tables.shareLink).values({
    id: "share-z",
    roundId,
    name: "Zyxwina Qvortrup",
    email,
    note: "zyxword",
    createdBy: admin.id,
    tokenHash: hash(),
    ...link,
  });
  await db.insert(tables.clientLink).values({
    id: "client-z",
    kind: "plan",
    accountId,
    contactId,
    optOutHash: hash(),
    tokenHash: hash(),
    ...link,
  });
}

async function importedLines() {
  const counts = { created: 2, updated: 0, unchanged: 0, tierAssumed: 0, rejected: 0 };
  const change = (address: string, value: string) => ({
    line: 2,
    kind: "created" as const,
    email: address,
    company: "Nordwind AG",
    fields: [{ field: "lastName" as const, from: null, to: value }],
  });
  await db.insert(tables.importJob).values({
    id: "import-z",
    fileName: "contacts.csv",
    createdBy: admin.id,
    status: "previewed",
    ...counts,
    changes: [change(email, "Qvortrup"), change("other@client.example", "Other")],
    unknownOwners: [email, "other@supplier.example"],
    createdAt: someDay,
  });
  const line = { line: 2, company: "Nordwind AG", tier: "user", lastName: "Qvortrup" };
  await db.insert(tables.importChunk).values({
    importId: "import-z",
    position: 0,
    lines: [of({ ...line, email }), of({ ...line, email: "other@client.example", lastName: "O" })],
    rejected: [],
  });
}

/** What others wrote of this person. */
async function mentions({ accountId, roundId }: Ids) {
  await db
    .update(tables.account)
    .set({ matterObservation: "Zyxwina Qvortrup plans a move." })
    .where(eq(tables.account.id, accountId));
  await db
    .update(tables.round)
    .set({ explanation: `Qvortrup, Zyxwina has left; ${email} bounces.` })
    .where(eq(tables.round.id, roundId));
  const [grade] = await db.select().from(tables.selfGrade);
  await db.delete(tables.selfGrade);
  await db.insert(tables.selfGrade).values({ ...grade!, reason: "Zyxwina Qvortrup likes us." });
  await db.insert(tables.reportComment).values({
    roundId,
    questionKey: "improve-one-thing",
    position: 9,
    tier: "user",
    text: "Zyxwina Qvortrup knows best.",
  });
  await db.insert(tables.accountReview).values({
    id: "review-z",
    version: 1,
    accountId,
    heldOn: "2026-03-01",
    notes: "Zyxwina Qvortrup was glad.",
    decisions: "",
    actions: "",
    writtenBy: admin.id,
    writtenAt: someDay,
  });
  await db.insert(tables.auditEntry).values({
    at: someDay,
    actor: admin.id,
    action: "recipient.added",
    subjectType: "round",
    subjectId: roundId,
    detail: { reason: "Zyxwina Qvortrup asked for it" },
  });
}

const said = "As Zyxwina Qvortrup said.";

/** The name in whatever else people write: what happens to an account, its rounds, its plan and its mail. */
async function wordsOf({ accountId, roundId, contactId }: Ids) {
  const ofAccount = eq(tables.account.id, accountId);
  await db.update(tables.account).set({ matter: said }).where(ofAccount);
  await db
    .update(tables.contact)
    .set({ department: "Zyxword" })
    .where(eq(tables.contact.id, contactId));
  await db
    .update(tables.round)
    .set({ name: said, closeReason: said, releaseNote: said, withheldReason: said })
    .where(eq(tables.round.id, roundId));
  await db
    .update(tables.action)
    .set({ heard: said, measureText: said, doneNote: said, dropReason: said });
  await db.update(tables.accountReview).set({ decisions: said, actions: said });
  await db.update(tables.message).set({ data: { contactName: "Zyxwina Qvortrup" } });
  await db.update(tables.importJob).set({ fileName: "Zyxwina Qvortrup.csv" });
  await db
    .update(tables.importChunk)
    .set({ rejected: [{ line: 3, column: "Email", reason: `${email} is there twice` }] });
  const text = { title: said, heard: said, promise: said, reason: said };
  await db.insert(tables.suggestion).values({
    id: "suggestion-z",
    accountId,
    roundId,
    kind: of("area" as never),
    subject: "value",
    evidence: of([] as never),
    weight: 1,
    walled: false,
    status: of("open" as never),
    createdAt: someDay,
    ...text,
  });
  await db.insert(tables.portfolioLaunch).values({
    id: "launch-z",
    name: said,
    explanation: said,
    kind: "satisfaction",
    windowDays: 21,
    gradeBy: someDay,
    trickle: of({}),
    createdBy: admin.id,
    createdAt: someDay,
    changeId: "launch-z",
  });
  // A question that names somebody is asked, pinned and printed above its answers.
  const asked = (column: string) => `replace(${column}, '"wording":"', '"wording":"${said} ')`;
  await env.DB.batch([
    env.DB.prepare(`update template_version set definition = ${asked("definition")}`),
    env.DB.prepare(`update conversation set questionnaire = ${asked("questionnaire")}`),
    env.DB.prepare(`update report set figures = json_set(figures, '$.wordings.own', '${said}')
      where round_id = '${roundId}'`),
  ]);
}

const toSnake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const traced = (text: string) => traces.filter((trace) => text.toLowerCase().includes(trace));
const erase = (fields: Record<string, string> = {}) =>
  post("/person/erase", { email, confirmation: email, noMoreMail: "yes", ...fields }, cookie);

/** Columns that hold no words of or about a person: keys, kinds, states, days, and what only the program writes. */
const wordless =
  /^(id|.*Id|.*Hash|.*Hashes|by|.*By|.*On|.*For|kind|byKind|status|tier|trigger|resolution|function|type|answer|how|area|subject|subjectType|actor|action|confidentiality|locale|currency|grade|delivery|slug|country|segment|timeZone|publicKey|questionKey|sourceKeys|sourceTiers|quotes|measure|missingTiers|moves|areaMeans|modules|ownQuestions|contactIds|services|servicesInUse|competitors|predicted|evidence|preferences|trickle|verdict|what)$/;
/** Of us, of another system, of an address nobody can read back, or deleted by other means: see the tests below. */
const others = new Set<SQLiteTable>([
  tables.setting,
  tables.staff,
  tables.session,
  tables.credential,
  tables.verification,
  tables.apiToken,
  tables.webhookEndpoint,
  tables.webhookDelivery,
  tables.suppression,
  tables.ledgerEntry,
  tables.sealedResponse,
  tables.sealedReceipt,
]);
/** What a client's firm is called, whoever it is named after. */
const firm = ["account.name", "account.nameFolded"];

describe("erasing a person", () => {
  test("is tried with a trace in every column that can hold words", async () => {
    await livelyPerson();
    const stored = await everythingStored();
    const untried = Object.values(tables)
      .filter((one) => is(one, SQLiteTable))
      .filter((table) => !others.has(table))
      .flatMap((table) =>
        Object.entries(getTableColumns(table))
          .filter(
            ([name, { columnType }]) => columnType.startsWith("SQLiteText") && !wordless.test(name),
          )
          .filter(([, column]) => {
            const rows = (stored[getTableName(table)] ?? []) as Record<string, unknown>[];
            return !rows.some((row) => traced(String(row[toSnake(column.name)])).length > 0);
          })
          .map(([name]) => `${getTableName(table)}.${name}`),
      );
    expect(untried).toEqual(firm);
  });

  test("leaves nothing of them anywhere, and every figure as it was", async () => {
    const { roundId } = await livelyPerson();
    const reports = () => db.select().from(tables.report);
    const [before] = await reports();
    expect(traced(JSON.stringify(await everythingStored()))).toEqual(traces);
    expect((await erase()).headers.get("location")).toBe("/person?done=erased");
    const stored = await everythingStored();
    for (const [table, rows] of Object.entries(stored))
      expect([table, traced(JSON.stringify(rows))]).toEqual([table, []]);
    const [after] = await reports();
    const counted = (row: typeof before) => {
      const { senior: _senior, wordings: _wordings, ...figures } = row!.figures;
      return { ...row, figures };
    };
    expect(counted(after)).toEqual(counted(before));
    expect(after!.figures.senior).toBeNull();
    expect(await db.$count(tables.response, eq(tables.response.roundId, roundId))).toBe(2);
    const kept = await env.KEYS.list();
    expect(traced(JSON.stringify(kept))).toEqual([]);
    expect(kept.keys.filter((key) => key.name.startsWith("erasure/"))).toHaveLength(1);
  });

  test("leaves every page about the account readable", async () => {
    const { accountId, roundId, contactId } = await livelyPerson();
    await erase();
    for (const path of [
      `/accounts/${accountId}`,
      `/rounds/${roundId}`,
      `/rounds/${roundId}/report`,
      `/rounds/${roundId}/brief`,
      `/contacts/${contactId}`,
      "/cases",
      "/cases/case-z",
      "/conversations/conversation-z",
      "/imports/import-z",
      "/audit",
      "/messages",
      "/outbox",
    ]) {
      const response = await visit(path, cookie);
      expect([path, response.status]).toEqual([path, 200]);
      expect([path, traced(await response.text())]).toEqual([path, []]);
    }
  });

  test("keeps others as they were: colleagues, those with a similar address, namesakes elsewhere", async () => {
    const { accountId } = await livelyPerson();
    const similar = await createContact({ accountId, email: `another.${email}` });
    const elsewhere = await createAccount();
    const namesake = await createContact({
      accountId: elsewhere.id,
      ...name,
      email: "namesake@elsewhere.example",
    });
    await db.insert(tables.accountReview).values({
      id: "review-other",
      version: 1,
      accountId: (await createAccount()).id,
      heldOn: "2026-03-01",
      notes: "Zyxwina Qvortrup, the other one.",
      decisions: "",
      actions: "",
      writtenBy: admin.id,
      writtenAt: someDay,
    });
    await erase();
    const find = async (id: string) =>
      (await db.select().from(tables.contact).where(eq(tables.contact.id, id)))[0];
    expect(await find(similar.id)).toEqual(similar);
    expect(await find(namesake.id)).toEqual(namesake);
    const reviews = await db.select().from(tables.accountReview);
    expect(reviews.map(({ notes }) => notes).toSorted()).toEqual([
      "Zyxwina Qvortrup, the other one.",
      "[erased] was glad.",
    ]);
    expect(await db.select().from(tables.importChunk)).toMatchObject([
      { lines: [{ email: "other@client.example" }] },
    ]);
    expect(await db.select().from(tables.importJob)).toMatchObject([
      { unknownOwners: ["other@supplier.example"] },
    ]);
  });

  test("ends their links, and keeps the wish for no more mail as a fingerprint", async () => {
    const { invitation } = await livelyPerson();
    const { tokens } = testCtx();
    await erase();
    expect((await visit(`/s/${await tokens.make("survey", invitation.id)}`, "")).status).toBe(404);
    expect(await db.select().from(tables.optOut)).toMatchObject([
      { addressHash: await tokens.hashAddress(email) },
    ]);
    const mails = await db.select().from(tables.message);
    expect(mails.find(({ kind }) => kind === "bounced")?.recipient).toBe(admin.email);
  });

  test("is done once, however often it is asked for", async () => {
    await livelyPerson();
    await erase();
    const { audit_entry: _, erasure: __, ...before } = await everythingStored();
    expect((await erase()).status).toBe(422);
    const { audit_entry: ___, erasure: ____, ...after } = await everythingStored();
    expect(after).toEqual(before);
  });

  test.each([
    ["another address as confirmation", { confirmation: "other@client.example" }],
    ["no confirmation", { confirmation: "" }],
    ["an address of nobody", { email: "no@body.example", confirmation: "no@body.example" }],
    ["something that is no address", { email: "nobody", confirmation: "nobody" }],
  ])("with %s does nothing", async (_, fields) => {
    await livelyPerson();
    const before = await everythingStored();
    expect((await erase(fields)).status).toBe(422);
    expect(await everythingStored()).toEqual(before);
  });
});

describe("erasing somebody of ours", () => {
  test("waits until they have no access, then leaves what they did to nobody in particular", async () => {
    const colleague = await createStaff({ name: "Zyxwina Qvortrup", email, phone: "zyxword" });
    const account = await createAccount();
    await db.insert(tables.auditEntry).values({
      at: someDay,
      actor: colleague.id,
      action: "round.created",
      subjectType: "account",
      subjectId: account.id,
    });
    await signIn(colleague);
    await db.insert(tables.calendarLink).values({
      staffId: colleague.id,
      tokenHash: hash(),
      version: 1,
      createdAt: someDay,
    });
    const refused = await erase();
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("Deactivate them first");
    await db
      .update(tables.staff)
      .set({ deactivatedAt: someDay })
      .where(eq(tables.staff.id, colleague.id));
    expect((await erase()).status).toBe(303);
    expect(traced(JSON.stringify(await everythingStored()))).toEqual([]);
    expect(await (await visit("/audit", cookie)).text()).toContain("Former colleague");
    expect((await db.select().from(tables.calendarLink))[0]?.revokedAt).not.toBeNull();
  });
});

describe("erasing somebody whom an import names that nobody has applied", () => {
  test("takes them from it as an owner by address and by name, and leaves the others as the file has them", async () => {
    const colleague = await createStaff({ name: "Zyxwina Qvortrup", email });
    const owners = [email.toUpperCase(), "Zyxwina Qvortrup", "someone@supplier.example", ""];
    const lines = owners.map(
      (owner, at) => `Kim,Lee,${"abc"[at] ?? "not."}${email},Firm ${at},${owner}`,
    );
    const body = new FormData();
    const content = ["First Name,Last Name,Email,Company,Owner Email", ...lines].join("\n");
    body.set("file", new File([content], "contacts.csv", { type: "text/csv" }));
    const headers = { origin, cookie };
    const path = (await request("/imports", { method: "POST", body, headers })).headers.get(
      "location",
    )!;
    await db.update(tables.staff).set({ deactivatedAt: someDay });
    await db.update(tables.staff).set({ deactivatedAt: null }).where(eq(tables.staff.id, admin.id));
    expect((await erase()).status).toBe(303);
    const [chunk] = await db.select().from(tables.importChunk);
    expect(chunk!.lines.map(({ ownerEmail }) => ownerEmail)).toEqual([
      null,
      null,
      "someone@supplier.example",
      null,
    ]);
    expect((await request(`${path}/apply`, { method: "POST", headers })).status).toBeLessThan(400);
    const contacts = await db.select().from(tables.contact);
    expect(contacts.map((contact) => contact.email).toSorted()).toEqual(
      ["a", "b", "c", "not."].map((part) => part + email),
    );
    expect(
      await db.select().from(tables.staff).where(eq(tables.staff.id, colleague.id)),
    ).toMatchObject([{ name: "Former colleague" }]);
  });
});

describe("a copy of what is held", () => {
  const copy = () => post("/person/export", { email }, cookie);

  test("has what the person wrote and what was written of them, at all accounts, and no secret", async () => {
    await livelyPerson();
    const response = await copy();
    expect(response.headers.get("content-type")).toContain("application/json");
    const text = await response.text();
    const { held } = JSON.parse(text) as { held: Record<string, object[]> };
    expect(held["contact"]).toHaveLength(2);
    const named = Object.entries(await everythingStored())
      .filter(([, rows]) => traced(JSON.stringify(rows)).length > 0)
      .map(([table]) => table)
      // What is pinned for all who are asked, and lines of a file, which are told of one by one.
      .filter((table) => !["template_version", "import_job", "import_chunk"].includes(table));
    expect(named.length).toBeGreaterThan(20);
    for (const table of [...named, "import_line", "invitation", "client_link"])
      expect(Object.keys(held)).toContain(table);
    expect(text).toContain("zyxword in an answer");
    expect(text).not.toContain("zyxword draft");
    expect(text).not.toMatch(/[hH]ash"/);
    expect(text).not.toContain("other@client.example");
  });

  test("is refused to an admin who looks after the account", async () => {
    const { accountId } = await livelyPerson();
    await db
      .insert(tables.accountManagement)
      .values({ accountId, staffId: admin.id, since: someDay });
    const response = await copy();
    expect(response.status).toBe(422);
    const text = await response.text();
    expect(text).toContain("ask another admin");
    expect(text).not.toContain("zyxword");
  });

  test("says when nothing is held", async () => {
    const page = await (await post("/person", { email: "no@body.example" }, cookie)).text();
    expect(page).toContain("Nothing is held about no@body.example");
  });
});

describe("in a confidential round that is open", () => {
  async function completed() {
    const account = await createAccount();
    const contact = await createContact({ accountId: account.id, ...name, email });
    const round = await createRound({
      accountId: account.id,
      status: "open",
      confidentiality: "confidential",
      publicKey: "key",
      launchedAt: someDay,
    });
    const version = await createTemplateVersion();
    const link = { roundId: round.id, contactId: contact.id, templateVersionId: version.id };
    const { id } = await createInvitation({ ...link, status: "completed" });
    const mail = { recipient: email, invitationId: id, data: {}, createdAt: someDay };
    await db.insert(tables.message).values([
      { ...mail, id: `invitation/${id}`, kind: "invitation", status: "sent" },
      { ...mail, id: `reminder/${id}/4`, kind: "reminder", status: "cancelled" },
    ]);
  }

  test("neither the copy nor the erasure tells whether the person has answered", async () => {
    await completed();
    const text = await (await post("/person/export", { email }, cookie)).text();
    const { held } = JSON.parse(text) as { held: Record<string, object[]> };
    expect(held["message"]).toMatchObject([{ kind: "invitation" }]);
    expect(held["invitation"]![0]).not.toHaveProperty("status");
    await erase();
    expect(await db.select().from(tables.invitation)).toMatchObject([{ status: "completed" }]);
  });
});
