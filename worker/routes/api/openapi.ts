import * as z from "zod";
import { errorStatus, type ErrorCode } from "../../errors.ts";
import { accountsEndpoints } from "./accounts.ts";
import { casesEndpoints } from "./cases.ts";
import { actionsEndpoints } from "./actions.ts";
import { contactsEndpoints } from "./contacts.ts";
import type { Endpoint } from "./endpoint.ts";
import { outboxEndpoints } from "./outbox.ts";
import { portfolioEndpoints } from "./portfolio.ts";
import { reportEndpoints } from "./reports.ts";
import { roundsEndpoints } from "./rounds.ts";
import { staffEndpoints } from "./staff.ts";

type Json = Record<string, unknown>;

/** Every call of the API. `test/routes/openapi.test.ts` holds this list against the router. */
export const endpoints: Endpoint[] = [
  ...accountsEndpoints,
  ...contactsEndpoints,
  ...casesEndpoints,
  ...actionsEndpoints,
  ...roundsEndpoints,
  ...staffEndpoints,
  ...outboxEndpoints,
  ...reportEndpoints,
  ...portfolioEndpoints,
];

/**
 * The OpenAPI 3.1 document of these calls, from the schemas that validate. The build writes it down as a public file, so
 * that neither it nor what it takes to make it is in the Worker.
 */
export const describeApi = (): Json => ({
  openapi: "3.1.0",
  info: {
    title: "Cleargrade",
    version: "1",
    description:
      "Lists take `limit` (200 at most) and `cursor`, and give `nextCursor`. Instants are UTC. Figures are " +
      "unrounded; rates and favourable lie between 0 and 1.",
  },
  servers: [{ url: "/api/v1" }],
  security: [{ token: [] }],
  paths: Object.fromEntries(
    [...Map.groupBy(endpoints, ({ path }) => path)].map(([path, calls]) => [
      path,
      Object.fromEntries(calls.map((call) => [call.method, operationOf(call)])),
    ]),
  ),
  components: {
    securitySchemes: {
      token: { type: "http", scheme: "bearer", description: "A token of a staff member." },
    },
    schemas: { Error: jsonSchema(ErrorBody, "output") },
    responses: Object.fromEntries(
      Object.entries(problems).map(([code, description]) => [code, problemResponse(description)]),
    ),
  },
});

const ErrorBody = z.object({
  error: z.object({
    code: z.string().describe("The rule that refused, or the kind of the error."),
    message: z.string(),
    details: z.unknown().optional(),
  }),
});

const problems = {
  malformed: "The request cannot be read.",
  unauthenticated: "No valid token was sent.",
  forbidden: "The token or the role of its holder does not allow this.",
  not_found: "There is nothing here that the holder of the token may see.",
  too_large: "More than 256 KB were sent (20 MB in an import).",
  unsupported: "The content type is not the one this call takes.",
  invalid: "Something is missing or makes no sense; `details` says what and where.",
  rate_limited: "More than 600 requests in a minute.",
} satisfies Partial<Record<ErrorCode, string>>;

const operationOf = (call: Endpoint): Json => ({
  operationId: operationId(call),
  summary: call.summary,
  tags: [call.path.split("/")[1]],
  ...(parametersOf(call).length > 0 && { parameters: parametersOf(call) }),
  ...(call.body && { requestBody: requestBodyOf(call.body, call.method === "patch") }),
  responses: { [call.response.status]: successOf(call), ...refusalsOf(call) },
});

/** `PUT /rounds/{id}/self-grade` → `putRoundsIdSelfGrade`. */
const operationId = ({ method, path }: Endpoint): string =>
  method + path.replaceAll(/[^A-Za-z]+([A-Za-z]?)/g, (_, letter: string) => letter.toUpperCase());

function parametersOf({ path, query }: Endpoint): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const { properties = {}, required = [] } = query ? jsonSchema(query, "input") : {};
  const inQuery = Object.entries(properties as Json).map(([name, schema]) => ({
    name,
    in: "query",
    required: (required as string[]).includes(name),
    schema,
  }));
  return [...inPath, ...inQuery];
}

/** A body may be left out where nothing in it is required, but a change without one changes nothing. */
function requestBodyOf(body: NonNullable<Endpoint["body"]>, isChange: boolean): Json {
  if (body.type === "text/csv")
    return { required: true, content: { "text/csv": { schema: { type: "string" } } } };
  const schema = jsonSchema(body.schema, "input");
  return { required: isChange || "required" in schema, content: { [body.type]: { schema } } };
}

function successOf({ response }: Endpoint): Json {
  const schema =
    response.type === "text/csv" ? { type: "string" } : jsonSchema(response.schema, "output");
  const description = response.status === 201 ? "It was made." : "Done.";
  return { description, content: { [response.type]: { schema } } };
}

/** Which of the problems this call can meet; what its own rules refuse is named in the 409. */
function refusalsOf({ path, query, body, refusals = [] }: Endpoint): Json {
  const codes: (keyof typeof problems)[] = ["unauthenticated", "forbidden", "rate_limited"];
  if (path.includes("{") || body) codes.push("not_found");
  if (body) codes.push("malformed", "too_large", "unsupported");
  else if (query && "cursor" in query.shape) codes.push("malformed");
  if (body || query) codes.push("invalid");
  const known = codes.map((code) => [
    errorStatus[code],
    { $ref: `#/components/responses/${code}` },
  ]);
  const named = refusals.map((code) => `\`${code}\``).join(", ");
  const conflict = problemResponse(`A rule refuses: ${named}.`);
  return { ...Object.fromEntries(known), ...(refusals.length > 0 && { 409: conflict }) };
}

const problemResponse = (description: string): Json => ({
  description,
  content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
});

/** Dates travel as text; what else JSON Schema cannot say is left open rather than refused. */
function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodDate)
        Object.assign(jsonSchema, { type: "string", format: "date-time" });
    },
  });
  return described;
}
