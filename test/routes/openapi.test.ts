import { registerSchema, unregisterSchema, validate } from "@hyperjump/json-schema/openapi-3-1";
import { app } from "#worker/app.ts";
import { describeApi, endpoints } from "#worker/routes/api/openapi.ts";
import { expect, test } from "vitest";
import { env } from "../bindings.ts";
import { api, createAccount, createContact, createStaff, createToken } from "../factories.ts";

type Operation = {
  operationId: string;
  requestBody?: unknown;
  responses: Record<string, unknown>;
  parameters?: { name: string; in: string }[];
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: unknown;
};
type Described = { content: Record<"application/json", { schema: object }> };

/** As it is served: a public file, which the build has written. */
const fetchIt = () => env.ASSETS.fetch("https://feedback.example.com/api/v1/openapi.json");
const read = async () => (await fetchIt()).json<Document>();
const prefix = "/api/v1";
const dialect = "https://spec.openapis.org/oas/3.1/dialect/base";
const specification = "https://spec.openapis.org/oas/3.1/schema-base";

test("GET /api/v1/openapi.json needs no token, is JSON, and is read as nothing else", async () => {
  const response = await fetchIt();
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
});

test("the document says what the schemas say now, if it was built after their last change", async () => {
  expect(await read()).toEqual(JSON.parse(JSON.stringify(describeApi())));
});

test("a validator of OpenAPI 3.1 accepts the document", async () => {
  const document = await read();
  expect(await validate(specification, document as never, "BASIC")).toEqual({ valid: true });
});

test("the validator would notice a fault", async () => {
  const document = await read();
  Object.values(document.paths)[0]!.get!.responses = { 200: { summary: "no description" } };
  expect((await validate(specification, document as never)).valid).toBe(false);
});

test("every call of the router is described, and nothing else is", async () => {
  const routed = app.routes
    .filter(({ path, method }) => path.startsWith(`${prefix}/`) && method !== "ALL")
    .map(
      ({ method, path }) => `${method} ${path.slice(prefix.length).replaceAll(/:(\w+)/g, "{$1}")}`,
    );
  const described = endpoints.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(described.toSorted()).toEqual([...new Set(routed)].toSorted());
});

test("no call is described twice, and every operation has a name of its own", async () => {
  const { paths } = await read();
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  expect(operations).toHaveLength(endpoints.length);
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});

test("a list names its limit and cursor, a call on one thing its id, a write its body", async () => {
  const { paths } = await read();
  expect(paths["/rounds"]!.get!.parameters).toEqual(
    expect.arrayContaining(
      ["limit", "cursor"].map((name) =>
        expect.objectContaining({ name, in: "query", required: false }),
      ),
    ),
  );
  expect(paths["/rounds/{id}/self-grade"]!.put).toMatchObject({
    operationId: "putRoundsIdSelfGrade",
    parameters: [{ name: "id", in: "path", required: true }],
    requestBody: { required: true },
  });
});

test("every way a call may be refused is described with its status", async () => {
  const { paths } = await read();
  expect(Object.keys(paths["/rounds/{id}/self-grade"]!.put!.responses)).toEqual([
    "200",
    "400",
    "401",
    "403",
    "404",
    "409",
    "413",
    "415",
    "422",
    "429",
  ]);
});

test("a list may refuse a cursor that is not one of ours, and says so", async () => {
  const { paths } = await read();
  const token = await createToken(await createStaff({ role: "admin" }));
  for (const path of ["/accounts", "/rounds"]) {
    expect((await api(token, "GET", `${path}?cursor=other`)).status).toBe(400);
    expect(Object.keys(paths[path]!.get!.responses)).toContain("400");
  }
});

test("what is answered about accounts, contacts, staff and rounds is what is described, and no more", async () => {
  const { paths, components } = await read();
  const token = await createToken(await createStaff({ role: "admin" }));
  const account = await createAccount();
  const contact = await createContact({ accountId: account.id, mostSenior: true });

  /** Calls, and holds the answer against its schema. `{id}` in the path stands for `id`. */
  async function call<T>(method: string, path: string, id = "", body?: unknown) {
    const response = await api(token, method, path.replace("{id}", id), body);
    const answer = await response.json<T>();
    const described = paths[path]![method.toLowerCase()]!.responses[response.status] as Described;
    const name = `${method} ${path} ${response.status}`;
    const address = `https://supplier.example/${encodeURIComponent(name)}`;
    const { schema } = described.content["application/json"];
    registerSchema({ ...schema, components } as never, address, dialect);
    const result = await validate(address, answer as never, "BASIC");
    unregisterSchema(address);
    expect(result, `${name} ${JSON.stringify(answer)}`).toEqual({ valid: true });
    return answer;
  }

  const { round } = await call<{ round: { id: string } }>("POST", "/rounds", "", {
    accountId: account.id,
    kind: "satisfaction",
    name: "Spring",
    confidentiality: "confidential",
  });
  await call("PATCH", "/rounds/{id}", round.id, { name: "Spring 2026" });
  await call("PUT", "/rounds/{id}/self-grade", round.id, { grade: "B", reason: "They said so." });
  await call("POST", "/rounds/{id}/launch", round.id, {});
  await call("GET", "/rounds/{id}", round.id);
  await call("GET", "/rounds");
  await call("POST", "/rounds/{id}/close", round.id, {});
  await call("GET", "/rounds/{id}/report", round.id);
  await call("GET", "/rounds/{id}/responses.csv", round.id);
  await call("GET", "/accounts");
  await call("GET", "/accounts/{id}/contacts", account.id);
  await call("PATCH", "/contacts/{id}", contact.id, { tier: "manager" });
  await call("GET", "/staff");
  await call("GET", "/portfolio");
});
