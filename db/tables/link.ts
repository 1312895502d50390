import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";
import { account, contact } from "./account.ts";
import { round } from "./round.ts";

/** What every private link to a page for people outside has: it expires, can be revoked, and can be renewed. */
const ofLink = () => ({
  /** SHA-256 of the token; raising the version makes a new token. */
  tokenHash: text().notNull(),
  tokenVersion: integer().notNull().default(1),
  /** Hash of the token before this one: it opens nothing, but its page may still ask for a fresh one. */
  formerHash: text(),
  expiresAt: instant().notNull(),
  revokedAt: instant(),
  /** When a fresh link was last asked for. */
  renewedAt: instant(),
  createdAt: instant().notNull(),
});

/** A report's team view for one named person, who need not be anybody we know. */
export const shareLink = sqliteTable(
  "share_link",
  {
    id: id(),
    roundId: text()
      .notNull()
      .references(() => round.id),
    name: text().notNull(),
    /** Lower case. */
    email: text().notNull(),
    note: text(),
    createdBy: text().notNull(),
    ...ofLink(),
  },
  (t) => [
    uniqueIndex("share_link_token").on(t.tokenHash),
    uniqueIndex("share_link_former").on(t.formerHash),
    index("share_link_round").on(t.roundId, t.createdAt),
  ],
);

/** A contact's page about a round (`summary`) or about what their account was promised (`plan`). */
export const clientLink = sqliteTable(
  "client_link",
  {
    id: id(),
    kind: text({ enum: ["summary", "plan"] }).notNull(),
    accountId: text()
      .notNull()
      .references(() => account.id),
    /** Null for a plan: it outlives the round it began with. */
    roundId: text().references(() => round.id),
    contactId: text()
      .notNull()
      .references(() => contact.id),
    /** SHA-256 of the token that opens this person's opt-out page. */
    optOutHash: text().notNull(),
    ...ofLink(),
  },
  (t) => [
    uniqueIndex("client_link_token").on(t.tokenHash),
    uniqueIndex("client_link_former").on(t.formerHash),
    uniqueIndex("client_link_opt_out").on(t.optOutHash),
    uniqueIndex("client_link_round").on(t.roundId, t.contactId, t.kind),
    uniqueIndex("client_link_plan")
      .on(t.accountId, t.contactId)
      .where(sql`kind = 'plan'`),
  ],
);
