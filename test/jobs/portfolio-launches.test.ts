import * as tables from "#db/schema.ts";
import { never } from "#db/queries/message.ts";
import { launchQueued } from "#worker/domain/portfolio-launch/actions-run.ts";
import { createCtx } from "#worker/context.ts";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { createClock } from "../clock.ts";
import { counted } from "../counted.ts";
import { createStaff, db, post, signIn, visit } from "../factories.ts";
import { gradeAll, launchable, portfolio, prepareLaunch } from "../portfolio-launch.ts";
import { standInProvider } from "../provider.ts";

/** A Monday, seven in the morning in Berlin. */
const monday = new Date("2026-03-02T06:00:00Z");
const minute = 60 * 1000;
const hour = 60 * minute;
const at = (hours: number) => new Date(monday.getTime() + hours * hour);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(monday);
});

const rounds = (status: "draft" | "open") =>
  db.select().from(tables.round).where(eq(tables.round.status, status));
const invitationMails = () =>
  db.select().from(tables.message).where(eq(tables.message.kind, "invitation"));

/** Accounts with our own grades, prepared for a launch that is not started. */
async function prepared(count: number, account = {}, overrides = {}) {
  const set = await portfolio(count, account);
  const cookie = await signIn(set.leader);
  const ids = set.accounts.map(({ id }) => id);
  const path = await prepareLaunch(cookie, ids, overrides);
  await gradeAll(set.manager.id);
  const clock = createClock({ RESEND_API_KEY: "re_test" });
  const press = async (step: "start" | "stop" | "resume") =>
    (await post(`${path}/${step}`, {}, await signIn(set.leader))).status;
  const page = async () => (await visit(path, await signIn(set.leader))).text();
  return { ...set, clock, press, page };
}

test("what is ready is launched by the sweep, even by two at once, each account once; what is not waits", async () => {
  const { accounts, clock, press, page } = await prepared(4);
  const late = accounts[3]!;
  const senior = db.update(tables.contact).set({ mostSenior: false });
  await senior.where(eq(tables.contact.accountId, late.id));
  expect(await press("start")).toBe(303);
  await Promise.all([clock.sweep(), clock.sweep()]);
  await clock.sweep();
  expect((await rounds("open")).map(({ accountId }) => accountId).sort()).toEqual(
    accounts
      .slice(0, 3)
      .map(({ id }) => id)
      .sort(),
  );
  expect(await invitationMails()).toHaveLength(6);
  for (const round of await rounds("open"))
    expect(round).toMatchObject({
      closesAt: new Date("2026-04-01T21:59:59.999Z"),
      launchedBy: expect.not.stringMatching(/^system$/),
    });
  const launched = await db
    .select()
    .from(tables.auditEntry)
    .where(eq(tables.auditEntry.action, "round.launched"));
  expect(launched).toHaveLength(3);
  // Nothing is tried again by itself; once it is ready, the same button launches it.
  const [contact] = await db
    .select()
    .from(tables.contact)
    .where(eq(tables.contact.accountId, late.id));
  await db
    .update(tables.contact)
    .set({ mostSenior: true })
    .where(eq(tables.contact.id, contact!.id));
  await clock.sweep();
  expect(await rounds("draft")).toHaveLength(1);
  expect(await press("start")).toBe(303);
  await clock.sweep();
  expect(await rounds("draft")).toEqual([]);
  expect(await invitationMails()).toHaveLength(8);
  expect(await press("start")).toBe(409);
  expect(await page()).toContain("All launched");
});

test("an account without our own grade is left alone, and launched when the grade is there", async () => {
  const { manager, leader, accounts } = await portfolio(2);
  const cookie = await signIn(leader);
  const path = await prepareLaunch(
    cookie,
    accounts.map(({ id }) => id),
  );
  const clock = createClock();
  expect((await post(`${path}/start`, {}, cookie)).status).toBe(409);
  await gradeAll(manager.id, [accounts[0]!.id]);
  await post(`${path}/start`, {}, cookie);
  await clock.sweep();
  expect(await rounds("draft")).toMatchObject([{ accountId: accounts[0]!.id }]);
  await gradeAll(manager.id);
  await post(`${path}/start`, {}, cookie);
  await clock.sweep();
  expect(await rounds("draft")).toEqual([]);
});

test("invitations leave in the working hours of each account's zone, over so many days, and each once", async () => {
  // A Friday; on Sunday the clocks go forward in Berlin.
  const friday = new Date("2026-03-27T06:00:00Z");
  vi.setSystemTime(friday);
  const accepted = standInProvider(() => "fine");
  const { manager, leader } = await portfolio(0);
  const zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo"];
  const places = new Map<string, string>();
  for (const timeZone of zones) {
    const account = await launchable({ accountManagerId: manager.id, timeZone }, 12);
    const people = await db
      .select()
      .from(tables.contact)
      .where(eq(tables.contact.accountId, account.id));
    for (const { email } of people) places.set(email, timeZone);
  }
  const accounts = await db.select().from(tables.account);
  const cookie = await signIn(leader);
  const path = await prepareLaunch(
    cookie,
    accounts.map(({ id }) => id),
    { gradeBy: "2026-04-02" },
  );
  await gradeAll(manager.id);
  await post(`${path}/start`, {}, cookie);
  const clock = createClock({ RESEND_API_KEY: "re_test" });
  for (let minutes = 0; minutes <= 112 * 60; minutes += 60) {
    // Sweeps that are missed, in working hours and over the weekend.
    if (minutes > 8 * 60 && minutes < 13 * 60) continue;
    if (minutes > 18 * 60 && minutes < 60 * 60) continue;
    clock.set(new Date(friday.getTime() + minutes * minute));
    await Promise.all([clock.sweep(), clock.sweep()]);
    await clock.deliver(2);
  }
  const invited = accepted.filter(({ subject }) => subject.includes("how well do we serve"));
  expect(invited.map(({ to }) => to).sort()).toEqual([...places.keys()].sort());
  for (const { to, at } of invited) {
    const zone = places.get(to)!;
    const parts = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      weekday: "short",
      hour: "2-digit",
      hourCycle: "h23",
    }).formatToParts(new Date(at));
    const part = (type: string) => parts.find((one) => one.type === type)!.value;
    expect(Number(part("hour")), `${to} in ${zone}`).toBeGreaterThanOrEqual(9);
    expect(Number(part("hour")), `${to} in ${zone}`).toBeLessThan(17);
    expect(part("weekday")).not.toMatch(/Sat|Sun/);
  }
  const days = new Set(invited.map(({ at }) => new Date(at).toISOString().slice(0, 10)));
  expect(days.size).toBeGreaterThanOrEqual(2);
});

test("reminders count from the day on which a person's invitation left", async () => {
  const accepted = standInProvider(() => "fine");
  const { clock, press } = await prepared(1, {}, { days: "10", windowDays: "60" });
  await press("start");
  await clock.sweep();
  const mails = await invitationMails();
  const [first, second] = mails.map(({ id }) => id);
  const plan = (id: string, sendAfter: Date) =>
    db.update(tables.message).set({ sendAfter }).where(eq(tables.message.id, id));
  await plan(first!, at(3));
  await plan(second!, at(7 * 24 + 3));
  const days: Record<string, number[]> = {};
  for (let hours = 1; hours < 12 * 24; hours += 3)
    await clock.advance(new Date(at(hours).getTime() + 5 * minute));
  for (const { to, at: sent, subject } of accepted)
    if (!/grade/.test(subject))
      (days[to] ??= []).push(Math.floor((sent - monday.getTime()) / (24 * hour)));
  const of = (id: string) => days[mails.find((mail) => mail.id === id)!.recipient];
  expect(of(first!)).toEqual([0, 4, 11]);
  expect(of(second!)).toEqual([7, 11]);
});

test("a stop in the middle holds what has not left, and going on spreads it anew; nothing is lost or sent twice", async () => {
  const accepted = standInProvider(() => "fine");
  const { clock, press, page } = await prepared(6, {}, { days: "1" });
  await press("start");
  await clock.sweep();
  const total = (await invitationMails()).length;
  for (let minutes = 0; minutes <= 6 * 60; minutes += 30)
    await clock.advance(new Date(monday.getTime() + minutes * minute));
  const invitations = () => accepted.filter(({ subject }) => !/grade/.test(subject)).length;
  const before = invitations();
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(total);
  // Woken before the stop, delivered after it: it is held as well.
  clock.set(at(7));
  await clock.sweep();
  expect(await Promise.all([press("stop"), press("stop")])).toEqual([303, 303]);
  await clock.deliver();
  for (let hours = 8; hours < 30; hours++) await clock.advance(at(hours));
  expect(invitations()).toBe(before);
  const held = (await invitationMails()).filter(
    ({ sendAfter }) => sendAfter?.getTime() === never.getTime(),
  );
  expect(held).toHaveLength(total - before);
  expect(await page()).toContain(`${total - before} invitation`);
  expect(await press("start")).toBe(409);
  clock.set(at(30));
  expect(await press("resume")).toBe(303);
  expect(await press("resume")).toBe(303);
  const again = await invitationMails();
  for (const { sendAfter, status } of again)
    if (status === "queued") expect(sendAfter!.getTime()).toBeLessThan(at(60).getTime());
  for (let hours = 30; hours < 60; hours++) await clock.advance(at(hours));
  expect(invitations()).toBe(total);
  const sent = accepted.map(({ to, subject }) => `${to} ${subject}`);
  expect(new Set(sent).size).toBe(sent.length);
  const deeds = (await db.select().from(tables.auditEntry)).map(({ action }) => action);
  expect(deeds.filter((one) => one === "portfolio_launch.stopped")).toHaveLength(1);
  expect(deeds.filter((one) => one === "portfolio_launch.resumed")).toHaveLength(1);
});

test("nothing opens while a launch is stopped, not even what the sweep had begun", async () => {
  const { clock, press } = await prepared(3);
  await press("start");
  await press("stop");
  await clock.sweep();
  expect(await rounds("open")).toEqual([]);
  await press("resume");
  await clock.sweep();
  expect(await rounds("open")).toHaveLength(3);
});

test("a launch that the sweep cannot finish goes on at the next, and one killed halfway loses nothing", async () => {
  const { clock, press } = await prepared(3);
  await press("start");
  const real = clock.using.DB;
  let batches = 0;
  const dying = new Proxy(real, {
    get(target, name) {
      if (name !== "batch") return Reflect.get(target, name).bind(target);
      return (statements: D1PreparedStatement[]) => {
        if (++batches > 2) throw new Error("killed");
        return target.batch(statements);
      };
    },
  });
  vi.spyOn(console, "error").mockImplementation(() => {});
  const ctx = createCtx({ ...clock.using, DB: dying }, { kind: "system" });
  await launchQueued(ctx).catch(() => {});
  const opened = (await rounds("open")).length;
  expect(opened).toBeLessThan(3);
  for (const { id } of await rounds("draft"))
    expect(
      await db.select().from(tables.invitation).where(eq(tables.invitation.roundId, id)),
    ).toEqual([]);
  await clock.sweep();
  expect(await rounds("open")).toHaveLength(3);
  expect(await invitationMails()).toHaveLength(6);
});

test("what the person who launched may no longer reach is not launched in their name", async () => {
  const { manager, accounts } = await portfolio(2);
  const other = await createStaff();
  const cookie = await signIn(manager);
  const path = await prepareLaunch(
    cookie,
    accounts.map(({ id }) => id),
  );
  await gradeAll(manager.id);
  await post(`${path}/start`, {}, cookie);
  await db
    .update(tables.account)
    .set({ accountManagerId: other.id })
    .where(eq(tables.account.id, accounts[0]!.id));
  await createClock().sweep();
  expect(await rounds("open")).toMatchObject([{ accountId: accounts[1]!.id }]);
});

test("a contact who opts out while the mail is spread is not invited", async () => {
  const accepted = standInProvider(() => "fine");
  const { clock, press } = await prepared(1);
  await press("start");
  await clock.sweep();
  const [mail] = await invitationMails();
  await db
    .update(tables.contact)
    .set({ doNotSurvey: true })
    .where(eq(tables.contact.email, mail!.recipient));
  for (let hours = 1; hours < 60; hours++) await clock.advance(at(hours));
  expect(accepted.filter(({ to }) => to === mail!.recipient)).toEqual([]);
});

test("an idle sweep asks the database once, and a slice of 40 accounts stays below a thousand calls", async () => {
  const { press } = await prepared(45);
  await press("start");
  const { env, total } = counted();
  const clock = createClock();
  const ctx = createCtx({ ...clock.using, DB: env.DB }, { kind: "system" }, monday);
  await launchQueued(ctx);
  expect(await rounds("open")).toHaveLength(40);
  expect(total.calls).toBeLessThan(40 * 16);
  await launchQueued(ctx);
  expect(await rounds("open")).toHaveLength(45);
  const before = { ...total };
  await launchQueued(ctx);
  expect(total.calls - before.calls).toBe(1);
  expect(total.read - before.read).toBeLessThan(5);
});
