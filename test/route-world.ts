import * as tables from "#db/schema.ts";
import { closedRound, managedAccount } from "./closed-round.ts";
import {
  createAccount,
  createAction,
  createContact,
  createInvitation,
  createRound,
  createTemplateVersion,
  createToken,
  db,
  origin,
  request,
  someDay,
} from "./factories.ts";
import {
  entryOf,
  isApi,
  writes,
  type Body,
  type Route,
  type Text,
  type Value,
} from "./route-table.ts";

const week = 7 * 24 * 3600 * 1000;
const counts = { created: 0, updated: 0, unchanged: 0, tierAssumed: 0, rejected: 0 };
let worlds = 0;

/** One account with everything a path can name, and its ids by the noun that stands before them. */
export async function createWorld() {
  const nth = ++worlds;
  const at = { createdAt: someDay };
  const { account, manager } = await managedAccount();
  const { round: closed, contacts } = await closedRound({
    account,
    people: (["user", "manager", "board"] as const).map((tier) => ({
      tier,
      answers: { "overall-grade": "A", "improve-one-thing": "Call more often." },
    })),
  });
  const contactId = contacts[0]!.id;
  const open = await createRound({
    accountId: account.id,
    status: "open",
    launchedAt: someDay,
    closesAt: new Date(Date.now() + week),
  });
  const draft = await createRound({
    accountId: account.id,
    createdBy: manager.id,
    closesAt: new Date(Date.now() + week),
  });
  const version = await createTemplateVersion();
  const asked = { roundId: open.id, contactId, templateVersionId: version.id };
  const invitation = await createInvitation(asked);
  await db.insert(tables.nomination).values({
    invitationId: invitation.id,
    roundId: open.id,
    name: "A colleague",
    email: `colleague-${nth}@client.example`,
    status: "proposed",
    ...at,
  });
  const action = await createAction({ accountId: account.id, ownerId: manager.id });
  const ids: Record<string, string> = {
    accounts: account.id,
    contacts: contactId,
    invitations: invitation.id,
    rounds: open.id,
    draft: draft.id,
    open: open.id,
    closed: closed.id,
    staff: manager.id,
    actions: action.id,
    administrator: "",
    parents: (await createAccount({ accountManagerId: manager.id })).id,
    duplicates: (await createContact({ accountId: account.id })).id,
    ...Object.fromEntries(nouns.map((noun) => [noun, `${noun}-${nth}`])),
  };
  const of = { accountId: account.id, contactId };
  await db.insert(tables.importJob).values({
    id: ids["imports"]!,
    fileName: "contacts.csv",
    createdBy: manager.id,
    status: "previewed",
    ...counts,
    changes: [],
    ...at,
  });
  await db.insert(tables.clientCase).values({
    id: ids["cases"]!,
    ...of,
    roundId: open.id,
    trigger: "poor_grade",
    walled: false,
    services: [],
    status: "open",
    openedAt: someDay,
    dueAt: someDay,
    version: 1,
  });
  await db.insert(tables.conversation).values({
    id: ids["conversations"]!,
    ...of,
    recordedBy: manager.id,
    recordedAt: someDay,
    heldOn: "2026-03-01",
    tokenHash: `conversation-${nth}`,
    optOutHash: `conversation-${nth}`,
    questionnaire: version.definition,
    answers: {},
  });
  await db.insert(tables.portfolioLaunch).values({
    id: ids["portfolio-launches"]!,
    name: "Autumn",
    kind: "satisfaction",
    windowDays: 21,
    gradeBy: someDay,
    createdBy: manager.id,
    changeId: "change",
    trickle: { days: 1, fromHour: 9, toHour: 17, weekdays: [1] },
    ...at,
  });
  await db.insert(tables.suggestion).values({
    id: ids["suggestions"]!,
    accountId: account.id,
    roundId: closed.id,
    kind: "weak_area",
    subject: "quality",
    evidence: { tiers: [], questionKeys: [], quotes: [] },
    weight: 1,
    title: "Quality",
    heard: "It is uneven.",
    promise: "We review twice.",
    walled: false,
    status: "open",
    ...at,
  });
  const expiresAt = new Date(Date.now() + week);
  await db.insert(tables.shareLink).values({
    id: ids["shares"]!,
    roundId: closed.id,
    name: "Partner",
    email: "partner@partner.example",
    createdBy: manager.id,
    tokenHash: `share-${nth}`,
    expiresAt,
    ...at,
  });
  await db.insert(tables.clientLink).values({
    id: ids["links"]!,
    kind: "plan",
    ...of,
    optOutHash: `plan-${nth}`,
    tokenHash: `plan-${nth}`,
    expiresAt,
    ...at,
  });
  const said = { ...of, at: someDay, kind: "comment" as const, text: "Sooner, please." };
  await db.insert(tables.planReply).values({ id: ids["replies"]!, ...said });
  await db.insert(tables.referenceAsk).values({
    id: ids["asks"]!,
    ...of,
    roundId: closed.id,
    text: "Would you recommend us?",
    optOutHash: `ask-${nth}`,
    askedBy: manager.id,
    askedAt: someDay,
    version: 1,
  });
  await db.insert(tables.webhookEndpoint).values({
    id: ids["webhooks"]!,
    url: "https://hooks.example/all",
    events: ["round.closed"],
    status: "active",
    secretVersion: 1,
    createdBy: manager.id,
    ...at,
  });
  await createToken(manager);
  const [token] = await db.select().from(tables.apiToken).limit(1);
  ids["tokens"] = token!.id;
  return { manager, account, ids };
}

const nouns = [
  "asks",
  "cases",
  "conversations",
  "imports",
  "links",
  "portfolio-launches",
  "replies",
  "shares",
  "suggestions",
  "webhooks",
];

export type Ids = Record<string, string>;
type State = "draft" | "open" | "closed";

/** `/rounds/:id/report` with the id of a round in the state that the route is about, unless another is wanted. */
export function addressOf(route: Route, ids: Ids, state?: State): string {
  const wanted = state ?? entryOf(route).round ?? "open";
  const known: Ids = { ...ids, rounds: ids[wanted] ?? "some-id" };
  return route.path.replaceAll(
    /([\w-]+)\/:\w+/g,
    (_, noun: string) => `${noun}/${known[noun] ?? "some-id"}`,
  );
}

/** A body with ids and texts filled in. */
export function fill(value: Value, ids: Ids, text?: (usual: Text) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => fill(one, ids, text));
  if (typeof value !== "object" || value === null) return value;
  if ("idOf" in value && typeof value.idOf === "string") return ids[value.idOf] ?? "some-id";
  if ("text" in value && isText(value)) return text ? text(value) : value.text;
  return Object.fromEntries(
    Object.entries(value as Body).map(([name, one]) => [name, fill(one, ids, text)]),
  );
}

/** A marked text, and not a body with a field that is called so. */
const isText = (value: object): value is Text =>
  typeof (value as { text: unknown }).text === "string";

export type How = {
  cookie?: string;
  token?: string;
  /** What is sent instead of what the table says. */
  body?: unknown;
  headers?: Record<string, string>;
};

/** Calls a route the way its kind is called: JSON with a token, a form with a cookie. */
export function callRoute(route: Route, address: string, how: How, ids: Ids = {}) {
  const { cookie, token, headers = {} } = how;
  const body = how.body ?? fill(entryOf(route).body ?? {}, ids);
  const type = route.path.endsWith("/contacts/import")
    ? "text/csv"
    : isApi(route)
      ? "application/json"
      : "application/x-www-form-urlencoded";
  return request(address, {
    method: route.method,
    headers: {
      ...(writes(route) && { origin, "content-type": type }),
      ...(cookie !== undefined && { cookie }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(writes(route) && { body: isApi(route) ? JSON.stringify(body) : formOf(body as object) }),
  });
}

const formOf = (body: object) =>
  new URLSearchParams(
    Object.entries(body).flatMap(([name, value]) =>
      [value as unknown].flat().map((one) => [name, String(one)]),
    ),
  ).toString();
