import { validate } from "@hyperjump/json-schema/openapi-3-1";
import { app } from "#worker/app.ts";
import { endpoints } from "#worker/routes/api/openapi.ts";
import { expect, test } from "vitest";
import { request } from "../factories.ts";

type Operation = {
  operationId: string;
  requestBody?: unknown;
  responses: Record<string, unknown>;
  parameters?: { name: string; in: string }[];
};
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> };

const read = async () => (await request("/api/v1/openapi.json")).json<Document>();
const prefix = "/api/v1";
const specification = "https://spec.openapis.org/oas/3.1/schema-base";

test("GET /api/v1/openapi.json needs no token and is JSON", async () => {
  const response = await request("/api/v1/openapi.json");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
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
    .filter(({ path }) => path !== `${prefix}/openapi.json`)
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
