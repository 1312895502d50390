import * as tables from "#db/schema.ts";
import { paths } from "#web/paths.ts";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { managedAccount } from "../closed-round.ts";
import {
  api,
  createAction,
  createContact,
  createStaff,
  createToken,
  db,
  everythingStored,
  post,
  request,
  signIn,
  someDay,
  testCtx,
  visit,
} from "../factories.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: someDay });
});

type Action = typeof tables.action.$inferSelect;

/** A plan of these lines, put to one contact; with the token of their page. */
async function sentPlan(lines: Partial<Action>[] = [{}]) {
  const around = await managedAccount();
  const accountId = around.account.id;
  const contact = await createContact({ accountId, firstName: "Bianca", lastName: "Rossi" });
  const actions = [];
  for (const line of lines) actions.push(await createAction({ accountId, ...line }));
  const cookie = await signIn(around.manager);
  const send = async () => {
    const fresh = await signIn(around.manager);
    return post(paths.planClient(accountId), { contactIds: contact.id }, fresh);
  };
  const sent = await send();
  const link = (await db.query.clientLink.findFirst())!;
  const token = await testCtx().tokens.make("client", link?.id ?? "", link?.tokenVersion ?? 1);
  return { ...around, contact, actions, cookie, send, sent, link, token };
}

const open = async (token: string) => {
  const response = await request(paths.clientPage(token));
  return { status: response.status, html: await response.text() };
};
const stored = async (id: string) =>
  (await db.query.action.findFirst({ where: eq(tables.action.id, id) }))!;
const versions = (actions: Action[]) =>
  Object.fromEntries(actions.map(({ id, version }) => [`version.${id}`, String(version)]));

test("the plan goes to the client by a private link that shows every line they may see, and no other", async () => {
  const { token, sent, contact } = await sentPlan([
    { title: "Answer within a day", dueOn: "2026-05-01", measure: { area: "value", target: 4 } },
    { title: "For us alone", clientVisible: false },
    { title: "Behind the wall", walled: true },
    { title: "Given up", status: "dropped" },
  ]);
  expect(sent.status).toBe(303);
  const admin = await createToken(await createStaff({ role: "admin" }));
  const outbox = await (
    await api(admin, "GET", "/outbox")
  ).json<{ messages: { to: string; text: string }[] }>();
  const mail = outbox.messages.find(({ to }) => to === contact.email)!;
  expect(mail.text.split("\n")).toContain(`${testCtx().config.BASE_URL}/c/${token}`);
  expect(mail.text).not.toContain("Answer within a day");
  const { html } = await open(token);
  expect(html).toContain("Our plan for Nordwind AG");
  expect(html).toContain("Answers take too long.");
  expect(html).toContain("1 May 2026");
  expect(html).not.toMatch(/For us alone|Behind the wall|Given up/);
});

test("opening the page, by GET or HEAD and however often, changes nothing", async () => {
  const { token } = await sentPlan();
  const before = await everythingStored();
  await open(token);
  await request(paths.clientPage(token), { method: "HEAD" });
  await request(`${paths.clientPage(token)}?intent=agree_all&thanks`);
  expect(await everythingStored()).toEqual(before);
});

test("the client agrees to one line, wants another changed, and says what they expect; both sides see it", async () => {
  const { token, actions, contact, account, cookie, manager } = await sentPlan([
    { title: "One" },
    { title: "Two" },
    { title: "Three", status: "in_progress", startedUnagreed: true },
  ]);
  const [one, two, three] = actions as [Action, Action, Action];
  const answer = await post(paths.clientPage(token), {
    intent: "answer",
    ...versions(actions),
    [`reply.${one.id}`]: "agree",
    [`text.${one.id}`]: "Mornings are best.",
    [`reply.${two.id}`]: "change",
    [`text.${two.id}`]: "By April, please.",
    [`reply.${three.id}`]: "agree",
    expectations: "That we hear it from you first.",
  });
  expect(answer.status).toBe(303);
  expect(await stored(one.id)).toMatchObject({
    status: "agreed",
    agreedBy: contact.id,
    agreedAt: new Date(),
    version: 2,
  });
  expect(await stored(two.id)).toMatchObject({ status: "proposed", agreedAt: null, version: 1 });
  expect(await stored(three.id)).toMatchObject({ status: "in_progress", startedUnagreed: false });
  const history = await db.query.actionChange.findMany();
  expect(history.map(({ by, byKind }) => [by, byKind])).toEqual([
    [contact.id, "contact"],
    [contact.id, "contact"],
  ]);
  const { html } = await open(token);
  expect(html).toContain("That we hear it from you first.");
  expect(html).toMatch(/Agreed(<!-- -->)? by <bdi>Bianca Rossi/);
  expect(html).toMatch(/Bianca Rossi<\/bdi>[^<]*asked for a change on .*“By April, please\.”/);
  expect(html).toContain("You asked for a change: now it is for us to answer.");
  const page = await (await visit(paths.planClient(account.id), cookie)).text();
  expect(page).toContain("By April, please.");
  expect(page).toContain("Mornings are best.");
  expect(page).toContain("agreed to 2 lines");
  const [notice] = await db.query.message.findMany({
    where: eq(tables.message.kind, "plan_answered"),
  });
  expect(notice).toMatchObject({ recipient: manager.email });
  expect(notice!.data).toMatchObject({ agreed: 2, changes: 1 });
});

test("what is too long comes back whole, and is said to be too long", async () => {
  const { token, actions } = await sentPlan();
  expect((await open(token)).html).toContain("One line waits for your word");
  const long = "A page of the contract. ".repeat(100).trim();
  const answer = await post(paths.clientPage(token), {
    intent: "answer",
    ...versions(actions),
    [`reply.${actions[0]!.id}`]: "change",
    [`text.${actions[0]!.id}`]: long,
  });
  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toContain(`>${long}</textarea>`);
  expect(html).toContain("is longer than 2000 characters");
  // A browser cuts what is pasted into such a field, and says nothing.
  expect(html).not.toMatch(/<textarea[^>]*maxlength/i);
});

test("“agree to all” says yes to every line that waits for one, and a second click changes nothing", async () => {
  const { token, actions } = await sentPlan([
    { title: "One" },
    { title: "Two", status: "done", doneAt: someDay },
    { title: "Three", status: "agreed", agreedAt: someDay, changedSinceAgreed: false },
  ]);
  const form = { intent: "agree_all", ...versions(actions) };
  const answers = await Promise.all([1, 2, 3].map(() => post(paths.clientPage(token), form)));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  const after = await everythingStored();
  expect((await post(paths.clientPage(token), form)).status).toBe(303);
  expect(await everythingStored()).toEqual(after);
  expect(await db.query.planAgreement.findMany()).toMatchObject([
    { what: { [actions[0]!.id]: 1 } },
  ]);
  expect((await stored(actions[1]!.id)).status).toBe("done");
});

test("who agrees to what changed meanwhile sees what changed, keeps what they typed, and agreed to nothing yet", async () => {
  const { token, actions, manager } = await sentPlan([
    { title: "One", dueOn: "2026-05-01" },
    { title: "Two" },
  ]);
  const [one] = actions as [Action];
  const staff = await createToken(manager);
  const change = { version: 1, dueOn: "2026-09-01" };
  expect((await api(staff, "PATCH", `/actions/${one.id}`, change)).status).toBe(200);
  const form = { ...versions(actions), intent: "agree_all", comment: "Thank you for this." };
  const refused = await post(paths.clientPage(token), form);
  const html = await refused.text();
  expect(refused.status).toBe(409);
  expect(html).toContain("it was “1 May 2026”, it is now “1 Sep 2026”");
  expect(html).toContain("Thank you for this.");
  expect(await db.query.planAgreement.findMany()).toEqual([]);
  expect(await stored(actions[1]!.id)).toMatchObject({ status: "proposed" });
  const seen = await stored(one.id);
  const again = { ...form, [`version.${one.id}`]: String(seen.version) };
  expect((await post(paths.clientPage(token), again)).status).toBe(303);
  expect(await stored(one.id)).toMatchObject({ status: "agreed" });
});

test("a change that says nothing new to the client, such as a note for ourselves, does not hold their yes up", async () => {
  const { token, actions, manager } = await sentPlan();
  const [one] = actions as [Action];
  const staff = await createToken(manager);
  await api(staff, "PATCH", `/actions/${one.id}`, { version: 1, heard: "Answers come late." });
  const form = { ...versions(actions), intent: "agree_all" };
  expect((await post(paths.clientPage(token), form)).status).toBe(303);
  expect((await stored(one.id)).status).toBe("agreed");
});

test.each<[string, (id: string) => Record<string, string>, string]>([
  ["nothing at all", () => ({}), "Nothing is chosen or written yet"],
  ["a yes we do not know", (id) => ({ [`reply.${id}`]: "yes" }), "Nothing is chosen or written"],
  ["a change without a word", (id) => ({ [`reply.${id}`]: "change" }), "what you would like to be"],
  ["far too many words", () => ({ comment: "x".repeat(2001) }), "What you wrote"],
])(
  "an answer of %s is shown back with what is wrong, and nothing is kept",
  async (_title, fields, message) => {
    const { token, actions } = await sentPlan();
    const before = await everythingStored();
    const sent = fields(actions[0]!.id);
    const answer = await post(paths.clientPage(token), {
      intent: "answer",
      ...versions(actions),
      ...sent,
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(message);
    expect(await everythingStored()).toEqual(before);
  },
);

test("a promise that staff change after the yes is no longer agreed, and asks for another", async () => {
  const { token, actions, manager } = await sentPlan([{ dueOn: "2026-05-01" }]);
  const [one] = actions as [Action];
  await post(paths.clientPage(token), { intent: "agree_all", ...versions(actions) });
  const staff = await createToken(manager);
  await api(staff, "PATCH", `/actions/${one.id}`, { version: 2, dueOn: "2026-09-01" });
  expect(await stored(one.id)).toMatchObject({ status: "proposed", changedSinceAgreed: true });
  const { html } = await open(token);
  expect(html).toContain("It changed since it was agreed");
  expect(html).toContain(`name="reply.${one.id}"`);
});

test("an expired link shows no plan, takes no answer, and mails a fresh one to its own contact only", async () => {
  const { token, link, contact, actions } = await sentPlan();
  vi.setSystemTime(new Date(link.expiresAt.getTime() + 1000));
  expect(await open(token)).toMatchObject({ status: 410 });
  expect((await open(token)).html).not.toContain("Answers take too long.");
  const form = { intent: "agree_all", ...versions(actions), comment: "Half an hour of thought." };
  const late = await post(paths.clientPage(token), form);
  expect(late.status).toBe(410);
  expect(await late.text()).toContain("Half an hour of thought.");
  expect((await stored(actions[0]!.id)).status).toBe("proposed");
  expect((await post(paths.clientFresh(token), {})).status).toBe(200);
  const fresh = await db.query.message.findMany({ where: eq(tables.message.kind, "plan_sent") });
  expect(fresh.map(({ recipient }) => recipient)).toEqual([contact.email, contact.email]);
});

test("a revoked link is over at once; sent again, its contact gets another and the old one stays over", async () => {
  const { token, link, account, cookie, send } = await sentPlan();
  await post(paths.planLinkRevoke(account.id, link.id), {}, cookie);
  expect((await open(token)).status).toBe(410);
  vi.setSystemTime(new Date(Date.now() + 24 * 3600 * 1000));
  await send();
  const another = await testCtx().tokens.make("client", link.id, 2);
  expect((await open(another)).status).toBe(200);
  expect((await open(token)).status).toBe(404);
});

test("the plan is mailed to a contact once a day at most, and to nobody who wants no mail", async () => {
  const { send, account, contact, cookie } = await sentPlan();
  await Promise.all([send(), send()]);
  expect(
    await db.query.message.findMany({ where: eq(tables.message.kind, "plan_sent") }),
  ).toHaveLength(1);
  const { tokens } = testCtx();
  const other = await createContact({ accountId: account.id });
  const addressHash = await tokens.hashAddress(other.email);
  await db.insert(tables.optOut).values({ addressHash, createdAt: someDay });
  const refused = await post(paths.planClient(account.id), { contactIds: other.id }, cookie);
  expect(refused.status).toBe(422);
  const strangers = await managedAccount();
  const stranger = await signIn(strangers.manager);
  const answer = await post(paths.planClient(account.id), { contactIds: contact.id }, stranger);
  expect(answer.status).toBe(404);
});

test("what a client wrote is marked as taken care of, once", async () => {
  const { token, account, cookie, actions, manager } = await sentPlan();
  const said = { intent: "answer", ...versions(actions), comment: "Who is our contact in May?" };
  await post(paths.clientPage(token), said);
  const [reply] = await db.query.planReply.findMany();
  expect(reply).toMatchObject({ actionId: null, text: "Who is our contact in May?" });
  const waiting = async () =>
    (await (await visit(paths.home, cookie)).text()).includes("Bianca Rossi");
  expect(await waiting()).toBe(true);
  for (const _ of [1, 2]) await post(paths.planReplyResolve(account.id, reply!.id), {}, cookie);
  const [resolved] = await db.query.planReply.findMany();
  expect(resolved).toMatchObject({ resolvedBy: manager.id });
  expect(await waiting()).toBe(false);
  const audits = await db.query.auditEntry.findMany({
    where: eq(tables.auditEntry.action, "plan.reply_resolved"),
  });
  expect(audits).toHaveLength(1);
});

test("the page shown twice to staff names its landmarks by width, and the client's own needs no names", async () => {
  const { account, cookie, token } = await sentPlan();
  const shown = await (await visit(paths.planClient(account.id), cookie)).text();
  const frames = [...shown.matchAll(/<iframe[^>]* src="([^"]*)"/g)].map(([, src]) => src!);
  expect(frames).toHaveLength(2);
  const names = [];
  for (const src of frames) {
    const page = await (await visit(src.replaceAll("&amp;", "&"), cookie)).text();
    names.push(/<main aria-label="([^"]*)"/.exec(page)?.[1]);
  }
  expect(names).toEqual(["On a phone", "On a desk"]);
  expect((await open(token)).html).toContain("<main>");
});
