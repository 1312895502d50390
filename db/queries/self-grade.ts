import { eq, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { selfGrade, staff } from "../schema.ts";

export type SelfGradeRow = typeof selfGrade.$inferSelect;

/** The self-grade of a round, with the name of whoever gave it. */
export const findSelfGrade = (db: Database, roundId: string) =>
  db
    .select({ selfGrade, giver: staff.name })
    .from(selfGrade)
    .leftJoin(staff, eq(staff.id, selfGrade.givenBy))
    .where(eq(selfGrade.roundId, roundId))
    .get();

/** Gives or replaces the self-grade of a draft. Gives false when the round is no draft any more. */
export async function updateSelfGrade(db: Database, row: SelfGradeRow): Promise<boolean> {
  const { roundId, grade, reason, predicted, givenBy, givenAt } = row;
  const saved = await db
    .insert(selfGrade)
    .select(
      sql`select ${roundId}, ${grade}, ${reason}, ${JSON.stringify(predicted)}, ${givenBy},
        ${givenAt.getTime()} where exists (select 1 from round where id = ${roundId} and status = 'draft')`,
    )
    .onConflictDoUpdate({
      target: selfGrade.roundId,
      set: {
        grade: sql`excluded.grade`,
        reason: sql`excluded.reason`,
        predicted: sql`excluded.predicted`,
        givenBy: sql`excluded.given_by`,
        givenAt: sql`excluded.given_at`,
      },
    })
    .returning({ roundId: selfGrade.roundId });
  return saved.length === 1;
}
