import { sql, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../client.ts";
import { invitation, type message, round, templateVersion, testLink } from "../schema.ts";
import { auditChange, madeBy, type Change } from "./round-change.ts";
import { insertMessages } from "./message.ts";

export type PinnedVersion = typeof templateVersion.$inferInsert;
export type NewInvitation = {
  id: string;
  contactId: string;
  tier: string;
  templateVersionId: string;
  tokenHash: string;
  optOutHash: string;
};
type NewMessage = typeof message.$inferInsert;

/** Rows of one JSON parameter: far below the 2 MB that D1 takes as one value. */
const chunkSize = 1000;

function chunks<T>(rows: T[]): T[][] {
  const count = Math.ceil(rows.length / chunkSize);
  return Array.from({ length: count }, (_, i) => rows.slice(i * chunkSize, (i + 1) * chunkSize));
}

/** Keeps what is asked. The id is the hash of the content, so that the same is kept once. */
export const insertVersions = (db: Database, versions: PinnedVersion[]) =>
  db
    .insert(templateVersion)
    .select(
      sql`select value->>'id', value->>'slug', value->>'version', value->'definition'
        from json_each(${JSON.stringify(versions)}) where true`,
    )
    .onConflictDoNothing();

/** Invitations of a round, sent at `at`, as long as `when` holds; nobody twice. */
export const insertInvitations = (
  db: Database,
  { roundId, at }: Pick<Change, "roundId" | "at">,
  rows: NewInvitation[],
  when: SQL,
) =>
  db
    .insert(invitation)
    .select(
      sql`select value->>'id', ${roundId}, value->>'contactId', value->>'tier',
        value->>'templateVersionId', value->>'tokenHash', 1, value->>'optOutHash', 'invited', 0, null,
        null, ${at.getTime()}, 'queued', 0 from json_each(${JSON.stringify(rows)}) where ${when}`,
    )
    .onConflictDoNothing({ target: [invitation.roundId, invitation.contactId] });

type Opening = Change & {
  /** The last change of the draft that was looked at; a later one is not to be launched unseen. */
  seen: string | null;
  explanation: string | null;
  /** What answers are sealed to; null in a named round. */
  publicKey: string | null;
  versions: PinnedVersion[];
  invitations: NewInvitation[];
  messages: NewMessage[];
  audit: Record<string, unknown>;
  /** Set when a portfolio launch opens it: until when, and by which launch, which must not be stopped. */
  paced?: { launchId: string; closesAt: Date } | null;
};

const underWay = (launchId: string) =>
  sql`exists (select 1 from portfolio_launch where id = ${launchId} and stopped_at is null)`;

/**
 * Opens a draft: pins what is asked, invites, queues the mail, all or nothing. Gives false when somebody else
 * opened, cancelled or changed it first; then nothing was written.
 */
export async function updateToOpen(db: Database, opening: Opening): Promise<boolean> {
  const { roundId, changeId, at, by, explanation, publicKey, paced } = opening;
  const open = db
    .update(round)
    .set({
      status: "open",
      launchedAt: at,
      launchedBy: by,
      explanation,
      publicKey,
      changeId,
      ...(paced && { closesAt: paced.closesAt }),
    })
    .where(
      sql`id = ${roundId} and status = 'draft' and change_id is ${opening.seen}
        and ${paced ? underWay(paced.launchId) : sql`true`}`,
    )
    .returning({ id: round.id });
  const when = madeBy(opening);
  const rest: BatchItem<"sqlite">[] = [
    insertVersions(db, opening.versions),
    ...chunks(opening.invitations).map((rows) => insertInvitations(db, opening, rows, when)),
    ...chunks(opening.messages).map((rows) => insertMessages(db, rows, when)),
    auditChange(db, opening, "round.launched", opening.audit),
  ];
  const [won] = await db.batch([open, ...rest]);
  return won.length === 1;
}

/** A test link with what it shows and the mail that brings it. */
export const insertTestLink = (
  db: Database,
  link: typeof testLink.$inferInsert,
  version: PinnedVersion,
  mail: NewMessage,
) =>
  db.batch([
    insertVersions(db, [version]),
    db.insert(testLink).values(link),
    insertMessages(db, [mail]),
  ]);
