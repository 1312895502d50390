import type { Ctx, StaffActor } from "#worker/context.ts";
import { localApiToken } from "#worker/local/keys.ts";
import type { StartingPoints } from "#worker/local/state.ts";
import { defaultSettings } from "#worker/domain/setting/actions.ts";
import { desc, eq, sql } from "drizzle-orm";
import { updateSettings } from "../queries/setting.ts";
import {
  account,
  accountManagement,
  apiToken,
  clientCase,
  contact,
  invitation,
  message,
  staff,
} from "../schema.ts";
import { tellAfterwards } from "./afterwards.ts";
import { calendarOf, type Calendar } from "./calendar.ts";
import { tellRound } from "./history.ts";
import { tellLaunch } from "./launch.ts";
import { openAnnualReview, openTieredRound } from "./open.ts";
import { demoPlans } from "./plans.ts";
import { findPlanLink, tellPlan } from "./promises.ts";
import { makeClients, makeStaff, type Client, type Contact } from "./people.ts";
import { seededRandom } from "./random.ts";
import { closedRounds } from "./rounds.ts";
import { inserts, runAll } from "./rows.ts";
import { demoStaff, shown, supplierName } from "./staff.ts";

const firstDay = 1300;
/** Vandermeer's account manager changed: who managed an account once stays behind the firewall for good. */
const earlierManagers = [{ slug: "vandermeer", manager: "luca.moretti", until: 500 }];

/** An admin and a token of theirs: what a run without demo data begins with. */
export async function loadEmpty(ctx: Ctx): Promise<StartingPoints> {
  const admin = ctx.newId();
  const row = { id: admin, name: "Administrator", email: ctx.config.ADMIN_EMAIL };
  const at = { createdAt: ctx.now, updatedAt: ctx.now };
  await ctx.db.insert(staff).values({ ...row, role: "admin", ...at });
  await addToken(ctx, admin);
  return { admin };
}

/**
 * Fills an empty database with a supplier, its clients and four years of rounds; dates are relative to `ctx.now`,
 * all else is the same every time. Closed rounds get their reports from the code that closes rounds.
 */
export async function loadDemo(outer: Ctx): Promise<StartingPoints> {
  const ctx = demoCtx(outer, "supplier");
  const settings = { ...defaultSettings(ctx.config), supplierName, footerAddress };
  const calendar = calendarOf(ctx.now, settings.timeZone);
  const began = calendar.at(firstDay);
  const people = makeStaff(seededRandom("staff"), ctx.config.ADMIN_EMAIL, began);
  const clients = makeClients(people.ids, began);
  await updateSettings(ctx.db, settings);
  await addPeople(ctx, calendar, people, clients);
  const administratorId = people.ids.get(shown.administrator)!;
  // One after the other: a local D1 answers calls made side by side more slowly.
  const around = { calendar, people, administratorId };
  for (const client of clients) await tellHistory(outer, around, client);
  await resolveCases(ctx);

  const client = (slug: string) => clients.find(({ demo }) => demo.slug === slug)!;
  const manager = actorOf(people, shown.accountManager);
  const actor = (slug: string) => actorOf(people, slug);
  await tellAfterwards({ ctx, calendar, client, actor });
  await tellLaunch({ ctx: demoCtx(outer, "portfolio launch"), calendar, client, actor });
  const opening = { ctx, manager, calendar };
  const tiered = await openTieredRound({ ...opening, client: client("cascade") });
  const annual = await openAnnualReview({ ...opening, client: client("fjordbank") });
  await markAsSent(ctx);
  await addToken(ctx, people.ids.get(shown.admin)!);
  const invitations = await newestInvitations(ctx, { ...tiered, annualReview: annual });
  const plan = await findPlanLink(ctx, client("nordhafen").contacts.board[1]!.id);
  const staffIds = {
    accountManager: people.ids.get(shown.accountManager)!,
    leader: people.ids.get(shown.leader)!,
    admin: people.ids.get(shown.admin)!,
  };
  return { ...invitations, ...staffIds, client: plan!.id };
}

const footerAddress = "Alder & Voss, Speicherweg 4, 20457 Hamburg, Germany";

/** Ids and shuffles of its own for each strand, so that strands may run side by side and stay the same. */
function demoCtx(ctx: Ctx, strand: string): Ctx {
  const random = seededRandom(strand);
  return {
    ...ctx,
    actor: { kind: "system" },
    mail: { wake: async () => {} },
    newId: () => random.newId(),
    random: () => random.next(),
  };
}

type Staff = ReturnType<typeof makeStaff>;

function addPeople(ctx: Ctx, calendar: Calendar, people: Staff, clients: Client[]): Promise<void> {
  const managements = clients.map(({ demo, account }) => {
    const before = earlierManagers.find(({ slug }) => slug === demo.slug);
    const since = calendar.at(before?.until ?? firstDay);
    return { accountId: account.id, staffId: account.accountManagerId!, since };
  });
  const earlier = earlierManagers.map(({ slug, manager }) => ({
    accountId: clients.find(({ demo }) => demo.slug === slug)!.account.id,
    staffId: people.ids.get(manager)!,
    since: calendar.at(firstDay),
  }));
  return runAll(ctx.db, [
    ...inserts(ctx.db, staff, people.rows),
    ...inserts(
      ctx.db,
      account,
      clients.map(({ account }) => account),
    ),
    ...inserts(ctx.db, accountManagement, [...managements, ...earlier]),
    ...inserts(
      ctx.db,
      contact,
      clients.flatMap(({ contacts }) => Object.values(contacts).flat()),
    ),
  ]);
}

/** The closed rounds of one client and what came of them, one after the other: each looks back at those before. */
async function tellHistory(
  outer: Ctx,
  {
    calendar,
    people,
    administratorId,
  }: { calendar: Calendar; people: Staff; administratorId: string },
  client: Client,
): Promise<void> {
  const { slug, manager } = client.demo;
  const ctx = demoCtx(outer, `rounds ${slug}`);
  const random = seededRandom(`answers ${slug}`);
  const promised = new Map<string, string>();
  const shared = { calendar, client, promised };
  const used = new Set<string>();
  const promising = { ...shared, ctx: demoCtx(outer, `plans ${slug}`), staffIds: people.ids };
  for (const story of closedRounds.filter(({ account }) => account === slug)) {
    const roundId = await tellRound({ ...shared, ctx, random, used, administratorId }, story);
    const plan = demoPlans.find(
      (one) => one.account === slug && one.closedDaysAgo === story.closedDaysAgo,
    );
    if (plan) await tellPlan({ ...promising, manager: actorOf(people, manager) }, plan, roundId);
  }
}

function actorOf({ ids }: Staff, slug: string): StaffActor {
  const { name, role } = demoStaff.find((person) => person.slug === slug)!;
  return { kind: "staff", id: ids.get(slug)!, name, email: "", role, scope: "write" };
}

/** In the history every client who was silent or unhappy got their call the next day. */
const resolveCases = (ctx: Ctx) =>
  ctx.db.update(clientCase).set({
    status: "resolved",
    resolution: "agreed",
    firstContactAt: sql`opened_at + 86400000`,
    resolvedAt: sql`opened_at + 86400000`,
    clientTold: true,
  });

/** Nothing of the past is still to be sent. */
const markAsSent = (ctx: Ctx) =>
  ctx.db.batch([
    ctx.db
      .update(message)
      .set({ status: "sent", attempts: 1, sentAt: sql`created_at` })
      .where(sql`status = 'queued'`),
    ctx.db
      .update(invitation)
      .set({ delivery: "sent" })
      .where(sql`delivery = 'queued'`),
  ]);

async function addToken(ctx: Ctx, staffId: string): Promise<void> {
  const tokenHash = await ctx.tokens.hash(await localApiToken(ctx.tokens));
  const row = { id: ctx.newId(), staffId, name: "Printed at start", tokenHash };
  await ctx.db.insert(apiToken).values({ ...row, scope: "write", createdAt: ctx.now });
}

/** The ids of these contacts' invitations to the rounds that were just opened. */
async function newestInvitations<Name extends string>(ctx: Ctx, contacts: Record<Name, Contact>) {
  const ids: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(contacts) as Name[]) {
    const found = await ctx.db
      .select()
      .from(invitation)
      .where(eq(invitation.contactId, contacts[name].id))
      .orderBy(desc(invitation.invitedAt))
      .get();
    ids[name] = found!.id;
  }
  return ids;
}
