import type {
  ActionStatus,
  ChangedByKind,
  FieldChanges,
  Measure,
  QuoteRef,
} from "#worker/domain/action/schema.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import type {
  Evidence,
  SuggestionKind,
  SuggestionStatus,
} from "#worker/domain/suggestion/schema.ts";
import type { Area } from "#worker/domain/survey/schema.ts";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { account, contact } from "./account.ts";
import { flag, id, instant } from "./columns.ts";
import { round } from "./round.ts";

/** One line of an account's improvement action plan. */
export const action = sqliteTable(
  "action",
  {
    id: id(),
    accountId: text()
      .notNull()
      .references(() => account.id),
    /** The round that it comes from; null for one written by hand. */
    roundId: text().references(() => round.id),
    area: text().$type<Area>(),
    title: text().notNull(),
    /** What we will do, and what we heard, both as the client reads them. */
    promise: text(),
    heard: text(),
    ownerId: text(),
    /** Who at the client looks at it with us. */
    counterpartId: text().references(() => contact.id),
    /** A calendar day, `YYYY-MM-DD`. */
    dueOn: text(),
    measure: text({ mode: "json" }).$type<Measure>(),
    measureText: text(),
    clientVisible: flag().notNull(),
    keepDoing: flag().notNull(),
    /** It comes from behind the firewall: for the line manager and leaders, never for who manages or managed the account. */
    walled: flag().notNull(),
    status: text().$type<ActionStatus>().notNull(),
    /** When the client agreed last, and which of its people; they stay when the promise changes afterwards. */
    agreedAt: instant(),
    agreedBy: text().references(() => contact.id),
    changedSinceAgreed: flag().notNull(),
    startedUnagreed: flag().notNull(),
    doneAt: instant(),
    doneNote: text(),
    dropReason: text(),
    sourceKeys: text({ mode: "json" }).$type<string[]>().notNull(),
    sourceTiers: text({ mode: "json" }).$type<Tier[]>().notNull(),
    quotes: text({ mode: "json" }).$type<QuoteRef[]>().notNull(),
    suggestionId: text(),
    caseId: text(),
    /** In how many rounds the client was asked whether it got better, and which of them decided. */
    askedRounds: integer().notNull(),
    verifiedRoundId: text().references(() => round.id),
    version: integer().notNull(),
    createdAt: instant().notNull(),
    createdBy: text().notNull(),
    updatedAt: instant().notNull(),
    /** The due day whose passing by two weeks the line manager was told of. */
    escalatedFor: text(),
  },
  (t) => [
    index("action_account").on(t.accountId, t.createdAt),
    index("action_owner")
      .on(t.ownerId, t.dueOn)
      .where(sql`status in ('proposed', 'agreed', 'in_progress')`),
    index("action_late")
      .on(t.dueOn)
      .where(
        sql`status in ('proposed', 'agreed', 'in_progress') and walled = 0 and escalated_for is not due_on`,
      ),
  ],
);

/** The history of an action: who made each version of it, and what became different. */
export const actionChange = sqliteTable(
  "action_change",
  {
    actionId: text()
      .notNull()
      .references(() => action.id),
    version: integer().notNull(),
    at: instant().notNull(),
    /** A staff member or a contact; null for the system. */
    by: text(),
    byKind: text().$type<ChangedByKind>().notNull(),
    changes: text({ mode: "json" }).$type<FieldChanges>().notNull(),
    comment: text(),
  },
  (t) => [primaryKey({ columns: [t.actionId, t.version] })],
);

/** What a closed round gives reason to do. It becomes an action only when somebody accepts it. */
export const suggestion = sqliteTable(
  "suggestion",
  {
    /** Derived from round, kind and subject: what suggests it again finds it there. */
    id: id(),
    accountId: text()
      .notNull()
      .references(() => account.id),
    roundId: text()
      .notNull()
      .references(() => round.id),
    kind: text().$type<SuggestionKind>().notNull(),
    /** An area, a service, a case, a question and tier, or an action, as the kind says. */
    subject: text().notNull(),
    area: text().$type<Area>(),
    evidence: text({ mode: "json" }).$type<Evidence>().notNull(),
    /** The heavier, the higher on the page. */
    weight: real().notNull(),
    /** What one may start from. */
    title: text().notNull(),
    heard: text().notNull(),
    promise: text().notNull(),
    walled: flag().notNull(),
    status: text().$type<SuggestionStatus>().notNull(),
    decidedBy: text(),
    decidedAt: instant(),
    reason: text(),
    /** The action that it became or was merged into. */
    actionId: text(),
    createdAt: instant().notNull(),
  },
  (t) => [index("suggestion_account").on(t.accountId, t.status)],
);

/** One yes of the client: to which version of which actions, and what they said with it. */
export const planAgreement = sqliteTable(
  "plan_agreement",
  {
    id: id(),
    accountId: text()
      .notNull()
      .references(() => account.id),
    contactId: text()
      .notNull()
      .references(() => contact.id),
    at: instant().notNull(),
    /** Action id → the version agreed to. */
    what: text({ mode: "json" }).$type<Record<string, number>>().notNull(),
    comment: text(),
    expectations: text(),
    successCriteria: text(),
  },
  (t) => [index("plan_agreement_account").on(t.accountId, t.at)],
);

/** What the client says of one line of the plan, or of the whole. */
export const planReply = sqliteTable(
  "plan_reply",
  {
    id: id(),
    accountId: text()
      .notNull()
      .references(() => account.id),
    /** Null: it is about the whole plan. */
    actionId: text().references(() => action.id),
    /** The agreement that it came with, if with one. */
    agreementId: text().references(() => planAgreement.id),
    contactId: text()
      .notNull()
      .references(() => contact.id),
    at: instant().notNull(),
    kind: text({ enum: ["agree", "comment", "change_request"] }).notNull(),
    text: text(),
    /** The version of the action that the client had before them. */
    version: integer(),
    resolvedAt: instant(),
    resolvedBy: text(),
  },
  (t) => [
    index("plan_reply_account").on(t.accountId, t.at),
    index("plan_reply_waiting")
      .on(t.at)
      .where(sql`resolved_at is null`),
  ],
);

/** What a later round's people said of a done action; written when that round closes. */
export const actionVerification = sqliteTable(
  "action_verification",
  {
    actionId: text()
      .notNull()
      .references(() => action.id),
    roundId: text()
      .notNull()
      .references(() => round.id),
    /** How many people said so; null in a confidential round. */
    better: integer(),
    same: integer(),
    worse: integer(),
    cantSay: integer(),
    verdict: text({ enum: ["verified", "not_improved", "undecided"] }).notNull(),
    /** The measure's target, and the area's mean in that round; shown, never decisive. */
    target: real(),
    newScore: real(),
    /** Who was able to say; null where they were too few for a confidential round. */
    n: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.actionId, t.roundId] }),
    index("action_verification_round").on(t.roundId),
  ],
);
