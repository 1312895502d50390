import * as z from "zod";

const clean = (value: string) => value.isWellFormed() && !value.includes("\0");
const unreadable = "contains characters that cannot be stored";

/** One line of text: trimmed, not empty, no control characters (line breaks would reach mail headers). */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "is empty")
    .max(max, `is longer than ${max} characters`)
    .refine(clean, unreadable)
    .refine((value) => !/\p{Cc}/u.test(value), "contains line breaks or control characters");

/** The same, where an empty field means "none". */
export const optionalLine = (max: number) =>
  z
    .union([z.literal("").transform(() => null), z.null(), line(max)])
    .transform((value) => value || null);

/** Several lines of text; line breaks become LF. */
export const paragraph = (max: number) =>
  z
    .string("must be a single text")
    .transform((value) => value.replaceAll("\r\n", "\n").trim())
    .pipe(z.string().max(max, `is longer than ${max} characters`).refine(clean, unreadable));
