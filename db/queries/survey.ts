import type { Tier } from "#worker/domain/contact/schema.ts";
import type { WebhookEvent } from "#worker/domain/webhook/schema.ts";
import type { Answers } from "#worker/domain/survey/schema.ts";
import { and, eq, exists, inArray, ne, notInArray, sql, type Placeholder } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { repeatable, type Database } from "../client.ts";
import { write } from "../prepared.ts";
import { contact, invitation, response, round, sealedResponse } from "../schema.ts";
import { ifWon } from "./audit.ts";
import { insertCases, type NewCase } from "./case.ts";
import { insertMessagesAfter, type messageRow } from "./message.ts";
import { insertWebhooks } from "./webhook.ts";

const builder = new QueryBuilder({ casing: "snake_case" });
/** Condition: this round still takes answers. */
export const openRound = (roundId: string | Placeholder) =>
  exists(
    builder
      .select({ one: sql`1` })
      .from(round)
      .where(and(eq(round.id, roundId), eq(round.status, "open"))),
  );

type Link = { invitationId: string; roundId: string };

/** Keeps a draft while the round is open and nothing was submitted. True when it was kept. */
export async function updateDraft(db: Database, link: Link, draft: Answers): Promise<boolean> {
  const { meta } = await db
    .update(invitation)
    .set({
      draft,
      status: sql`iif(${invitation.status} = 'invited', 'started', ${invitation.status})`,
    })
    .where(
      and(
        eq(invitation.id, link.invitationId),
        inArray(invitation.status, ["invited", "started", "postponed", "declined"]),
        openRound(link.roundId),
      ),
    );
  return meta.changes === 1;
}

type NamedSubmission = Link & {
  tier: Tier;
  answers: Answers;
  contactId: string;
  /** The revision that was read; another submission in between loses this one the race. */
  revision: number;
  /** Null leaves the contact's preferences as they are. */
  preferences: Answers | null;
  /** The receipt, and the mails that tell of the cases. */
  messages: ReturnType<typeof messageRow>[];
  cases: NewCase[];
  webhooks: WebhookEvent[];
  /** The recorded conversation that is confirmed with this; null when it is sent by link. */
  conversationId: string | null;
  now: Date;
};

/**
 * A named submission, whole or not at all: marks the invitation, writes or replaces the response, fills the
 * contact's preferences, queues the receipt, opens cases. Each statement runs only if the one before it changed
 * its row; what comes `along` runs whoever won. False: the round is no longer open, the link is revoked, or another submission came first.
 */
export async function insertSubmission(
  db: Database,
  sent: NamedSubmission,
  along: BatchItem<"sqlite">[] = [],
): Promise<boolean> {
  const revision = sent.revision + 1;
  const { invitationId, roundId, conversationId, tier } = sent;
  const answers = JSON.stringify(sent.answers);
  const at = sent.now.getTime();
  const prefer = db
    .update(contact)
    .set({ preferences: sent.preferences })
    .where(and(eq(contact.id, sent.contactId), ifWon));
  const [marked] = await repeatable(db).batch([
    mark(db, { invitationId, roundId, before: sent.revision, revision }),
    keep(db, { invitationId, roundId, tier, answers, revision, at, conversationId }),
    ...(sent.preferences ? [prefer] : []),
    insertMessagesAfter(db, sent.messages),
    // The receipt is always new, so that messages were written if this submission won.
    ...(sent.cases.length > 0 ? [insertCases(db, sent.cases, sql`changes() > 0`)] : []),
    ...(sent.webhooks.length > 0 ? [insertWebhooks(db, sent.webhooks, sql`changes() > 0`)] : []),
    ...along,
  ]);
  return marked.meta.changes === 1;
}

const given = sql.placeholder;
const invited = eq(invitation.id, given("invitationId"));

const mark = write((db) =>
  db
    .update(invitation)
    .set({
      status: "completed",
      revision: sql`${given("revision")}`,
      draft: null,
      postponedUntil: null,
    })
    .where(
      and(
        invited,
        eq(invitation.revision, given("before")),
        ne(invitation.status, "revoked"),
        openRound(given("roundId")),
      ),
    ),
);

const keep = write((db) =>
  db
    .insert(response)
    .select(
      sql`select ${given("roundId")}, ${given("invitationId")}, ${given("tier")}, ${given("answers")}, ${given("revision")}, ${given("at")}, ${given("conversationId")} where ${ifWon}`,
    )
    .onConflictDoUpdate({
      target: [response.roundId, response.id],
      set: {
        answers: sql`excluded.answers`,
        revision: sql`excluded.revision`,
        submittedAt: sql`excluded.submitted_at`,
        conversationId: sql`excluded.conversation_id`,
      },
    }),
);

/**
 * A confidential submission: the invitation keeps "completed" and nothing else, the sealed answers a random id
 * and nothing that could join the two. False: no longer open, revoked, or already completed.
 */
export async function insertConfidentialSubmission(
  db: Database,
  sent: Link & { response: typeof sealedResponse.$inferInsert },
): Promise<boolean> {
  const { invitationId, roundId, response: sealed } = sent;
  const [marked] = await repeatable(db).batch([
    markSealed(db, { invitationId, roundId }),
    keepSealed(db, sealed),
  ]);
  return marked.meta.changes === 1;
}

const markSealed = write((db) =>
  db
    .update(invitation)
    .set({ status: "completed", postponedUntil: null })
    .where(
      and(
        invited,
        notInArray(invitation.status, ["completed", "revoked"]),
        openRound(given("roundId")),
      ),
    ),
);

const keepSealed = write((db) =>
  db
    .insert(sealedResponse)
    .select(sql`select ${given("roundId")}, ${given("id")}, ${given("sealed")} where ${ifWon}`),
);
