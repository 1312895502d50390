import * as tables from "#db/schema.ts";
import { paths } from "#web/paths.ts";
import type { Questionnaire } from "#worker/domain/survey/schema.ts";
import { eq } from "drizzle-orm";
import { closedRound, managedAccount } from "./closed-round.ts";
import {
  api,
  createAction,
  createContact,
  createRound,
  createStaff,
  createToken,
  db,
  launchedRound,
  post,
  signIn,
  someDay,
  testCtx,
} from "./factories.ts";

/** The statuses of calls by what they did, and where what was written can be looked at. */
export type Written = { statuses: Record<string, number>; paths: string[] };

/** What respondents write, each in their own place; with it a closed round full of it. */
export async function answerEverywhere(text: string): Promise<Written & { closed: string }> {
  const definition: Questionnaire = {
    slug: "users",
    version: 7,
    title: text,
    sections: [
      {
        key: "overall",
        questions: [
          { key: "overall-grade", type: "grade", wording: text, required: true },
          { key: "own-1", type: "text", wording: text },
        ],
      },
    ],
  };
  const { invitation } = await launchedRound({ account: { name: text }, definition });
  const link = `/s/${invitation.token}`;
  const answers = { "overall-grade": "B", "overall-grade.comment": text, "own-1": text };
  const second = await launchedRound();
  const colleague = `/s/${second.invitation.token}/colleague`;
  const email = `colleague-${second.invitation.id}@client.example`;
  const people = (["user", "manager", "board"] as const).map((tier) => ({
    tier,
    contact: { firstName: text, lastName: text, jobTitle: text },
    answers: { "overall-grade": "D", "improve-one-thing": text, "quality.comment": text },
  }));
  const statuses = {
    "an answer": (await post(link, { intent: "submit", ...answers })).status,
    "a colleague": (await post(colleague, { name: text, email })).status,
    "another day": (await post(`${link}/later`, { day: text })).status,
  };
  const { round } = await closedRound({ people });
  return { statuses, closed: round.id, paths: [link, colleague] };
}

/** What a client of such a name writes about their plan, and the calendar of who looks after them. */
export async function writeAsClient(text: string): Promise<Written> {
  const { account, manager } = await managedAccount();
  const accountId = account.id;
  const named = { firstName: text, lastName: text, jobTitle: text };
  await db.update(tables.account).set({ name: text }).where(eq(tables.account.id, accountId));
  const closesAt = new Date(Date.now() + 7 * 24 * 3600 * 1000);
  await createRound({ accountId, name: text, status: "open", launchedAt: someDay, closesAt });
  const contact = await createContact({ accountId, ...named });
  const line = { title: text, heard: text, promise: text, measureText: text };
  const action = await createAction({ accountId, ...line, ownerId: manager.id });
  const cookie = await signIn(manager);
  const sent = await post(paths.planClient(accountId), { contactIds: contact.id }, cookie);
  const links = await db.select().from(tables.clientLink);
  const { id } = links.find((one) => one.contactId === contact.id)!;
  const page = paths.clientPage(await testCtx().tokens.make("client", id, 1));
  const replied = await post(page, {
    [`version.${action.id}`]: String(action.version),
    [`reply.${action.id}`]: "change",
    [`text.${action.id}`]: text,
    expectations: text,
    successCriteria: text,
    comment: text,
  });
  const made = await post(paths.calendar, {}, cookie);
  const calendar = paths.calendarFile(await testCtx().tokens.make("calendar", manager.id, 1));
  return {
    statuses: {
      "a plan that is sent": sent.status,
      "a reply to it": replied.status,
      "a calendar": made.status,
    },
    paths: [
      page,
      calendar,
      paths.plan(accountId),
      paths.planClient(accountId),
      paths.account(accountId),
    ],
  };
}

/** What somebody is asked who would speak for us, and what is noted of their answer. */
export async function askForReference(text: string): Promise<Written> {
  const { account, manager } = await managedAccount();
  const answers = { "overall-grade": "A" };
  const contact = { firstName: text, lastName: text, jobTitle: text, mostSenior: true };
  const { contacts } = await closedRound({
    account,
    people: [
      { tier: "board", answers, contact },
      { tier: "user", answers },
    ],
  });
  const cookie = await signIn(manager);
  const asked = await post(
    paths.reference(account.id),
    { contactId: contacts[0]!.id, text: `${text}\nWould you speak for our work?` },
    cookie,
  );
  const asks = await db.select().from(tables.referenceAsk);
  const ask = asks.find(({ accountId }) => accountId === account.id);
  const answer = { askId: ask?.id ?? "", version: "1", answer: "later", laterOn: "2031-01-01" };
  const noted = await post(paths.referenceAnswer(account.id), { ...answer, note: text }, cookie);
  return {
    statuses: { "an ask": asked.status, "its answer": noted.status },
    paths: [paths.reference(account.id), paths.references, paths.account(account.id)],
  };
}

/** A launch that leaves a level out, and why: by the page and by the API. */
export async function launchAnyway(text: string): Promise<Written> {
  const statuses: Record<string, number> = {};
  const looked: string[] = [];
  for (const by of ["page", "API"] as const) {
    const { account, manager } = await managedAccount();
    const accountId = account.id;
    const senior = await createContact({ accountId, mostSenior: true, tier: "board" });
    await createContact({ accountId, tier: "user" });
    const token = await createToken(manager);
    const basics = { accountId, kind: "satisfaction", name: text, confidentiality: "named" };
    const wanted = { ...basics, contactIds: [senior.id] };
    const made = await api(token, "POST", "/rounds", wanted);
    const { round } = await made.json<{ round: { id: string } }>();
    await api(token, "PUT", `/rounds/${round.id}/self-grade`, { grade: "A", reason: text });
    const launch = `/rounds/${round.id}/launch`;
    const launched =
      by === "API"
        ? await api(token, "POST", launch, { explanation: text })
        : await post(launch, { explanation: text }, await signIn(manager));
    statuses[`a launch by the ${by}`] = launched.status;
    looked.push(paths.round(round.id), `/api/v1/rounds/${round.id}`);
  }
  return { statuses, paths: looked };
}

/** What is written when a promise is kept, and when one is given up: by the page and by the API. */
export async function endPromises(text: string): Promise<Written> {
  const { account, manager } = await managedAccount();
  const token = await createToken(manager);
  const cookie = await signIn(manager);
  const ends: Record<string, string>[] = [
    { status: "done", doneNote: text },
    { status: "dropped", dropReason: text },
  ];
  const statuses: Record<string, number> = {};
  for (const end of ends) {
    const line = { accountId: account.id, ownerId: manager.id, status: "in_progress" as const };
    const [one, other] = [await createAction(line), await createAction(line)];
    const sent = await api(token, "PATCH", `/actions/${one.id}`, { ...end, version: 1 });
    const written = await post(paths.action(other.id), { ...end, version: "1" }, cookie);
    statuses[`${end["status"]} by the API`] = sent.status;
    statuses[`${end["status"]} by the page`] = written.status;
  }
  return { statuses, paths: [paths.plan(account.id), paths.planCsv(account.id)] };
}

/** The pages that open by a link alone. */
export async function linksOutside(): Promise<string[]> {
  const { tokens } = testCtx();
  const links = [
    ...(await db.select().from(tables.shareLink)).map(({ id, tokenVersion }) => ({
      page: paths.sharedReport,
      token: tokens.make("share", id, tokenVersion),
    })),
    ...(await db.select().from(tables.clientLink)).map(({ id, tokenVersion }) => ({
      page: paths.clientPage,
      token: tokens.make("client", id, tokenVersion),
    })),
    ...(await db.select().from(tables.invitation)).map(({ id, tokenVersion }) => ({
      page: paths.survey,
      token: tokens.make("survey", id, tokenVersion),
    })),
  ];
  return Promise.all(links.map(async ({ page, token }) => page(await token)));
}

/** Another system that is told of everything. */
export async function listenToEverything(): Promise<void> {
  const admin = await createStaff({ role: "admin" });
  await db.insert(tables.webhookEndpoint).values({
    id: "all-ears",
    url: "https://hooks.example/everything",
    events: ["round.closed", "response.submitted", "case.opened", "action.changed"],
    status: "active",
    secretVersion: 1,
    createdBy: admin.id,
    createdAt: new Date(),
  });
}
