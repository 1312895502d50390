import type { Reach } from "#worker/domain/account/rules.ts";
import { and, eq, inArray, notExists, or, sql, type SQL } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { account, accountManagement, round, staff } from "../schema.ts";

const builder = new QueryBuilder({ casing: "snake_case" });
const reports = (staffId: string) =>
  builder.select({ id: staff.id }).from(staff).where(eq(staff.lineManagerId, staffId));

/** Condition on `account`: only accounts within reach. */
export const accountWithin = (reach: Reach): SQL | undefined =>
  reach === "all"
    ? undefined
    : or(
        eq(account.accountManagerId, reach.staffId),
        inArray(account.accountManagerId, reports(reach.staffId)),
      );

/** Condition on `round` joined with `account`: within reach, or assigned to this person as its administrator. */
export const roundWithin = (reach: Reach): SQL | undefined =>
  reach === "all" ? undefined : or(accountWithin(reach), eq(round.administratorId, reach.staffId));

/** Condition on `account`: this person neither manages it nor ever did. What is walled is for them alone. */
export function outsideWall(staffId: string): SQL | undefined {
  const managed = builder
    .select({ one: sql`1` })
    .from(accountManagement)
    .where(
      and(eq(accountManagement.accountId, account.id), eq(accountManagement.staffId, staffId)),
    );
  return and(sql`${account.accountManagerId} is not ${staffId}`, notExists(managed));
}
