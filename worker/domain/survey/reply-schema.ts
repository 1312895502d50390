import * as z from "zod";
import { EmailAddress } from "../contact/schema.ts";
import { line } from "../text.ts";

/** A colleague proposed in someone's place. */
export const NewNomination = z.lazy(() => z.object({ name: line(100), email: EmailAddress }));
export type NewNomination = z.infer<typeof NewNomination>;
