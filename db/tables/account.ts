import type { ContactFunction, Tier } from "#worker/domain/contact/schema.ts";
import type { ImportChange, ImportLine, RejectedLine } from "#worker/domain/import/schema.ts";
import { sql } from "drizzle-orm";
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { flag, id, instant } from "./columns.ts";

export const account = sqliteTable(
  "account",
  {
    id: id(),
    name: text().notNull(),
    /** Case and white space folded; an import matches a company by its exact name first, by this second. */
    nameFolded: text().notNull(),
    parentId: text(),
    accountManagerId: text(),
    sponsorId: text(),
    country: text(),
    segment: text(),
    /** In whole units of `currency`. */
    annualRevenue: integer(),
    currency: text(),
    /** The matter that topic 6 of the annual review asks about, and the observation that may open it. */
    matter: text(),
    matterObservation: text(),
    services: text({ mode: "json" }).$type<string[]>(),
    competitors: text({ mode: "json" }).$type<string[]>(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    /** Those of our services that the client uses already, by their names in `services`. */
    servicesInUse: text({ mode: "json" }).$type<string[]>(),
    /** How often the account is surveyed, and in which month (1 to 12) rather than another. */
    cadenceMonths: integer().notNull().default(12),
    preferredMonth: integer(),
    /** When a sweep looks at the cadence again; null: at its next run. */
    roundDueAt: instant(),
    /** Where the client's working hours are; null: the supplier's zone. */
    timeZone: text(),
  },
  (t) => [
    index("account_name").on(t.name),
    index("account_name_folded").on(t.nameFolded),
    index("account_manager").on(t.accountManagerId),
    index("account_round_due").on(t.roundDueAt),
  ],
);

export const accountManagement = sqliteTable(
  "account_management",
  {
    accountId: text()
      .notNull()
      .references(() => account.id),
    staffId: text().notNull(),
    since: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.staffId] })],
);

export const contact = sqliteTable(
  "contact",
  {
    id: id(),
    accountId: text()
      .notNull()
      .references(() => account.id),
    firstName: text().notNull(),
    lastName: text().notNull(),
    /** Lower case. */
    email: text().notNull(),
    tier: text().$type<Tier>().notNull(),
    function: text().$type<ContactFunction>().notNull().default("other"),
    jobTitle: text(),
    department: text(),
    locale: text(),
    mostSenior: flag().notNull().default(false),
    status: text({ enum: ["active", "left"] })
      .notNull()
      .default("active"),
    /** What the contact told us of amount, timing and form of communication: question key → answer. */
    preferences: text({ mode: "json" }).$type<Record<string, string | string[]>>(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    /** Set by staff: no survey is sent to this person. What the person asked for is an `opt_out`. */
    doNotSurvey: flag().notNull().default(false),
    /** Whom of the same account this one turned out to be. It stays, so that no import brings it back. */
    mergedIntoId: text(),
  },
  (t) => [
    uniqueIndex("contact_account_email").on(t.accountId, t.email),
    index("contact_email").on(t.email),
    uniqueIndex("contact_most_senior")
      .on(t.accountId)
      .where(sql`most_senior = 1`),
  ],
);

export const optOut = sqliteTable("opt_out", { addressHash: id(), createdAt: instant().notNull() });

export const importJob = sqliteTable("import_job", {
  id: id(),
  fileName: text().notNull(),
  createdBy: text().notNull(),
  /** `reading` until all its parts are stored: an import cut off there is never seen. */
  status: text({ enum: ["reading", "previewed", "applying", "applied"] }).notNull(),
  created: integer().notNull(),
  updated: integer().notNull(),
  unchanged: integer().notNull(),
  tierAssumed: integer().notNull(),
  rejected: integer().notNull(),
  /** The first of the changes, for the preview. */
  changes: text({ mode: "json" }).$type<ImportChange[]>().notNull(),
  createdAt: instant().notNull(),
  appliedAt: instant(),
  /** Owners of accounts whom the file names and who are nobody of ours. */
  unknownOwners: text({ mode: "json" }).$type<string[]>().notNull().default([]),
});

export const importChunk = sqliteTable(
  "import_chunk",
  {
    importId: text()
      .notNull()
      .references(() => importJob.id),
    position: integer().notNull(),
    /** Emptied when the chunk is applied. */
    lines: text({ mode: "json" }).$type<ImportLine[]>().notNull(),
    rejected: text({ mode: "json" }).$type<RejectedLine[]>().notNull(),
    appliedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.position] })],
);
