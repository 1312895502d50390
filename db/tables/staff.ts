import type { Role, Scope } from "#worker/domain/staff/schema.ts";
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, instant } from "./columns.ts";

export const setting = sqliteTable("setting", {
  id: integer().primaryKey(),
  supplierName: text().notNull(),
  timeZone: text().notNull(),
  accentColour: text().notNull(),
  /** A `data:` URI of a raster image of at most 1.5 kB, or null: then the name stands in its place. */
  logo: text(),
  footerAddress: text(),
  /** Days after a person's first invitation on which they are reminded, ascending; at most three. */
  reminderDays: text({ mode: "json" })
    .$type<number[]>()
    .notNull()
    .default(sql`'[4,11,19]'`),
  /** What stands beside our address on every mail; null: who looks after the account, and the supplier. */
  senderName: text(),
  /** Where answers to mail go; null: to who looks after the account. */
  replyTo: text(),
  /** Lines under the supplier's name in mail to clients. */
  signature: text(),
  /** How long after its close a round keeps what people wrote. */
  retentionMonths: integer().notNull().default(36),
});

export const staff = sqliteTable(
  "staff",
  {
    id: id(),
    name: text().notNull(),
    email: text().notNull(),
    emailVerified: flag().notNull().default(false),
    image: text(),
    role: text().$type<Role>().notNull(),
    lineManagerId: text(),
    phone: text(),
    deactivatedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [uniqueIndex("staff_email").on(t.email), index("staff_line_manager").on(t.lineManagerId)],
);

export const session = sqliteTable(
  "session",
  {
    id: id(),
    token: text().notNull(),
    userId: text()
      .notNull()
      .references(() => staff.id),
    expiresAt: instant().notNull(),
    ipAddress: text(),
    userAgent: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [uniqueIndex("session_token").on(t.token), index("session_user").on(t.userId)],
);

export const credential = sqliteTable(
  "credential",
  {
    id: id(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: text().notNull(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: instant(),
    refreshTokenExpiresAt: instant(),
    scope: text(),
    password: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [index("credential_user").on(t.userId)],
);

export const verification = sqliteTable(
  "verification",
  {
    id: id(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: instant().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [index("verification_identifier").on(t.identifier)],
);

export const apiToken = sqliteTable(
  "api_token",
  {
    id: id(),
    staffId: text()
      .notNull()
      .references(() => staff.id),
    name: text().notNull(),
    tokenHash: text().notNull(),
    scope: text().$type<Scope>().notNull(),
    createdAt: instant().notNull(),
    revokedAt: instant(),
  },
  (t) => [uniqueIndex("api_token_hash").on(t.tokenHash), index("api_token_staff").on(t.staffId)],
);

export const auditEntry = sqliteTable(
  "audit_entry",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: instant().notNull(),
    /** Staff id, or `system`. */
    actor: text().notNull(),
    action: text().notNull(),
    subjectType: text().notNull(),
    subjectId: text().notNull(),
    detail: text({ mode: "json" }).$type<Record<string, unknown>>(),
  },
  (t) => [index("audit_subject").on(t.subjectType, t.subjectId), index("audit_actor").on(t.actor)],
);
