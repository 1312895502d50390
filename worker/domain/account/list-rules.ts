export type AccountSort = "name" | "grade" | "surveyed" | "revenue";
export type Order = "asc" | "desc";

/** What one wants to see first: the worst grade, the longest without a survey, the largest revenue. */
export const firstOrder: Record<AccountSort, Order> = {
  name: "asc",
  grade: "asc",
  surveyed: "asc",
  revenue: "desc",
};

/** Accounts that nobody manages, where a filter expects the id of a manager. */
export const unmanaged = "none";

/** Which accounts a list shows, and in which order. An empty field filters nothing. */
export type AccountFilter = {
  q: string;
  manager: string;
  segment: string;
  country: string;
  /** Only accounts without an answered round in the last twelve months. */
  unsurveyed: boolean;
  sort: AccountSort;
  order: Order;
};
