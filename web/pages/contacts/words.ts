import type { ContactFunction, Tier } from "#worker/domain/contact/schema.ts";

/** The level of one person; `rounds/words.ts` has the same for groups. */
export const levelWords: Record<Tier, string> = {
  board: "Board member",
  manager: "Manager",
  user: "User",
};

export const functionWords: Record<ContactFunction, string> = {
  purchasing: "Purchasing",
  legal: "Legal",
  hr: "HR",
  finance: "Finance",
  it: "IT",
  operations: "Operations",
  other: "Other",
};
