import * as tables from "#db/schema.ts";
import { app } from "#worker/app.ts";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  createToken,
  db,
  everythingStored,
  launchedRound,
  origin,
  request,
  signIn,
  someDay,
} from "../factories.ts";

type Route = { method: string; path: string };

/** What anyone may open. Where a link's token is the key (`/s`, `/u`, `/r`, `/c`, `/v`), an unknown one must not open it. */
const publicRoutes = [
  "GET /api/v1/openapi.json",
  "GET /sign-in",
  "POST /sign-in",
  "GET /sign-in/:token",
  "POST /sign-in/:token",
  "POST /sign-out",
  "GET /local/sign-in/:key",
  "POST /local/sign-in/:key",
  "GET /outbox",
  "GET /outbox/:id",
  "GET /outbox/:id/html",
  "GET /api/v1/outbox",
  "POST /hooks/resend",
];
const heldByLink = /^\/([surcv]|calendar)\/:token/;

const routes: Route[] = [
  ...new Set(
    app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path}`),
  ),
].map((route) => ({ method: route.split(" ")[0]!, path: route.split(" ")[1]! }));
const nameOf = ({ method, path }: Route) => `${method} ${path}`;
const guarded = routes.filter(
  (route) => !publicRoutes.includes(nameOf(route)) && !heldByLink.test(route.path),
);
const isApi = ({ path }: Route) => path.startsWith("/api/");
const writes = ({ method }: Route) => method !== "GET";

/** A supplier with one account, in every state a path can name. */
async function populate() {
  const { manager, account, round, version, invitations } = await launchedRound();
  const draft = await createRound({ accountId: account.id, createdBy: manager.id });
  const closed = await createRound({
    accountId: account.id,
    status: "closed",
    closedAt: new Date(),
  });
  const counts = { created: 0, updated: 0, unchanged: 0, tierAssumed: 0, rejected: 0 };
  const [upload] = await db
    .insert(tables.importJob)
    .values({
      id: "import",
      fileName: "contacts.csv",
      createdBy: manager.id,
      status: "previewed",
      ...counts,
      changes: [],
      createdAt: someDay,
    })
    .returning();
  await db.insert(tables.clientCase).values({
    id: "case-1",
    accountId: account.id,
    roundId: round.id,
    contactId: invitations[0]!.contact.id,
    trigger: "poor_grade",
    walled: false,
    services: [],
    status: "open",
    openedAt: someDay,
    dueAt: someDay,
    version: 1,
  });
  const theirs = { accountId: account.id, walled: false, title: "Theirs", createdAt: someDay };
  await db.insert(tables.action).values({
    ...theirs,
    id: "action-1",
    clientVisible: true,
    keepDoing: false,
    changedSinceAgreed: false,
    startedUnagreed: false,
    sourceKeys: [],
    sourceTiers: [],
    quotes: [],
    askedRounds: 0,
    version: 1,
    status: "proposed",
    createdBy: manager.id,
    updatedAt: someDay,
  });
  await db.insert(tables.suggestion).values({
    ...theirs,
    id: "suggestion-1",
    roundId: round.id,
    kind: "weak_area",
    subject: "value",
    weight: 1,
    heard: "",
    promise: "",
    status: "open",
    evidence: { tiers: [], questionKeys: [], quotes: [] },
  });
  await db.insert(tables.conversation).values({
    id: "conversation-1",
    accountId: account.id,
    contactId: invitations[0]!.contact.id,
    recordedBy: manager.id,
    recordedAt: someDay,
    heldOn: "2026-03-01",
    tokenHash: "hash",
    optOutHash: "opt-out-hash",
    questionnaire: version.definition,
    answers: {},
  });
  const change = {
    changeId: "change",
    trickle: { days: 1, fromHour: 9, toHour: 17, weekdays: [1] },
  };
  await db.insert(tables.portfolioLaunch).values({
    id: "portfolio-launch-1",
    name: "Autumn",
    kind: "satisfaction",
    windowDays: 21,
    gradeBy: someDay,
    createdBy: manager.id,
    createdAt: someDay,
    ...change,
  });
  const ids: Record<string, string> = {
    "portfolio-launches": "portfolio-launch-1",
    actions: "action-1",
    suggestions: "suggestion-1",
    conversations: "conversation-1",
    cases: "case-1",
    imports: upload!.id,
    accounts: account.id,
    contacts: invitations[0]!.contact.id,
    rounds: round.id,
    staff: manager.id,
  };
  const idsFor = (status: "draft" | "closed") => ({
    ...ids,
    rounds: status === "draft" ? draft.id : closed.id,
  });
  return { manager, account, ids, draftIds: idsFor("draft"), closedIds: idsFor("closed") };
}

/** `/rounds/:id/report` with the id of a round that exists, so that 404 means refused, not mistyped. */
const addressOf = ({ path }: Route, ids: Record<string, string>) =>
  path.replaceAll(/([\w-]+)\/:\w+/g, (_, noun: string) => `${noun}/${ids[noun] ?? "some-id"}`);

/** A body that its schema accepts, so that what refuses is the access rule. */
const bodies: Record<string, unknown> = {
  "POST /rounds": {
    accountId: "ACCOUNT",
    kind: "satisfaction",
    name: "Theirs",
    confidentiality: "named",
  },
  "PUT /rounds/:id/self-grade": { grade: "A", reason: "All is well." },
  "POST /accounts/:id/actions": { title: "Mine" },
  "PATCH /actions/:id": { title: "Mine", version: 1 },
  "POST /rounds/:id/test": { tier: "user" },
  "POST /rounds/:id/cancel": { reason: "No longer needed." },
  "POST /staff": { name: "New", email: "new@supplier.example", role: "account_manager" },
};

const bodyOf = (route: Route, accountId = "some-id"): string => {
  const body = bodies[nameOf({ ...route, path: route.path.replace("/api/v1", "") })] ?? {};
  return JSON.stringify(body).replace("ACCOUNT", accountId);
};

function call(
  route: Route,
  address: string,
  how: { cookie?: string; token?: string; body?: string },
) {
  const { cookie, token, body = "{}" } = how;
  const type = route.path.endsWith("/contacts/import")
    ? "text/csv"
    : isApi(route)
      ? "application/json"
      : "application/x-www-form-urlencoded";
  const fields = Object.entries(JSON.parse(body) as Record<string, string>);
  return request(address, {
    method: route.method,
    headers: {
      ...(writes(route) && { origin, "content-type": type }),
      ...(cookie !== undefined && { cookie }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(writes(route) && { body: isApi(route) ? body : new URLSearchParams(fields).toString() }),
  });
}

test("the list of public routes names nothing that is gone", () => {
  const known = new Set(routes.map(nameOf));
  expect(publicRoutes.filter((route) => !known.has(route))).toEqual([]);
});

test("the sweeps find pages and calls to sweep", () => {
  expect(guarded.filter(isApi).length).toBeGreaterThan(10);
  expect(guarded.filter((route) => !isApi(route)).length).toBeGreaterThan(10);
});

test("no route answers who is not signed in, and nothing is written", async () => {
  const { ids, account } = await populate();
  const before = await everythingStored();
  const answered: string[] = [];
  for (const route of guarded) {
    const body = bodyOf(route, account.id);
    const response = await call(route, addressOf(route, ids), { body });
    const toSignIn =
      response.status === 302 && response.headers.get("location")?.startsWith("/sign-in");
    if (!toSignIn && ![401, 403].includes(response.status))
      answered.push(`${nameOf(route)}: ${response.status}`);
  }
  expect(answered).toEqual([]);
  expect(await everythingStored()).toEqual(before);
});

test("a link's page does not open with a token that was not given out", async () => {
  const opened: string[] = [];
  for (const route of routes.filter(({ path }) => heldByLink.test(path))) {
    const address = route.path.replace(":token", "AAAAAAAAAAAAAAAAAAAAAA");
    const response = await call(route, address, { body: JSON.stringify({ intent: "submit" }) });
    if (response.status !== 404) opened.push(`${nameOf(route)}: ${response.status}`);
  }
  expect(opened).toEqual([]);
});

describe("another manager's account", () => {
  const named = guarded.filter(({ path }) =>
    /\/(accounts|contacts|rounds|imports|cases|conversations|actions|suggestions|portfolio-launches)\/:/.test(
      path,
    ),
  );

  test.each(["ids", "draftIds", "closedIds"] as const)(
    "does not exist for an account manager, by page or API (%s)",
    async (which) => {
      const world = await populate();
      const other = await createStaff();
      const own = await createAccount({ accountManagerId: other.id });
      await createContact({ accountId: own.id });
      const how = { cookie: await signIn(other), token: await createToken(other) };
      const before = await everythingStored();
      const found: string[] = [];
      for (const route of named) {
        const body = bodyOf(route, world.account.id);
        const response = await call(route, addressOf(route, world[which]), { ...how, body });
        if (response.status !== 404) found.push(`${nameOf(route)}: ${response.status}`);
      }
      expect(found).toEqual([]);
      expect(await everythingStored()).toEqual(before);
    },
  );

  test.each(["/rounds", "/api/v1/rounds"])("cannot be given a round by POST %s", async (path) => {
    const { account } = await populate();
    const other = await createStaff();
    const how = { cookie: await signIn(other), token: await createToken(other) };
    const route = { method: "POST", path };
    const before = await everythingStored();
    const response = await call(route, path, { ...how, body: bodyOf(route, account.id) });
    expect(response.status).toBe(404);
    expect(await everythingStored()).toEqual(before);
  });

  test("appears in no list", async () => {
    const { account } = await populate();
    const other = await createStaff();
    const token = await createToken(other);
    const cookie = await signIn(other);
    for (const path of ["/api/v1/accounts", "/api/v1/rounds", "/", "/accounts", "/rounds"]) {
      const headers: HeadersInit = path.startsWith("/api")
        ? { authorization: `Bearer ${token}` }
        : { cookie };
      const response = await request(path, { headers });
      expect(response.status, path).toBe(200);
      expect(await response.text(), path).not.toContain(account.id);
    }
  });

  test("is within reach of the line manager of its account manager", async () => {
    const { manager, account } = await populate();
    const lead = await createStaff();
    await db
      .update(tables.staff)
      .set({ lineManagerId: lead.id })
      .where(eq(tables.staff.id, manager.id));
    const headers = { cookie: await signIn(lead) };
    expect((await request(`/accounts/${account.id}`, { headers })).status).toBe(200);
  });
});

test("a read token writes nothing, whatever its holder may do", async () => {
  const { ids, account } = await populate();
  const token = await createToken(await createStaff({ role: "admin" }), "read");
  const before = await everythingStored();
  const allowed: string[] = [];
  for (const route of guarded.filter(isApi).filter(writes)) {
    const body = bodyOf(route, account.id);
    const response = await call(route, addressOf(route, ids), { token, body });
    if (response.status !== 403) allowed.push(`${nameOf(route)}: ${response.status}`);
  }
  expect(allowed).toEqual([]);
  expect(await everythingStored()).toEqual(before);
});

test("a revoked token and one whose holder was deactivated are refused", async () => {
  const staff = await createStaff({ role: "admin" });
  const token = await createToken(staff);
  const route = { method: "GET", path: "/api/v1/accounts" };
  expect((await call(route, route.path, { token })).status).toBe(200);
  await db.update(tables.staff).set({ deactivatedAt: new Date() });
  expect((await call(route, route.path, { token })).status).toBe(401);
  await db.update(tables.staff).set({ deactivatedAt: null });
  await db.update(tables.apiToken).set({ revokedAt: new Date() });
  expect((await call(route, route.path, { token })).status).toBe(401);
});

describe("what only admins do", () => {
  const forAdmins = guarded.filter(
    (route) =>
      /^(\/api\/v1)?\/(tokens|settings|messages)\b/.test(route.path) ||
      (/^(\/api\/v1)?\/staff\b/.test(route.path) && writes(route)),
  );

  test.each(["leader", "account_manager", "independent_administrator"] as const)(
    "is refused to a %s",
    async (role) => {
      const { ids } = await populate();
      const staff = await createStaff({ role });
      const how = { cookie: await signIn(staff), token: await createToken(staff) };
      const before = await everythingStored();
      const allowed: string[] = [];
      for (const route of forAdmins) {
        const response = await call(route, addressOf(route, ids), { ...how, body: bodyOf(route) });
        if (![403, 404].includes(response.status))
          allowed.push(`${nameOf(route)}: ${response.status}`);
      }
      expect(allowed).toEqual([]);
      expect(await everythingStored()).toEqual(before);
    },
  );
});

test("an independent administrator reaches assigned rounds, and no account", async () => {
  const { ids, draftIds, account } = await populate();
  const outsider = await createStaff({ role: "independent_administrator" });
  await db
    .update(tables.round)
    .set({ confidentiality: "confidential", administratorId: outsider.id })
    .where(eq(tables.round.id, draftIds.rounds));
  const token = await createToken(outsider);
  const statusOf = async (path: string) =>
    (await call({ method: "GET", path: `/api/v1${path}` }, `/api/v1${path}`, { token })).status;
  expect(await statusOf(`/rounds/${draftIds.rounds}`)).toBe(200);
  expect(await statusOf(`/rounds/${ids.rounds}`)).toBe(404);
  expect(await statusOf(`/accounts/${account.id}`)).toBe(404);
  expect(await statusOf(`/contacts/${ids.contacts}`)).toBe(404);
});

test("a form that another site's page sends with our cookie changes nothing", async () => {
  const { ids, account } = await populate();
  const cookie = await signIn(await createStaff({ role: "admin" }));
  const before = await everythingStored();
  const accepted: string[] = [];
  for (const route of guarded.filter((one) => !isApi(one)).filter(writes)) {
    const response = await request(addressOf(route, ids), {
      method: route.method,
      headers: {
        cookie,
        origin: "https://elsewhere.example",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams(JSON.parse(bodyOf(route, account.id)) as Record<string, string>),
    });
    if (response.status !== 403) accepted.push(`${nameOf(route)}: ${response.status}`);
  }
  expect(accepted).toEqual([]);
  expect(await everythingStored()).toEqual(before);
});
