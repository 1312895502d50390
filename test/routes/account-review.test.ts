import * as tables from "#db/schema.ts";
import { readReview } from "#worker/domain/account/actions-review.ts";
import { createCtx, type StaffCtx } from "#worker/context.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { closedRound, managedAccount } from "../closed-round.ts";
import { counted } from "../counted.ts";
import { actorOf, createStaff, db, post, signIn, someDay, visit } from "../factories.ts";

let world: Awaited<ReturnType<typeof managedAccount>>;
let round: Awaited<ReturnType<typeof closedRound>>;
let path: string;
let cookie: string;

const senior = { firstName: "Ada", lastName: "Lovelace", mostSenior: true };
const low = { "account-manager-interest": "1", "account-manager-follow-up": "1" };

beforeEach(async () => {
  world = await managedAccount();
  round = await closedRound({
    account: world.account,
    people: [
      { tier: "board", answers: null, contact: senior },
      { tier: "user", answers: { "overall-grade": "C", quality: "2", ...low } },
      { tier: "user", answers: { "overall-grade": "C", quality: "2", ...low } },
    ],
  });
  path = `/accounts/${world.account.id}/review`;
  cookie = await signIn(world.manager);
});

const page = async (as = cookie, query = "") => (await visit(path + query, as)).text();
const caseOf = (id: string, walled: boolean) => ({
  id,
  accountId: world.account.id,
  roundId: round.round.id,
  contactId: round.contacts[1]!.id,
  trigger: "account_manager_rating" as const,
  walled,
  services: [],
  status: "open" as const,
  openedAt: someDay,
  dueAt: someDay,
  version: 1,
});
const actionOf = (id: string, walled: boolean) => ({
  id,
  accountId: world.account.id,
  title: `Promise ${id}`,
  dueOn: "2026-01-01",
  clientVisible: true,
  keepDoing: false,
  walled,
  status: "in_progress" as const,
  changedSinceAgreed: false,
  startedUnagreed: true,
  sourceKeys: [],
  sourceTiers: [],
  quotes: [],
  askedRounds: 0,
  version: 1,
  createdAt: someDay,
  createdBy: world.manager.id,
  updatedAt: someDay,
});

describe("the review of an account", () => {
  test("answers the agenda on one page, the last plan first", async () => {
    await db.insert(tables.action).values(actionOf("one", false));
    const text = await page();
    const headings = [...text.matchAll(/<h2>([^<]+)/g)].map(([, title]) => title);
    expect(headings).toEqual([
      "The last plan",
      "Grade, gap and trend",
      "Cases",
      "Coverage and silent people",
      "Risk and survey",
      "Next dates",
      "Meetings",
    ]);
    expect(text).toContain("Promise one");
    expect(text).toContain("overdue");
    expect(text).toContain("We said A, the client says C");
    expect(text).toContain("Deliverables 2.00 (2 of 2)");
    expect(text).toContain("Surveyed within 12 months: yes");
    expect(text).toContain("the most senior contact");
    // Our A against their C is a gap of two grades.
    expect(text).toMatch(/Risk: <span class="state bad">red<\/span>/);
    expect(text).toContain("We graded ourselves two grades higher or more");
  });

  test("of an account that was never surveyed says so, and claims no colour", async () => {
    const { account, manager } = await managedAccount();
    const response = await visit(`/accounts/${account.id}/review`, await signIn(manager));
    const text = await response.text();
    expect(text).toContain("not known");
    expect(text).toContain("Surveyed within 12 months: no");
    expect(text).toContain("Nothing is promised here");
  });

  test("keeps behind the wall what is not for the account manager: figures, cases and actions", async () => {
    await db.insert(tables.clientCase).values(caseOf("hidden", true));
    await db.insert(tables.action).values(actionOf("secret", true));
    const theirs = await page();
    expect(theirs).not.toContain("Account manager 1.00");
    expect(theirs).not.toContain("Rated the account manager");
    expect(theirs).not.toContain("Promise secret");
    const lines = await page(await signIn(world.lineManager));
    expect(lines).toContain("Account manager 1.00");
    expect(lines).toContain("Rated the account manager");
    expect(lines).toContain("Promise secret");
  });

  test("does not exist for who does not reach the account", async () => {
    const other = await signIn(await createStaff());
    expect((await visit(path, other)).status).toBe(404);
    expect((await keep({ notes: "Ours now." }, other)).status).toBe(404);
    expect(await db.select().from(tables.accountReview)).toEqual([]);
  });

  test("asks the database at most four times", async () => {
    const { env, total } = counted();
    const ctx = createCtx(env, actorOf(world.manager), new Date()) as StaffCtx;
    await readReview(ctx, world.account.id, "Europe/Berlin");
    expect(total.calls).toBeLessThanOrEqual(4);
  });
});

const id = "meeting-0000000000-001";
const keep = (fields: Record<string, string>, as = cookie) =>
  post(
    path,
    { id, version: "0", heldOn: "2026-11-20", notes: "", decisions: "", actions: "", ...fields },
    as,
  );
const kept = () => db.select().from(tables.accountReview).orderBy(tables.accountReview.version);

describe("the notes of a meeting", () => {
  test("are kept with the day, and every change as a version of its own", async () => {
    expect((await keep({ notes: "We spoke.", decisions: "A deputy." })).status).toBe(303);
    const changed = { version: "1", notes: "We spoke at length.", actions: "Ask Bob." };
    expect((await keep(changed)).status).toBe(303);
    expect(await kept()).toMatchObject([
      { version: 1, notes: "We spoke.", decisions: "A deputy.", writtenBy: world.manager.id },
      { version: 2, notes: "We spoke at length.", decisions: "", actions: "Ask Bob." },
    ]);
    const text = await page();
    expect(text).toContain("20 Nov 2026");
    expect(text).toContain("We spoke at length.");
    expect(text).not.toContain("We spoke.<");
    expect(await page(cookie, `?edit=${id}`)).toContain('name="version" value="2"');
    const log = await db.select().from(tables.auditEntry);
    expect(log.filter(({ action }) => action === "account.reviewed")).toHaveLength(2);
    expect(JSON.stringify(log)).not.toContain("spoke");
  });

  test("sent twice are one meeting", async () => {
    const [first, second] = await Promise.all([keep({ notes: "Once." }), keep({ notes: "Once." })]);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(await kept()).toHaveLength(1);
  });

  test("that somebody changed meanwhile are not written over: both versions are shown", async () => {
    await keep({ notes: "The first word." });
    const line = await signIn(world.lineManager);
    await keep({ version: "1", notes: "The line manager's word." }, line);
    const late = await keep({ version: "1", notes: "The account manager's word." });
    expect(late.status).toBe(409);
    const text = await late.text();
    expect(text).toContain("The line manager's word.");
    expect(text).toContain("The account manager's word.");
    expect(text).toContain("Line Manager");
    expect(text).toContain('name="version" value="2"');
    expect(await kept()).toHaveLength(2);
  });

  test.each([
    ["empty", {}, "write something down"],
    ["without a day", { notes: "x", heldOn: "some day" }, "The day is not a day"],
    ["under an id of another kind", { notes: "x", id: "<script>" }, "is not known"],
    ["without a version", { notes: "x", version: "" }, "is not a number"],
  ])("are refused %s", async (_, fields, message) => {
    const refused = await keep({ decisions: "", ...fields });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain(message);
    expect(await kept()).toEqual([]);
  });

  test("of another account cannot be continued here", async () => {
    await keep({ notes: "Ours." });
    const other = await managedAccount();
    const theirs = await post(
      `/accounts/${other.account.id}/review`,
      { id, version: "1", heldOn: "2026-11-20", notes: "Taken.", decisions: "", actions: "" },
      await signIn(other.manager),
    );
    expect(theirs.status).toBe(409);
    expect(await theirs.text()).not.toContain("Ours.");
    expect(
      await db.select().from(tables.accountReview).where(eq(tables.accountReview.version, 2)),
    ).toEqual([]);
  });
});
