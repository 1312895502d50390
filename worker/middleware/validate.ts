import { zValidator } from "@hono/zod-validator";
import type { Env, ValidationTargets } from "hono";
import { createMiddleware } from "hono/factory";
import type * as z from "zod";
import { AppError } from "../errors.ts";

/** Validates in the route line; what is wrong and where goes into the error's details. */
export const validate = <Target extends keyof ValidationTargets, Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
) =>
  zValidator(target, schema, (result) => {
    if (!result.success) throw invalidInput(result.error);
  });

/** The same for a call that may come without a body: then `{}` is validated. */
export const validateOptionalJson = <Schema extends z.ZodType>(schema: Schema) =>
  createMiddleware<Env, string, { in: { json: z.input<Schema> }; out: { json: z.output<Schema> } }>(
    async (c, next) => {
      const body = await c.req.text();
      const result = schema.safeParse(body.trim() === "" ? {} : parseJson(body));
      if (!result.success) throw invalidInput(result.error);
      c.req.addValidatedData("json", result.data as object);
      await next();
    },
  );

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AppError("malformed", "The body is not JSON.");
  }
}

function invalidInput(error: z.core.$ZodError): AppError {
  const details = error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
  const first = details[0]!;
  const message = first.field ? `${first.field} ${first.message}` : first.message;
  return new AppError("invalid", message, { details });
}
