import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { long } from "../bindings.ts";
import {
  createAccount,
  createContact,
  createStaff,
  createToken,
  db,
  everythingStored,
  request,
  signIn,
} from "../factories.ts";
import {
  entryOf,
  guarded,
  isApi,
  nameOf,
  routes,
  table,
  writes,
  type Route,
  type Value,
  type Who,
} from "../route-table.ts";
import { addressOf, callRoute, createWorld, fill } from "../route-world.ts";

type World = Awaited<ReturnType<typeof createWorld>>;

/** Everybody a route may meet, and how they come to be: each with a world of their own or of somebody else's. */
const actors = {
  "its account manager": async (world: World) => world.manager,
  "the line manager of its account manager": async (world: World) => {
    const lead = await createStaff();
    const mine = eq(tables.staff.id, world.manager.id);
    await db.update(tables.staff).set({ lineManagerId: lead.id }).where(mine);
    return lead;
  },
  "a leader": () => createStaff({ role: "leader" }),
  "an admin": () => createStaff({ role: "admin" }),
  "the independent administrator of its rounds": async (world: World) => {
    const outsider = await createStaff({ role: "independent_administrator" });
    const theirs = eq(tables.round.accountId, world.account.id);
    await db.update(tables.round).set({ administratorId: outsider.id }).where(theirs);
    world.ids["administrator"] = outsider.id;
    return outsider;
  },
  "another independent administrator": () => createStaff({ role: "independent_administrator" }),
  "another account manager": async () => {
    const other = await createStaff();
    await createContact({ accountId: (await createAccount({ accountManagerId: other.id })).id });
    return other;
  },
};
type ActorName = keyof typeof actors;
const become = (actor: ActorName, world: World): ReturnType<typeof createStaff> =>
  actors[actor](world);

const inside: ActorName[] = [
  "its account manager",
  "the line manager of its account manager",
  "a leader",
  "an admin",
];
const above: ActorName[] = ["a leader", "an admin"];
const administrator: ActorName = "the independent administrator of its rounds";

/** Whom each kind of route lets in. Nobody else. */
const letIn: Record<Exclude<Who, "anyone" | "link">, ActorName[]> = {
  staff: Object.keys(actors) as ActorName[],
  insiders: [...inside, "another account manager"],
  admins: ["an admin"],
  account: inside,
  round: [...inside, administrator],
  "round-insiders": inside,
  "round-leaders": above,
  maker: ["its account manager"],
  launch: ["its account manager", ...above],
};
const mayEnter = (route: Route, actor: ActorName) =>
  letIn[entryOf(route).who as keyof typeof letIn].includes(actor);

const keysOf = async (staff: typeof tables.staff.$inferSelect) => ({
  cookie: await signIn(staff),
  token: await createToken(staff),
});
const refusals = [401, 403, 404];

test("every route of the router is in the table, and nothing else is: one that is missing stays shut", () => {
  expect(routes.map(nameOf).toSorted()).toEqual(Object.keys(table).toSorted());
  expect(guarded.length).toBeGreaterThan(130);
});

test("every route that takes anything is tried with a body", () => {
  const bare = guarded
    .filter(writes)
    .filter(({ path }) => /\/(new|edit|actions|rounds|staff|settings|plan)$/.test(path))
    .filter((route) => !entryOf(route).body);
  expect(bare.map(nameOf)).toEqual([]);
});

test("no route answers who is not signed in, and nothing is written", async () => {
  const { ids } = await createWorld();
  const before = await everythingStored();
  const answered: string[] = [];
  for (const route of guarded) {
    const response = await callRoute(route, addressOf(route, ids), {}, ids);
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
  for (const route of routes.filter((one) => entryOf(one).who === "link")) {
    const address = route.path.replace(/:token({.+})?/, "AAAAAAAAAAAAAAAAAAAAAA.ics");
    const response = await callRoute(route, address, { body: { intent: "submit" } });
    if (response.status !== 404) opened.push(`${nameOf(route)}: ${response.status}`);
  }
  expect(opened).toEqual([]);
});

describe("who is not let in finds nothing, and changes nothing", () => {
  const shut = (actor: ActorName) => guarded.filter((route) => !mayEnter(route, actor));

  test.each(Object.keys(actors) as ActorName[])("%s", async (actor) => {
    const world = await createWorld();
    const keys = await keysOf(await become(actor, world));
    const before = await everythingStored();
    const found: string[] = [];
    for (const route of shut(actor))
      for (const state of /\/rounds\/:id/.test(route.path)
        ? (["draft", "open", "closed"] as const)
        : [undefined]) {
        // Of a round that is over, this page leads back to the round.
        if (nameOf(route) === "GET /rounds/:id/cancel" && state === "closed") continue;
        const response = await callRoute(
          route,
          addressOf(route, world.ids, state),
          keys,
          world.ids,
        );
        if (!refusals.includes(response.status)) found.push(`${nameOf(route)}: ${response.status}`);
      }
    expect(found).toEqual([]);
    expect(await everythingStored()).toEqual(before);
  });

  test.each(["another account manager", "another independent administrator"] as const)(
    "%s is told of no record that it exists",
    async (actor) => {
      const world = await createWorld();
      const keys = await keysOf(await become(actor, world));
      const named = shut(actor).filter((route) =>
        ["account", "round", "round-insiders", "round-leaders"].includes(entryOf(route).who),
      );
      const told: string[] = [];
      for (const route of named) {
        const there = await callRoute(route, addressOf(route, world.ids), keys, world.ids);
        const nothing = await callRoute(route, addressOf(route, {}), keys, {});
        if (there.status !== 404 || nothing.status !== 404)
          told.push(`${nameOf(route)}: ${there.status} and ${nothing.status}`);
      }
      expect(named.length).toBeGreaterThan(70);
      expect(told).toEqual([]);
    },
  );
});

/** After these a round is over, a contact elsewhere or gone, or a session at its end: they come last, in this order. */
const rankOf = ({ path }: Route) =>
  ["/basics", "/cancel", "/move", "/merge", "/sessions/end"].findIndex((end) => path.endsWith(end));

describe("who is let in is not turned away", () => {
  const asked = long
    ? (Object.keys(actors) as ActorName[])
    : ([administrator, "an admin"] as const);

  test.each(asked)("%s", async (actor) => {
    const world = await createWorld();
    const keys = await keysOf(await become(actor, world));
    const refused: string[] = [];
    const open = guarded.filter((route) => mayEnter(route, actor));
    for (const route of open.toSorted((a, b) => rankOf(a) - rankOf(b))) {
      const response = await callRoute(route, addressOf(route, world.ids), keys, world.ids);
      if (refusals.includes(response.status) || response.status >= 500)
        refused.push(`${nameOf(route)}: ${response.status}`);
    }
    expect(refused).toEqual([]);
  });
});

/** The nouns of what a body refers to. Staff are the same for every account. */
const referredTo = (value: Value | undefined): string[] => {
  if (Array.isArray(value)) return value.flatMap(referredTo);
  if (typeof value !== "object" || value === null) return [];
  if (typeof Reflect.get(value, "idOf") === "string") return [(value as { idOf: string }).idOf];
  return Object.values<Value>(value).flatMap(referredTo);
};
const foreign = (route: Route) =>
  referredTo(entryOf(route).body).filter((noun) => !["staff", "administrator"].includes(noun));

/** What an instant's rows are that another's are not. */
const rowsOf = (stored: Record<string, unknown[]>) =>
  new Set(
    Object.entries(stored).flatMap(([name, rows]) =>
      rows.map((row) => `${name} ${JSON.stringify(row)}`),
    ),
  );
const changedBetween = (one: Record<string, unknown[]>, other: Record<string, unknown[]>) => {
  const [before, after] = [rowsOf(one), rowsOf(other)];
  return [
    ...[...before].filter((row) => !after.has(row)),
    ...[...after].filter((row) => !before.has(row)),
  ];
};

describe("ids of another account", () => {
  const withBodies = guarded.filter((route) => foreign(route).length > 0);
  /** Takes what is within reach of those that are ticked, and leaves out the others. */
  const narrowed = "POST /portfolio-launches: 303";

  test.each(["its account manager", ...(long ? (["a leader"] as const) : [])] as const)(
    "in a body are refused to %s, and touch nothing",
    async (actor) => {
      const [own, theirs] = [await createWorld(), await createWorld()];
      const keys = await keysOf(await become(actor, own));
      // Leaders reach every account: to move somebody to another or to begin a round there is theirs to do.
      const reached = actor === "a leader" ? ["accounts", "parents"] : [];
      const kept = Object.fromEntries(["staff", ...reached].map((noun) => [noun, own.ids[noun]!]));
      const ids = new Set(withBodies.flatMap(foreign));
      const forbidden = [...ids].filter((noun) => !(noun in kept)).map((noun) => theirs.ids[noun]!);
      const accepted: string[] = [];
      for (const route of withBodies.filter((one) =>
        foreign(one).some((noun) => !(noun in kept)),
      )) {
        const before = await everythingStored();
        const body = fill(entryOf(route).body!, { ...theirs.ids, ...kept });
        const response = await callRoute(route, addressOf(route, own.ids), { ...keys, body });
        if (response.status < 400 || response.status >= 500)
          accepted.push(`${nameOf(route)}: ${response.status}`);
        const changed = changedBetween(before, await everythingStored());
        const touched = changed.filter((row) => forbidden.some((id) => id && row.includes(id)));
        expect(touched, nameOf(route)).toEqual([]);
      }
      expect(accepted.filter((one) => one !== narrowed)).toEqual([]);
    },
  );

  test("behind an id of one's own change nothing", async () => {
    const [own, theirs] = [await createWorld(), await createWorld()];
    const keys = await keysOf(own.manager);
    const nested = guarded.filter(({ path }) => /:\w+.*:/.test(path));
    const mixed = { ...theirs.ids, accounts: own.ids["accounts"]!, closed: own.ids["closed"]! };
    const before = await everythingStored();
    for (const route of nested) await callRoute(route, addressOf(route, mixed), keys);
    expect(nested.length).toBeGreaterThan(2);
    expect(await everythingStored()).toEqual(before);
  });
});

describe("another manager's account", () => {
  test("appears in no list, file or count", async () => {
    const { account } = await createWorld();
    const keys = await keysOf(await createStaff());
    const lists = guarded.filter(
      (route) =>
        !writes(route) && !route.path.includes(":") && mayEnter(route, "another account manager"),
    );
    for (const route of lists) {
      const response = await callRoute(route, route.path, keys);
      expect(response.status, route.path).toBe(200);
      expect(new TextDecoder().decode(await response.arrayBuffer()), route.path).not.toContain(
        account.id,
      );
    }
    expect(lists.length).toBeGreaterThan(20);
  });
});

test("a read token writes nothing, whatever its holder may do", async () => {
  const { ids } = await createWorld();
  const token = await createToken(await createStaff({ role: "admin" }), "read");
  const before = await everythingStored();
  const allowed: string[] = [];
  for (const route of guarded.filter(isApi).filter(writes)) {
    const response = await callRoute(route, addressOf(route, ids), { token }, ids);
    if (response.status !== 403) allowed.push(`${nameOf(route)}: ${response.status}`);
  }
  expect(allowed).toEqual([]);
  expect(await everythingStored()).toEqual(before);
});

test("a revoked token and one whose holder was deactivated are refused", async () => {
  const staff = await createStaff({ role: "admin" });
  const headers = { authorization: `Bearer ${await createToken(staff)}` };
  const statusNow = async () => (await request("/api/v1/accounts", { headers })).status;
  expect(await statusNow()).toBe(200);
  await db.update(tables.staff).set({ deactivatedAt: new Date() });
  expect(await statusNow()).toBe(401);
  await db.update(tables.staff).set({ deactivatedAt: null });
  await db.update(tables.apiToken).set({ revokedAt: new Date() });
  expect(await statusNow()).toBe(401);
});

describe("a form on another site, sent with our cookie", () => {
  const forged: Record<string, Record<string, string>> = {
    "another origin": { origin: "https://elsewhere.example" },
    "no origin that may be named": { origin: "null" },
    "our name under another scheme": { origin: "http://feedback.example.com" },
    "a name that begins like ours": { origin: "https://feedback.example.com.elsewhere.example" },
    "a site beside ours": { origin: "https://feedback.example.com", "sec-fetch-site": "same-site" },
    "another site, said by the browser alone": { origin: "", "sec-fetch-site": "cross-site" },
  };

  test.each(Object.entries(forged).slice(long ? 0 : -2))(
    "from %s changes nothing",
    async (_, headers) => {
      const { ids } = await createWorld();
      const cookie = await signIn(await createStaff({ role: "admin" }));
      const before = await everythingStored();
      const accepted: string[] = [];
      const own = routes.filter(
        (route) =>
          writes(route) &&
          !isApi(route) &&
          (entryOf(route).who !== "anyone" || /^\/sign-(in|out)|^\/local/.test(route.path)) &&
          entryOf(route).who !== "link",
      );
      for (const route of own) {
        const response = await callRoute(route, addressOf(route, ids), { cookie, headers }, ids);
        if (response.status !== 403) accepted.push(`${nameOf(route)}: ${response.status}`);
      }
      expect(own.length).toBeGreaterThan(70);
      expect(accepted).toEqual([]);
      expect(await everythingStored()).toEqual(before);
    },
  );

  test("a cookie opens no call of the API", async () => {
    const { ids } = await createWorld();
    const cookie = await signIn(await createStaff({ role: "admin" }));
    for (const route of guarded.filter(isApi)) {
      const response = await callRoute(route, addressOf(route, ids), { cookie }, ids);
      expect(response.status, nameOf(route)).toBe(401);
    }
  });
});
