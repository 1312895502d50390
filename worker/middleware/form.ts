import type { FieldError } from "#web/ui/notice.tsx";
import type { Context } from "hono";
import type * as z from "zod";
import type { App } from "../context.ts";
import { AppError, type Refusal } from "../errors.ts";

/** The fields of a form by name; of several with one name, the last. */
export type Form = Record<string, string | File>;

const formTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** What a browser's form sent. Anything that is not a form is refused. */
export async function readForm<Env extends App>(c: Context<Env>): Promise<Form> {
  if (!formTypes.test(c.req.header("content-type") ?? ""))
    throw new AppError("unsupported", "Send this as a form does.");
  try {
    return await c.req.parseBody();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("malformed", "This form could not be read.");
  }
}

/** A field as text: what stands in the page again when the form was not accepted. */
export const textOf = (form: Form, name: string): string => {
  const value = form[name];
  return typeof value === "string" ? value : "";
};

/** What a schema found wrong, a line a field, each beginning with the field's label. */
export const faultsOf = (error: z.ZodError, labels: Record<string, string>): FieldError[] => {
  const firsts = new Map(
    error.issues.toReversed().map((issue) => [String(issue.path[0] ?? ""), issue]),
  );
  return [...firsts.entries()]
    .toReversed()
    .map(([field, { message }]) => ({ field, message: `${labels[field] ?? field} ${message}.` }));
};

/** A refusal as the errors of its form: by field where the rule names fields. */
export const refusalErrors = ({ message, details }: Refusal): FieldError[] =>
  Array.isArray(details) ? (details as FieldError[]) : [{ field: "", message }];
