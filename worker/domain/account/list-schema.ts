import * as z from "zod";
import { firstOrder, type AccountFilter } from "./list-rules.ts";

const word = (max: number) => z.string().trim().max(max).default("");

/** The filter of the list of accounts as an address carries it; `cursor` goes on after a page. */
export const AccountQuery = z
  .object({
    q: word(200),
    manager: word(64),
    segment: word(60),
    country: word(60),
    unsurveyed: word(10),
    sort: z.enum(["name", "grade", "surveyed", "revenue"]).catch("name"),
    order: z.enum(["asc", "desc"]).optional().catch(undefined),
    cursor: z.string().max(2000).optional(),
  })
  .transform(({ cursor, order, unsurveyed, ...rest }) => {
    const filter: AccountFilter = {
      ...rest,
      unsurveyed: unsurveyed !== "",
      order: order ?? firstOrder[rest.sort],
    };
    return { filter, cursor };
  });
