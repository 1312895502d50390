import { describeApi } from "#worker/routes/api/openapi.ts";
import { expect, test } from "vitest";
import { createStaff, createToken, request, signIn } from "../factories.ts";
import { textFieldsIn, type Field } from "../forms.ts";
import { aliveInAnswer, mark } from "../inert.ts";
import { entryOf, guarded, isApi, nameOf, writes, type Route, type Value } from "../route-table.ts";
import { addressOf, callRoute, createWorld, fill, type Ids } from "../route-world.ts";

/** Fields that take no free text: an address, a number, a choice that may be typed. What else is sent is refused. */
const strict: Record<string, string[]> = {
  "POST /api/v1/staff": ["email"],
  "PATCH /api/v1/accounts/:id": ["timeZone"],
  "PATCH /api/v1/contacts/:id": ["email", "locale"],
  "POST /staff": ["email"],
  "POST /person": ["email"],
  "POST /person/erase": ["confirmation"],
  "POST /settings": ["replyTo", "reminderDays"],
  "POST /accounts/:id/edit": ["parentId", "annualRevenue", "currency"],
  "POST /accounts/:id/contacts/new": ["email", "locale"],
  "POST /contacts/:id": ["email", "locale"],
  "POST /cases/:id/evidence": ["link"],
  "POST /rounds/:id/shares": ["email"],
  "POST /accounts/:id/plan": ["measure"],
  "POST /actions/:id": ["measure"],
};
/** What goes only with a state: `test/outside.ts` brings it about. */
const withState: Record<string, string[]> = {
  "POST /actions/:id": ["doneNote", "dropReason"],
  "PATCH /api/v1/actions/:id": ["doneNote", "dropReason"],
};
const isKnown = (route: string, name: string) =>
  [strict, withState].some((some) => some[route]?.includes(name));

/** What only looks for something: it is asked for in the address. */
const filters = ["q"];

/** Also of a length at which D1 takes no pattern any more, and of one that nobody means. */
const tried = () => [hostile, "%_".repeat(40), `=${mark}\0%00${"x".repeat(3000)}`];
const hostile = `"><img src=x onerror=5>${mark}=1+1\u202E`;

let ids: Ids;
let keys: { cookie: string; token: string };
const routeOf = (name: string): Route => ({
  method: name.split(" ")[0]!,
  path: name.split(" ")[1]!,
});
const isText = (value: Value | undefined): boolean =>
  Array.isArray(value)
    ? value.some(isText)
    : typeof value === "object" && value !== null && "text" in value;

/** The free fields of every form that an admin meets: of each page, in each state of a round, and of each refusal. */
async function fieldsOfForms(): Promise<Field[]> {
  const found: Field[] = [];
  const look = async (page: Response, path: string) => {
    if (page.headers.get("content-type")?.startsWith("text/html"))
      found.push(...(await textFieldsIn(page, path)));
  };
  const pages = guarded.filter((one) => !isApi(one) && !framed.test(one.path));
  const ending = ["POST /sessions/end"];
  const order = [
    ...pages.filter((route) => !writes(route)),
    ...pages.filter((route) => writes(route) && !ending.includes(nameOf(route))),
  ];
  for (const route of order) {
    const states = route.path.startsWith("/rounds/:id")
      ? (["draft", "open", "closed"] as const)
      : [];
    for (const state of states.length > 0 && !writes(route) ? states : [undefined]) {
      const address = addressOf(route, ids, state);
      const page = await callRoute(route, address, { ...keys, ...(writes(route) && { body: {} }) });
      await look(page, address);
    }
  }
  const account = ids["accounts"]!;
  for (const query of ["edit=new", `edit=${ids["actions"]}`, `decide=${ids["suggestions"]}`]) {
    const path = `/accounts/${account}/plan`;
    await look(await request(`${path}?${query}`, { headers: keys }), path);
  }
  return found;
}
/** Pages of clients inside a frame: they post nowhere. */
const framed = /\/(preview|release|shares|client)\/(page|mail)$/;

async function freshWorld() {
  ({ ids } = await createWorld());
  const admin = await createStaff({ role: "admin" });
  keys = { cookie: await signIn(admin), token: await createToken(admin) };
}

test("every free field of every form is tried with hostile text", async () => {
  await freshWorld();
  const fields = await fieldsOfForms();
  expect(fields.length).toBeGreaterThan(80);
  const untried = fields.filter(({ route, name }) => {
    if (route.startsWith("GET ")) return !filters.includes(name);
    return !isText(entryOf(routeOf(route)).body?.[name]) && !isKnown(route, name);
  });
  expect([...new Set(untried.map(({ route, name }) => `${route}: ${name}`))]).toEqual([]);
}, 180_000);

test("what takes no free text refuses it, and says so without letting it live", async () => {
  await freshWorld();
  const faults: string[] = [];
  for (const [name, fields] of Object.entries(strict))
    for (const field of fields) {
      const route = routeOf(name);
      const usual = fill(entryOf(route).body ?? {}, ids) as object; // -- A body is filled in as an object.
      const body = { ...usual, [field]: hostile };
      const answer = await callRoute(route, addressOf(route, ids), { ...keys, body });
      if (answer.status !== 422) faults.push(`${name} ${field}: ${answer.status}`);
      faults.push(...(await aliveInAnswer(answer)).map((one) => `${name} ${field}: ${one}`));
    }
  expect(faults).toEqual([]);
}, 60_000);

test("what is looked for is inert wherever it is repeated", async () => {
  await freshWorld();
  const names = [
    "q",
    "status",
    "from",
    "to",
    "kind",
    "sort",
    "dir",
    "tier",
    "cursor",
    "done",
    "edit",
  ];
  const faults: string[] = [];
  for (const route of guarded.filter((one) => !writes(one)))
    for (const text of tried()) {
      const query = new URLSearchParams(names.map((name) => [name, text]));
      const address = `${addressOf(route, ids)}?${query}`;
      const found = await aliveInAnswer(await callRoute(route, address, keys));
      faults.push(...found.map((one) => `${nameOf(route)}: ${one}`));
    }
  expect(faults).toEqual([]);
}, 180_000);

type Schema = { $ref?: string; type?: string | string[]; properties?: Record<string, Schema> } & {
  items?: Schema;
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
};

type Content = { content: Record<string, { schema: Schema }> };
type Described = {
  paths: Record<string, Record<string, { requestBody?: Content }>>;
  components?: { schemas?: Record<string, Schema> };
};

test("every free text of every body that the API describes is tried with hostile text", () => {
  const described = JSON.parse(JSON.stringify(describeApi())) as Described; // -- What is served, as it is read.
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? described.components!.schemas![schema.$ref.split("/").at(-1)!]! : schema;
  const free = (schema: Schema): boolean => {
    const { type, items, anyOf = [], enum: one, const: only, format, pattern } = resolve(schema);
    if (items) return free(items);
    if (anyOf.length > 0) return anyOf.some(free);
    return type === "string" && !one && only === undefined && !format && !pattern;
  };
  const untried: string[] = [];
  for (const [path, methods] of Object.entries(described.paths))
    for (const [method, { requestBody }] of Object.entries(methods)) {
      const schema = requestBody?.content["application/json"]?.schema;
      if (!schema) continue;
      const at = `/api/v1${path.replace(/^\/api\/v1/, "").replaceAll(/\{(\w+)\}/g, ":$1")}`;
      const route = `${method.toUpperCase()} ${at}`;
      const body = entryOf(routeOf(route)).body ?? {};
      for (const [name, property] of Object.entries(resolve(schema).properties ?? {}))
        if (free(property) && !isText(body[name]) && !isKnown(route, name) && !/Ids?$/.test(name))
          untried.push(`${route}: ${name}`);
    }
  expect(untried).toEqual([]);
});
