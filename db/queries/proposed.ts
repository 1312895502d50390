import { and, asc, desc, eq, gt } from "drizzle-orm";
import type { Database } from "../client.ts";
import { contact, reportComment, round } from "../schema.ts";
import { listCoverage } from "./contact.ts";

const topic = "whom-else";
const mostProposed = 20;

/** Whom the people of an account would have us know, as they wrote it in annual reviews that closed after `since`. */
const listProposed = (db: Database, accountId: string, since: Date) =>
  db
    .select({
      text: reportComment.text,
      position: reportComment.position,
      roundId: round.id,
      closedAt: round.closedAt,
      firstName: contact.firstName,
      lastName: contact.lastName,
    })
    .from(round)
    .innerJoin(
      reportComment,
      and(eq(reportComment.roundId, round.id), eq(reportComment.questionKey, topic)),
    )
    .leftJoin(contact, eq(contact.id, reportComment.contactId))
    .where(
      and(
        eq(round.accountId, accountId),
        eq(round.kind, "annual_review"),
        gt(round.closedAt, since),
      ),
    )
    .orderBy(desc(round.closedAt), asc(round.id), asc(reportComment.position))
    .limit(mostProposed);

/** How many of whom we know at an account we asked since then (see `listCoverage`), and whom we do not know yet. */
export async function findWhomWeKnow(db: Database, accountId: string, since: Date) {
  const [coverage, proposed] = await db.batch([
    listCoverage(db, accountId, since),
    listProposed(db, accountId, since),
  ]);
  return { coverage, proposed };
}
