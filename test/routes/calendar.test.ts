import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { managedAccount } from "../closed-round.ts";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  db,
  post,
  request,
  signIn,
  someDay,
  visit,
} from "../factories.ts";

let managed: Awaited<ReturnType<typeof managedAccount>>;
let cookie: string;
beforeEach(async () => {
  managed = await managedAccount();
  cookie = await signIn(managed.manager);
});

const press = (path: string, by = cookie) => post(path, {}, by);
async function addressOf(by = cookie): Promise<string> {
  const html = await (await visit("/calendar", by)).text();
  return /\/calendar\/[\w-]{22}\.ics/.exec(html)![0];
}
const unfold = (text: string) => text.replaceAll("\r\n ", "");
const read = async (path: string) => {
  const response = await request(path);
  expect(response.status).toBe(200);
  return unfold(await response.text());
};

async function addCase(walled: boolean) {
  const contact = await createContact({ accountId: managed.account.id });
  const round = await createRound({ accountId: managed.account.id, status: "closed" });
  await db.insert(tables.clientCase).values({
    id: `case-${walled}`,
    accountId: managed.account.id,
    roundId: round.id,
    contactId: contact.id,
    trigger: walled ? "account_manager_rating" : "poor_grade",
    walled,
    services: [],
    status: "open",
    openedAt: someDay,
    dueAt: new Date("2026-03-04T10:00:00Z"),
    version: 1,
  });
}

describe("GET /calendar/:token.ics", () => {
  test("shows when rounds close, the next survey, and cases to take up, each by its own page", async () => {
    const round = await createRound({
      accountId: managed.account.id,
      name: "Spring, 2026",
      status: "open",
      closesAt: new Date("2026-03-23T23:00:00Z"),
    });
    const due = new Date(Date.now() + 90 * 24 * 3600 * 1000);
    await db
      .update(tables.account)
      .set({ roundDueAt: due })
      .where(eq(tables.account.id, managed.account.id));
    await addCase(false);
    await press("/calendar");
    const text = await read(await addressOf());
    expect(text).toContain(String.raw`SUMMARY:Nordwind AG: Spring\, 2026 closes`);
    expect(text).toContain("DTSTART;VALUE=DATE:20260323");
    expect(text).toContain(`/rounds/${round.id}`);
    expect(text).toContain("SUMMARY:Nordwind AG: get in touch about a case");
    expect(text).toContain("DTEND:20260304T100000Z");
    expect(text).toContain("SUMMARY:Nordwind AG: next survey due in");
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(3);
  });

  test("shows what its owner promised to have done, until it is", async () => {
    const promise = {
      accountId: managed.account.id,
      title: "Answer within a day",
      ownerId: managed.manager.id,
      dueOn: "2026-12-31",
      clientVisible: true,
      keepDoing: false,
      walled: false,
      changedSinceAgreed: false,
      startedUnagreed: false,
      sourceKeys: [],
      sourceTiers: [],
      quotes: [],
      askedRounds: 0,
      version: 1,
      createdAt: someDay,
      updatedAt: someDay,
      createdBy: managed.manager.id,
    };
    await db.insert(tables.action).values([
      { ...promise, id: "open", status: "in_progress" },
      { ...promise, id: "done", status: "done", title: "Long done" },
    ]);
    await press("/calendar");
    const text = await read(await addressOf());
    expect(text).toContain(String.raw`SUMMARY:Nordwind AG: due\, Answer within a day`);
    expect(text).toContain("DTSTART;VALUE=DATE:20261231");
    expect(text).not.toContain("Long done");
  });

  test("keeps a case that may be about its reader away, and other people's accounts", async () => {
    await addCase(true);
    const { id: accountId } = await createAccount();
    await createRound({ accountId, status: "open", name: "Elsewhere" });
    await press("/calendar");
    expect(await read(await addressOf())).not.toContain("VEVENT");
  });

  test("is told as a calendar, kept by nobody in between, and changes nothing", async () => {
    await press("/calendar");
    const address = await addressOf();
    const before = await db.select().from(tables.calendarLink);
    const response = await request(address);
    expect(response.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await db.select().from(tables.calendarLink)).toEqual(before);
  });

  test("stops when a new address is made, and when it is turned off", async () => {
    await press("/calendar");
    const first = await addressOf();
    await press("/calendar");
    const second = await addressOf();
    expect(second).not.toBe(first);
    expect((await request(first)).status).toBe(404);
    expect((await request(second)).status).toBe(200);
    await press("/calendar/end");
    expect((await request(second)).status).toBe(410);
    expect(await (await visit("/calendar", cookie)).text()).toContain("no private address");
    await press("/calendar");
    expect((await request(await addressOf())).status).toBe(200);
    expect((await request(second)).status).toBe(404);
  });

  test("is gone when its owner is deactivated", async () => {
    await press("/calendar");
    const address = await addressOf();
    await db
      .update(tables.staff)
      .set({ deactivatedAt: someDay })
      .where(eq(tables.staff.id, managed.manager.id));
    expect((await request(address)).status).toBe(410);
  });

  test("belongs to one person each", async () => {
    await press("/calendar");
    const other = await signIn(await createStaff());
    await press("/calendar", other);
    expect(await addressOf(other)).not.toBe(await addressOf());
    expect((await request("/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics")).status).toBe(404);
    expect((await request("/calendar/x.ics")).status).toBe(404);
  });
});
