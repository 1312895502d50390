import * as tables from "#db/schema.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { createStaff, db, launchedRound, post, signIn, testCtx, visit } from "../factories.ts";

type Staff = Awaited<ReturnType<typeof createStaff>>;
type World = Awaited<ReturnType<typeof openedRound>>;

const hour = 3_600_000;

async function openedRound(round: Partial<typeof tables.round.$inferInsert> = {}) {
  const confidentiality = round.confidentiality ?? "named";
  const line = await createStaff({ name: "Line Manager" });
  const sponsor = await createStaff({ name: "Sponsor" });
  const services = ["Payroll"];
  const definition = composeQuestionnaire({
    kind: "satisfaction",
    tier: "user",
    confidentiality,
    modules: ["account-manager", "awareness"],
    account: { services, competitors: null, matter: null, matterObservation: null },
  });
  const world = await launchedRound({
    definition,
    account: { sponsorId: sponsor.id, services },
    contact: { firstName: "Ada", lastName: "Lovelace" },
    round,
  });
  await db
    .update(tables.staff)
    .set({ lineManagerId: line.id })
    .where(eq(tables.staff.id, world.manager.id));
  return { ...world, line, sponsor };
}

const answer = async ({ invitation }: World, answers: Record<string, string | string[]>) => {
  const response = await post(`/s/${invitation.token}`, {
    intent: "submit",
    "overall-grade": "B",
    ...answers,
  });
  expect(response.status).toBe(200);
};
const cases = () => db.select().from(tables.clientCase);
const mails = async () =>
  (await db.select().from(tables.message)).filter(({ kind }) => kind === "case_opened");
const told = async () => (await mails()).map(({ recipient }) => recipient).sort();
const pageFor = async (staff: Staff, path: string) => {
  const response = await visit(path, await signIn(staff));
  return { status: response.status, text: await response.text() };
};

let world: World;
beforeEach(async () => {
  world = await openedRound();
});

describe("a submission", () => {
  test("with a D opens one case, due in 48 hours, and tells the account manager and the line manager", async () => {
    await answer(world, { "overall-grade": "D", "overall-grade.comment": "Late twice." });
    const [opened] = await cases();
    expect(opened).toMatchObject({
      trigger: "poor_grade",
      comment: "Late twice.",
      status: "open",
      ownerId: world.manager.id,
      contactId: world.invitation.contact.id,
      accountId: world.account.id,
      walled: false,
    });
    expect(opened!.dueAt.getTime() - opened!.openedAt.getTime()).toBe(48 * hour);
    expect(await told()).toEqual([world.manager.email, world.line.email].sort());
  });

  test("that changes nothing urgent opens nothing", async () => {
    await answer(world, { quality: "1" });
    expect(await cases()).toEqual([]);
    expect(await mails()).toEqual([]);
  });

  test("sent again, or with a better grade, neither doubles nor closes the case", async () => {
    await answer(world, { "overall-grade": "F", "overall-grade.comment": "We are leaving." });
    const first = await cases();
    await answer(world, { "overall-grade": "F", "overall-grade.comment": "Really." });
    await answer(world, { "overall-grade": "A" });
    await answer(world, { "overall-grade": "D" });
    expect(await cases()).toEqual(first);
    expect(await told()).toHaveLength(2);
  });

  test("with several triggers opens a case for each", async () => {
    await answer(world, {
      "overall-grade": "D",
      "call-me": ["account_manager", "someone_else"],
      "awareness.payroll": "more",
      "account-manager-interest": "1",
    });
    const triggers = (await cases()).map(({ trigger }) => trigger).sort();
    expect(triggers).toEqual([
      "account_manager_rating",
      "call_me",
      "call_me_someone_else",
      "poor_grade",
      "tell_me_more",
    ]);
  });

  test("in a confidential round opens nothing, whatever is in it, nor does its close", async () => {
    const hidden = await openedRound({ confidentiality: "confidential" });
    await db
      .update(tables.contact)
      .set({ mostSenior: true })
      .where(eq(tables.contact.id, hidden.invitation.contact.id));
    await answer(hidden, {
      "overall-grade": "F",
      "awareness.payroll": "more",
      "account-manager-interest": "1",
    });
    const silent = await openedRound({ confidentiality: "confidential" });
    await db
      .update(tables.contact)
      .set({ mostSenior: true })
      .where(eq(tables.contact.id, silent.invitation.contact.id));
    for (const { round } of [hidden, silent])
      expect(await closeRound(testCtx(), round.id, {})).toMatchObject({ ok: true });
    expect(await cases()).toEqual([]);
    expect(await mails()).toEqual([]);
  });
});

describe("what may be about the account manager", () => {
  const complaint = {
    "account-manager-interest": "2",
    "account-manager-interest.comment": "Rude.",
  };

  test("is told to the line manager only", async () => {
    await answer(world, { ...complaint, "call-me": "someone_else" });
    expect(await told()).toEqual([world.line.email, world.line.email]);
    expect((await cases()).map(({ ownerId }) => ownerId)).toEqual([world.line.id, world.line.id]);
  });

  test.each(["account_manager", "leader", "admin"] as const)(
    "never appears to the account manager, a %s: no inbox, page, home, export or change",
    async (role) => {
      await db.update(tables.staff).set({ role }).where(eq(tables.staff.id, world.manager.id));
      await answer(world, complaint);
      const [opened] = await cases();
      const cookie = await signIn(world.manager);
      for (const path of ["/cases", "/", "/cases.csv"])
        expect(await (await visit(path, cookie)).text()).not.toContain("Lovelace");
      expect((await visit(`/cases/${opened!.id}`, cookie)).status).toBe(404);
      const change = await post(`/cases/${opened!.id}`, { status: "contacted" }, cookie);
      expect(change.status).toBe(404);
      expect(await cases()).toEqual([opened]);
    },
  );

  test("stays hidden from who managed the account before, and open to other leaders", async () => {
    await answer(world, complaint);
    const [opened] = await cases();
    const before = await createStaff({ role: "leader" });
    const leader = await createStaff({ role: "leader" });
    await db
      .insert(tables.accountManagement)
      .values({ accountId: world.account.id, staffId: before.id, since: new Date() });
    expect((await pageFor(before, `/cases/${opened!.id}`)).status).toBe(404);
    const seen = await pageFor(leader, `/cases/${opened!.id}`);
    expect(seen.status).toBe(200);
    expect(seen.text).toContain("Rude.");
  });

  test("cannot be given to the account manager to own", async () => {
    await answer(world, complaint);
    const [opened] = await cases();
    const cookie = await signIn(world.line);
    const path = `/cases/${opened!.id}`;
    const refused = await post(path, { ownerId: world.manager.id, note: "Yours." }, cookie);
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain("Choose an owner who may see this case.");
    expect(page).toContain("Yours.");
    expect(await cases()).toEqual([opened]);
  });
});

describe("the silence of the most senior contact", () => {
  const senior = (status: "invited" | "declined" | "completed") =>
    Promise.all([
      db.update(tables.contact).set({ mostSenior: true }),
      db.update(tables.invitation).set({ status }),
    ]);

  test("is a case for the sponsor when the round closes", async () => {
    await senior("invited");
    await closeRound(testCtx({ kind: "system" }, new Date()), world.round.id, {});
    expect(await cases()).toMatchObject([
      { trigger: "senior_silence", ownerId: world.sponsor.id, walled: false },
    ]);
    expect(await told()).toEqual([world.sponsor.email]);
    const [opened] = await cases();
    // The account is not within the sponsor's reach; the case is.
    expect((await pageFor(world.sponsor, "/cases")).text).toContain("Lovelace");
    expect((await pageFor(world.sponsor, `/cases/${opened!.id}`)).status).toBe(200);
    expect((await pageFor(world.sponsor, `/accounts/${world.account.id}`)).status).toBe(404);
  });

  test.each(["declined", "completed"] as const)("is none when they %s", async (status) => {
    await senior(status);
    await closeRound(testCtx({ kind: "system" }, new Date()), world.round.id, {});
    expect(await cases()).toEqual([]);
  });
});

describe("the inbox", () => {
  test("lists what waits by due time, says overdue in words, and leads to the case", async () => {
    await answer(world, { "overall-grade": "D", "call-me": "account_manager" });
    const late = new Date(Date.now() - hour);
    await db
      .update(tables.clientCase)
      .set({ dueAt: late })
      .where(eq(tables.clientCase.trigger, "call_me"));
    const { text } = await pageFor(world.manager, "/cases");
    expect(text.indexOf("Would like a call")).toBeLessThan(text.indexOf("Graded us D or F"));
    expect(text.match(/overdue/g)).toHaveLength(1);
    const home = await pageFor(world.manager, "/");
    expect(home.text).toContain("Clients waiting for a call");
    expect(home.text.match(/overdue/g)).toHaveLength(1);
  });

  test("shows nothing of other people's accounts", async () => {
    await answer(world, { "overall-grade": "D" });
    const other = await createStaff();
    expect((await pageFor(other, "/cases")).text).toContain("No client is waiting for you");
    expect((await pageFor(other, "/")).text).not.toContain("Lovelace");
  });

  test("exports what it lists", async () => {
    await answer(world, { "overall-grade": "D" });
    const { text } = await pageFor(world.manager, "/cases.csv");
    expect(text).toContain("Ada Lovelace,Graded us D or F,Open,no");
  });
});

describe("a case", () => {
  const open = async (answers = {}) => {
    await answer(world, {
      "overall-grade": "D",
      "overall-grade.comment": "Late twice.",
      "improve-one-thing": "Answer the phone.",
      ...answers,
    });
    const [opened] = await cases();
    return { opened: opened!, path: `/cases/${opened!.id}`, cookie: await signIn(world.manager) };
  };

  test("shows its trigger and that answer's comment, and nothing else of the response", async () => {
    const { path } = await open();
    const { text } = await pageFor(world.manager, path);
    expect(text).toContain("Late twice.");
    expect(text).not.toContain("Answer the phone.");
  });

  test("is taken up with one button, noted, and resolved; every step leaves its trace", async () => {
    const { path, cookie } = await open();
    expect((await post(path, { status: "contacted" }, cookie)).status).toBe(303);
    expect((await cases())[0]!.firstContactAt).not.toBeNull();
    const ending = {
      status: "resolved",
      version: "2",
      ownerId: world.manager.id,
      resolution: "agreed",
      rootCause: "One person on holiday.",
      prevention: "A deputy for every run.",
      clientTold: "yes",
      note: "Called Ada.",
    };
    const saved = await post(path, ending, cookie);
    expect(saved.status).toBe(303);
    expect((await cases())[0]).toMatchObject({
      status: "resolved",
      resolution: "agreed",
      rootCause: "One person on holiday.",
      clientTold: true,
      version: 3,
    });
    const { text } = await pageFor(world.manager, path);
    expect(text).toContain("Called Ada.");
    const log = await db.select().from(tables.auditEntry);
    expect(log.filter(({ action }) => action === "case.changed")).toHaveLength(2);
    expect(JSON.stringify(log)).not.toContain("holiday");
    expect((await pageFor(world.manager, "/cases")).text).not.toContain("Lovelace");
    expect((await pageFor(world.manager, "/cases?show=resolved")).text).toContain("Lovelace");
  });

  test("without a resolution is not resolved, and what was typed is kept", async () => {
    const { path, cookie, opened } = await open();
    const refused = await post(path, { status: "resolved", rootCause: "Holidays." }, cookie);
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain("Say how the case was resolved.");
    expect(page).toContain("Holidays.");
    expect(await cases()).toEqual([opened]);
  });

  test("that somebody changed in the meantime is not written over", async () => {
    const { path, cookie } = await open();
    await post(path, { status: "contacted", version: "1" }, cookie);
    const late = await post(path, { rootCause: "Mine.", version: "1" }, cookie);
    expect(late.status).toBe(422);
    expect(await late.text()).toContain("Somebody changed this case just now.");
    expect((await cases())[0]!.rootCause).toBeNull();
  });
});
