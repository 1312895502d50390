import * as z from "zod";

/** Whose data it is about. */
export const PersonQuery = z.object({
  email: z
    .email("is not an address like ada@client.com")
    .max(254, "is longer than 254 characters")
    .toLowerCase(),
});
