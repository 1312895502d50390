import * as z from "zod";
import { paragraph } from "../text.ts";

const words = paragraph(10_000);

/** What a meeting about an account wrote down. */
export const ReviewNotes = z
  .strictObject({
    /** Given by the page that offers the form, so that a form sent twice is one meeting. */
    id: z.string().regex(/^[\w-]{22}$/, "is not known"),
    /** The version that was read; 0 for a new meeting. */
    version: z.int("is not a number").min(0),
    heldOn: z.iso.date("is not a day"),
    notes: words,
    decisions: words,
    actions: words,
  })
  .refine(({ notes, decisions, actions }) => notes + decisions + actions !== "", {
    path: ["notes"],
    error: "are empty, and so is the rest: write something down",
  });
export type ReviewNotes = z.infer<typeof ReviewNotes>;
