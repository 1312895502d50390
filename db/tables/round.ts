import type { Tier } from "#worker/domain/contact/schema.ts";
import type { Grade } from "#worker/domain/questions/grade.ts";
import type {
  Confidentiality,
  Modules,
  OwnQuestion,
  RoundKind,
  RoundStatus,
} from "#worker/domain/round/schema.ts";
import type { Answers, Questionnaire } from "#worker/domain/survey/schema.ts";
import { sql } from "drizzle-orm";
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";
import { account, contact } from "./account.ts";

export const templateVersion = sqliteTable("template_version", {
  id: id(),
  slug: text().notNull(),
  version: integer().notNull(),
  definition: text({ mode: "json" }).$type<Questionnaire>().notNull(),
});

export const round = sqliteTable(
  "round",
  {
    id: id(),
    accountId: text()
      .notNull()
      .references(() => account.id),
    kind: text().$type<RoundKind>().notNull(),
    name: text().notNull(),
    status: text().$type<RoundStatus>().notNull(),
    confidentiality: text().$type<Confidentiality>().notNull(),
    modules: text({ mode: "json" }).$type<Modules>().notNull(),
    /** The chosen recipients of a draft; null means all that may be surveyed. */
    contactIds: text({ mode: "json" }).$type<string[]>(),
    /** Set while the round is confidential: who runs it instead of the account manager. */
    administratorId: text(),
    closesAt: instant().notNull(),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    launchedAt: instant(),
    launchedBy: text(),
    /** The reason written when a gate was overridden. */
    explanation: text(),
    closedAt: instant(),
    /** Null when the deadline closed it. */
    closedBy: text(),
    /** The reason given for an early closure or for the cancellation. */
    closeReason: text(),
    /** Names the last launch or close: what else belongs to it is written only while this stands. */
    changeId: text(),
    /** What this round asks of its own, at most three questions. */
    ownQuestions: text({ mode: "json" }).$type<OwnQuestion[]>(),
    /** When its summary went to those who were invited, by whom, and what that person wrote above it. */
    releasedAt: instant(),
    releasedBy: text(),
    releaseNote: text(),
    /** Somebody decided not to release it, and why. */
    withheldAt: instant(),
    withheldBy: text(),
    withheldReason: text(),
    /**
     * What answers to a confidential round are sealed to. Gone again once the round is over and the private key,
     * which is kept elsewhere, is deleted: so this is also the list of keys still to be deleted.
     */
    publicKey: text(),
    /** When what people wrote in it was deleted, because it had been kept for long enough. */
    blankedAt: instant(),
    /**
     * The fewest people that a confidential round says anything of, and the fewest whose comments it shows: as they were
     * when it was made, whatever later rounds do.
     */
    groupSize: integer().notNull().default(5),
    commentGroupSize: integer().notNull().default(8),
    /** Of an annual review: before this instant, in UTC milliseconds, nobody in it is due the mail of the second sitting. */
    secondAt: integer().notNull().default(0),
  },
  (t) => [
    index("round_newest").on(t.createdAt),
    index("round_account").on(t.accountId, t.closedAt),
    index("round_unreleased")
      .on(t.closedAt)
      .where(sql`status = 'closed' and released_at is null and withheld_at is null`),
    index("round_due")
      .on(t.closesAt)
      .where(sql`status = 'open'`),
    index("round_draft")
      .on(t.createdAt)
      .where(sql`status = 'draft'`),
    index("round_kept")
      .on(t.closedAt)
      .where(sql`blanked_at is null`),
    index("round_keyed")
      .on(t.status)
      .where(sql`public_key is not null`),
    index("round_second")
      .on(t.secondAt)
      .where(sql`status = 'open' and kind = 'annual_review'`),
  ],
);

export const invitation = sqliteTable(
  "invitation",
  {
    id: id(),
    roundId: text()
      .notNull()
      .references(() => round.id),
    contactId: text()
      .notNull()
      .references(() => contact.id),
    /** The contact's tier when invited. */
    tier: text().$type<Tier>().notNull(),
    templateVersionId: text()
      .notNull()
      .references(() => templateVersion.id),
    /** SHA-256 of the survey token; raising the version makes a new token and so revokes the old. */
    tokenHash: text().notNull(),
    tokenVersion: integer().notNull().default(1),
    /** SHA-256 of the token that opens this person's opt-out page. */
    optOutHash: text().notNull(),
    status: text({
      enum: ["invited", "started", "completed", "declined", "postponed", "revoked"],
    }).notNull(),
    /** How often this person has submitted. Stays 0 in a confidential round: `completed` is all it keeps. */
    revision: integer().notNull().default(0),
    /** A named round's unfinished answers; gone at submission and at close. */
    draft: text({ mode: "json" }).$type<Answers>(),
    postponedUntil: instant(),
    invitedAt: instant().notNull(),
    delivery: text({ enum: ["queued", "sent", "delivered", "bounced", "complained"] })
      .notNull()
      .default("queued"),
    /**
     * Up to which step this person's reminders are settled: written, or not called for. Null: none will be. What was
     * written decides; this only spares looking at everybody every minute, and whoever invites anew sets it to 0.
     */
    remindersDone: integer().default(0),
  },
  (t) => [
    uniqueIndex("invitation_token").on(t.tokenHash),
    uniqueIndex("invitation_opt_out").on(t.optOutHash),
    uniqueIndex("invitation_round_contact").on(t.roundId, t.contactId),
    index("invitation_contact").on(t.contactId, t.invitedAt),
    // Neither of these knows a state that an answer changes: a submission pays for none.
    index("invitation_remind")
      .on(t.remindersDone, t.invitedAt)
      .where(sql`reminders_done is not null`),
    index("invitation_postponed")
      .on(t.postponedUntil)
      .where(sql`postponed_until is not null`),
  ],
);

export const testLink = sqliteTable(
  "test_link",
  {
    id: id(),
    roundId: text()
      .notNull()
      .references(() => round.id),
    tier: text().$type<Tier>().notNull(),
    /** A draft has nothing pinned yet: what it would ask now, kept as a launch would keep it. */
    templateVersionId: text()
      .notNull()
      .references(() => templateVersion.id),
    staffId: text().notNull(),
    tokenHash: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [uniqueIndex("test_link_token").on(t.tokenHash)],
);

export const nomination = sqliteTable(
  "nomination",
  {
    /** The invitation that was declined: one nomination each. */
    invitationId: id(),
    roundId: text()
      .notNull()
      .references(() => round.id),
    name: text().notNull(),
    email: text().notNull(),
    status: text({ enum: ["proposed", "accepted", "refused"] }).notNull(),
    decidedBy: text(),
    createdAt: instant().notNull(),
  },
  (t) => [index("nomination_round").on(t.roundId)],
);

export const selfGrade = sqliteTable("self_grade", {
  roundId: id().references(() => round.id),
  grade: text().$type<Grade>().notNull(),
  reason: text().notNull(),
  /** Area → predicted mean, 1 to 5. */
  predicted: text({ mode: "json" }).$type<Record<string, number>>().notNull(),
  givenBy: text().notNull(),
  givenAt: instant().notNull(),
});

/** A word sent to a contact before the survey: one a person and round. */
export const personalNote = sqliteTable(
  "personal_note",
  {
    roundId: text()
      .notNull()
      .references(() => round.id),
    contactId: text()
      .notNull()
      .references(() => contact.id),
    text: text().notNull(),
    /** SHA-256 of the token that opens this person's opt-out page. */
    optOutHash: text().notNull(),
    sentBy: text().notNull(),
    sentAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.roundId, t.contactId] }),
    uniqueIndex("personal_note_opt_out").on(t.optOutHash),
  ],
);
