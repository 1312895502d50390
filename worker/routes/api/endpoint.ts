import * as z from "zod";

/**
 * One call of the API as the OpenAPI document describes it. The schemas are the ones that validate;
 * `test/routes/openapi.test.ts` holds this list against the router, so neither can be forgotten.
 */
export type Endpoint = {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** Below /api/v1, with `{id}` for parameters. */
  path: string;
  summary: string;
  query?: z.ZodObject;
  body?: { type: "application/json"; schema: z.ZodType } | { type: "text/csv" };
  response:
    | { status: 200 | 201; type: "application/json"; schema: z.ZodType }
    | { status: 200; type: "text/csv" };
  /** Names of the rules that may refuse with 409. */
  refusals?: string[];
};

/** A body of JSON, as one schema has it. */
export const json = /* @__NO_SIDE_EFFECTS__ */ (schema: z.ZodType) => ({
  type: "application/json" as const,
  schema,
});
export const ok = /* @__NO_SIDE_EFFECTS__ */ (schema: z.ZodType) => ({
  status: 200 as const,
  ...json(schema),
});
export const created = /* @__NO_SIDE_EFFECTS__ */ (schema: z.ZodType) => ({
  status: 201 as const,
  ...json(schema),
});

/** `?limit` and `?cursor` of every list. */
export const Page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(200),
  cursor: z.string().max(2000).optional(),
});
export type Page = z.infer<typeof Page>;

/** A list under its name, with the cursor of the next page or null. */
export const listOf = /* @__NO_SIDE_EFFECTS__ */ (name: string, item: z.ZodType) =>
  z.object({ [name]: z.array(item), nextCursor: z.string().nullable() });
