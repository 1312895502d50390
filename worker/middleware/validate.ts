import { zValidator } from "@hono/zod-validator";
import type { ValidationTargets } from "hono";
import type * as z from "zod";
import { AppError } from "../errors.ts";

/** Validates in the route line; what is wrong and where goes into the error's details. */
export const validate = <Target extends keyof ValidationTargets, Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
) =>
  zValidator(target, schema, (result) => {
    if (result.success) return;
    const details = result.error.issues.map(({ path, message }) => ({
      field: path.join("."),
      message,
    }));
    const first = details[0]!;
    const message = first.field ? `${first.field} ${first.message}` : first.message;
    throw new AppError("invalid", message, { details });
  });
