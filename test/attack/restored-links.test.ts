import * as tables from "#db/schema.ts";
import { sendPlan, revokePlanLink } from "#worker/domain/agreement/actions.ts";
import { changeContact } from "#worker/domain/contact/actions.ts";
import { optOut } from "#worker/domain/opt-out/actions.ts";
import { releaseReport, withdrawRelease } from "#worker/domain/release/actions.ts";
import { cancelRound, closeRound } from "#worker/domain/round/actions-close.ts";
import { resendCorrected } from "#worker/domain/round/actions-running.ts";
import { revokeShare, shareReport } from "#worker/domain/share/actions.ts";
import { changeStaff, deactivateStaff } from "#worker/domain/staff/actions.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createClock } from "../clock.ts";
import {
  createAction,
  createStaff,
  db,
  launchedRound,
  post,
  request,
  someDay,
  staffCtx,
  testCtx,
} from "../factories.ts";
import { restore, takeSnapshot } from "../restored.ts";

const minute = 60_000;
const after = (minutes: number) => new Date(someDay.getTime() + minutes * minute);

let clock: ReturnType<typeof createClock>;
let admin: typeof tables.staff.$inferSelect;
beforeEach(async () => {
  clock = createClock();
  admin = await createStaff({ role: "admin" });
  await clock.advance(after(0));
});

/** What is done, after which the database is as it was before; a sweep comes in between, and another afterwards. */
async function undone(change: () => Promise<unknown>) {
  await clock.advance(after(5));
  const snapshot = await takeSnapshot();
  vi.setSystemTime(after(6));
  await change();
  await clock.advance(after(12));
  await restore(snapshot);
  await clock.advance(after(20));
}

const statusOf = async (path: string) => (await request(path)).status;
const submit = (path: string) => post(path, { intent: "submit", "overall-grade": "B" });
const invitationOf = async (id: string) =>
  (await db.select().from(tables.invitation).where(eq(tables.invitation.id, id)))[0]!;

describe("after a restore", () => {
  test("links of an open round work as before, and a revoked one does not", async () => {
    const { invitations } = await launchedRound({ tiers: ["user", "user"] });
    const [kept, revoked] = invitations.map(({ token }) => `/s/${token}`) as [string, string];
    const { contactId } = await invitationOf(invitations[1]!.id);
    await undone(async () => {
      const gone = await changeContact(staffCtx(admin, after(6)), contactId, { status: "left" });
      expect(gone.ok).toBe(true);
    });
    expect(await statusOf(revoked)).toBe(410);
    expect((await submit(revoked)).status).toBe(410);
    expect(await statusOf(kept)).toBe(200);
    expect((await submit(kept)).status).toBe(200);
    const [contact] = await db
      .select()
      .from(tables.contact)
      .where(eq(tables.contact.id, contactId));
    expect(contact).toMatchObject({ status: "left" });
  });

  test("a link that went to a wrong address stays dead, its replacement works, and nothing more goes there", async () => {
    const { invitation, round } = await launchedRound({
      contact: { email: "wrong@client.example" },
    });
    const { contactId } = await invitationOf(invitation.id);
    const right = `/s/${await testCtx().tokens.make("survey", invitation.id, 2)}`;
    await db.insert(tables.message).values({
      id: `invitation/${invitation.id}`,
      kind: "invitation",
      recipient: "wrong@client.example",
      invitationId: invitation.id,
      roundId: round.id,
      data: {},
      status: "sent",
      sentAt: someDay,
      createdAt: someDay,
    });
    await undone(async () => {
      const ctx = staffCtx(admin, after(6));
      await changeContact(ctx, contactId, { email: "right@client.example" });
      await resendCorrected(ctx, round.id, null);
      expect(await statusOf(right)).toBe(200);
    });
    expect(await statusOf(`/s/${invitation.token}`)).toBe(404);
    expect(await statusOf(right)).toBe(200);
    await clock.advance(after(5 * 24 * 60));
    const mailed = await db
      .select()
      .from(tables.message)
      .where(eq(tables.message.kind, "reminder"));
    expect(mailed).toEqual([]);
    expect((await submit(right)).status).toBe(200);
  });

  test("who asked for no more mail, whose address bounced and who is not to be surveyed is left alone", async () => {
    const { invitations } = await launchedRound({ tiers: ["user", "user", "user"] });
    const people = await Promise.all(invitations.map(({ id }) => invitationOf(id)));
    const hash = await testCtx().tokens.hashAddress("bounced@client.example");
    await undone(async () => {
      const ctx = testCtx({ kind: "respondent" }, after(6));
      await optOut(ctx, await ctx.tokens.make("opt-out", people[0]!.id));
      await db
        .insert(tables.suppression)
        .values({ addressHash: hash, reason: "bounced", createdAt: after(6) });
      await db
        .update(tables.contact)
        .set({ doNotSurvey: true })
        .where(eq(tables.contact.id, people[1]!.contactId));
    });
    expect(await db.$count(tables.optOut)).toBe(1);
    expect(await db.select().from(tables.suppression)).toMatchObject([{ addressHash: hash }]);
    await db.update(tables.invitation).set({ delivery: "sent" });
    await clock.advance(after(5 * 24 * 60));
    const reminded = await db
      .select()
      .from(tables.message)
      .where(eq(tables.message.status, "sent"));
    expect(reminded.map(({ invitationId }) => invitationId)).toEqual([people[2]!.id]);
  });

  test("a cancelled round stays cancelled, and one that was closed closes again", async () => {
    const cancelled = await launchedRound();
    const closed = await launchedRound();
    const open = await launchedRound();
    await undone(async () => {
      await cancelRound(testCtx(), cancelled.round.id, { reason: "They were merged." });
      await closeRound(testCtx(), closed.round.id, { reason: "They merge tomorrow." });
    });
    const statuses = await Promise.all(
      [cancelled, closed, open].map(async ({ invitation }) => statusOf(`/s/${invitation.token}`)),
    );
    expect(statuses).toEqual([410, 410, 200]);
    const rounds = await db
      .select({ id: tables.round.id, status: tables.round.status })
      .from(tables.round);
    expect(rounds).toContainEqual({ id: cancelled.round.id, status: "cancelled" });
    expect(rounds).toContainEqual({ id: closed.round.id, status: "closed" });
    expect(rounds).toContainEqual({ id: open.round.id, status: "open" });
  });

  test("a link to the plan, to a summary or to a report that was revoked opens nothing", async () => {
    const { invitation, round, account, manager } = await launchedRound();
    const { contactId } = await invitationOf(invitation.id);
    await submit(`/s/${invitation.token}`);
    await closeRound(testCtx(), round.id, {});
    await createAction({ accountId: account.id, clientVisible: true });
    const ctx = staffCtx(manager, after(4));
    expect((await sendPlan(ctx, account.id, [contactId])).ok).toBe(true);
    expect((await releaseReport(ctx, round.id, null)).ok).toBe(true);
    const reader = { name: "A Reader", email: "r@us.example", note: null, days: 30 } as const;
    expect((await shareReport(ctx, round.id, reader, ctx.newId())).ok).toBe(true);
    const links = await db.select().from(tables.clientLink);
    const [share] = await db.select().from(tables.shareLink);
    const pages = await Promise.all(
      links.map(async ({ id }) => `/c/${await ctx.tokens.make("client", id)}`),
    );
    const shared = `/v/${await ctx.tokens.make("share", share!.id)}`;
    for (const page of [...pages, shared])
      expect([page, await statusOf(page)]).toEqual([page, 200]);
    await undone(async () => {
      const plan = links.find(({ kind }) => kind === "plan")!;
      await revokePlanLink(ctx, account.id, plan.id);
      await withdrawRelease(ctx, round.id);
      await revokeShare(ctx, round.id, share!.id);
    });
    for (const page of [...pages, shared])
      expect([page, await statusOf(page)]).not.toEqual([page, 200]);
  });

  test("whoever was shown out stays out, and whoever lost a role has not got it back", async () => {
    const gone = await createStaff();
    const demoted = await createStaff({ role: "leader" });
    await undone(async () => {
      const ctx = staffCtx(admin, after(6));
      await deactivateStaff(ctx, gone.id, { managerId: null, sponsorId: null });
      await changeStaff(ctx, demoted.id, { name: demoted.name, role: "account_manager" });
    });
    const staff = await db.select().from(tables.staff);
    expect(staff.find(({ id }) => id === gone.id)).toMatchObject({ deactivatedAt: after(6) });
    expect(staff.find(({ id }) => id === demoted.id)).toMatchObject({ role: "account_manager" });
  });

  test("what is kept outside names nobody and says nothing of answers", async () => {
    const email = "zyxwina@qvortrup.example";
    const contact = { firstName: "Zyxwina", lastName: "Qvortrup", email };
    const { invitation, round } = await launchedRound({
      contact,
      round: { confidentiality: "confidential" },
    });
    await undone(async () => {
      await submit(`/s/${invitation.token}`);
      const ctx = testCtx({ kind: "respondent" }, after(6));
      await optOut(ctx, await ctx.tokens.make("opt-out", invitation.id));
      await closeRound(testCtx(), round.id, {});
    });
    const { keys } = await clock.using.KEYS.list();
    const kept = await Promise.all(
      keys.map(async ({ name, metadata }) => [name, metadata, await clock.using.KEYS.get(name)]),
    );
    const said = JSON.stringify(kept).toLowerCase();
    expect(said).toContain("opt-out/");
    for (const trace of [
      "zyxwina",
      "qvortrup",
      "completed",
      "overall",
      invitation.id.toLowerCase(),
    ])
      expect(said).not.toContain(trace);
  });
});
