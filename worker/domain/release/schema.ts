import * as z from "zod";
import { paragraph } from "../text.ts";

/** What happens next, in the words of whoever releases. */
export const ReleaseNote = paragraph(600).transform((text) => text || null);

export const Release = z.strictObject({
  note: ReleaseNote.nullish().transform((note) => note ?? null),
});
export type Release = z.infer<typeof Release>;

/** Why a round is not released. */
export const WithholdReason = paragraph(600).pipe(
  z.string().min(1, "is empty: say in a sentence why"),
);
