import type { Reach } from "#worker/domain/account/rules.ts";
import type { ImportedContact } from "#worker/domain/import/change-rules.ts";
import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../client.ts";
import { account, accountManagement, auditEntry, contact, staff } from "../schema.ts";
import { accountWithin } from "./reach.ts";

/** Accounts that bear one of these folded names, whether they are within reach, and who is most senior there. */
export const listNamedAccounts = (db: Database, reach: Reach, foldedNames: string[]) =>
  db
    .select({
      id: account.id,
      name: account.name,
      nameFolded: account.nameFolded,
      accountManagerId: account.accountManagerId,
      within: sql<boolean>`coalesce(${accountWithin(reach) ?? sql`1`}, 0)`.mapWith(Boolean),
      seniorEmail: contact.email,
      seniorName: sql<string | null>`trim(${contact.firstName} || ' ' || ${contact.lastName})`,
    })
    .from(account)
    // Spelled as a literal: only so may the partial index be used.
    .leftJoin(contact, and(eq(contact.accountId, account.id), sql`${contact.mostSenior} = 1`))
    .where(
      sql`${account.nameFolded} in (select value from json_each(${JSON.stringify(foldedNames)}))`,
    );

/** Staff who may be named as an account's owner. */
export const listOwners = (db: Database) =>
  db
    .select({
      id: staff.id,
      name: staff.name,
      email: staff.email,
      lineManagerId: staff.lineManagerId,
    })
    .from(staff)
    .where(and(isNull(staff.deactivatedAt), ne(staff.role, "independent_administrator")))
    .orderBy(asc(staff.id));

/** The contacts behind pairs of account id and address. */
export const listPairedContacts = (db: Database, pairs: [accountId: string, email: string][]) =>
  db
    .select({
      accountId: contact.accountId,
      email: contact.email,
      firstName: contact.firstName,
      lastName: contact.lastName,
      tier: contact.tier,
      function: contact.function,
      jobTitle: contact.jobTitle,
      department: contact.department,
      locale: contact.locale,
      mostSenior: contact.mostSenior,
    })
    .from(sql`json_each(${JSON.stringify(pairs)}) as pair`)
    .innerJoin(
      contact,
      sql`${contact.accountId} = pair.value ->> 0 and ${contact.email} = pair.value ->> 1`,
    );

export type NewAccount = {
  id: string;
  name: string;
  nameFolded: string;
  accountManagerId: string | null;
};
type Owner = { accountId: string; staffId: string };
export type WrittenContact = ImportedContact & {
  id: string;
  email: string;
  accountId: string;
  /** The account may just have been made by another import, under another id. */
  accountFolded: string;
};

export type Part = {
  accounts: NewAccount[];
  /** Who takes over accounts that have no account manager. */
  owners: Owner[];
  contacts: WrittenContact[];
};

const each = (rows: unknown[]) => sql`json_each(${JSON.stringify(rows)})`;
const cell = (name: string) => sql.raw(`value ->> '${name}'`);

/**
 * Writes one part of an import in one batch, together with the caller's statements. Written twice it ends
 * the same: accounts are made where no account has the folded name, contacts are matched by account and
 * address, a most senior mark is set only where nobody else has it.
 */
export async function insertImportPart(
  db: Database,
  part: Part,
  { actor, at }: { actor: string; at: Date },
  further: readonly BatchItem<"sqlite">[],
) {
  const now = at.getTime();
  const managed = [
    ...part.accounts.filter((made) => made.accountManagerId !== null).map(({ id }) => id),
    ...part.owners.map(({ accountId }) => accountId),
  ];
  await db.batch([
    insertAccounts(db, part.accounts, now),
    db.insert(auditEntry).select(
      sql`select null, ${now}, ${actor}, 'account_manager_changed', 'account', account.id,
        json_object('from', null, 'to', ${cell("staffId")})
        from ${each(part.owners)} join account on account.id = ${cell("accountId")}
        where account.account_manager_id is null`,
    ),
    db
      .update(account)
      .set({ accountManagerId: sql`owner.value ->> 'staffId'`, updatedAt: at })
      .from(sql`${each(part.owners)} as owner`)
      .where(
        and(sql`${account.id} = owner.value ->> 'accountId'`, isNull(account.accountManagerId)),
      ),
    db
      .insert(accountManagement)
      .select(
        sql`select account.id, account.account_manager_id, ${now}
          from ${each(managed)} join account on account.id = value
          where account.account_manager_id is not null`,
      )
      .onConflictDoNothing(),
    upsertContacts(db, part.contacts, now),
    ...further,
  ]);
}

/** Adds accounts whose folded names nobody bears; for a batch. */
export const insertAccounts = (db: Database, accounts: NewAccount[], now: number) =>
  db.insert(account).select(
    sql`select ${cell("id")}, ${cell("name")}, ${cell("nameFolded")}, null, ${cell("accountManagerId")},
      null, null, null, null, null, null, null, null, null, ${now}, ${now}, null, 12, null, null,
      null
      from ${each(accounts)}
      where not exists (select 1 from account where name_folded = ${cell("nameFolded")})`,
  );

const upsertContacts = (db: Database, contacts: WrittenContact[], now: number) =>
  db
    .insert(contact)
    .select(
      sql`select ${cell("id")}, owner.id, ${cell("firstName")}, ${cell("lastName")}, ${cell("email")},
        ${cell("tier")}, ${cell("function")}, ${cell("jobTitle")}, ${cell("department")}, ${cell("locale")},
        ${cell("mostSenior")} and not exists (
          select 1 from contact as other
          where other.account_id = owner.id and other.most_senior = 1 and other.email <> ${cell("email")}),
        'active', null, ${now}, ${now}, 0, null
        from ${each(contacts)}
        join account as owner on owner.id = coalesce(
          (select id from account where id = ${cell("accountId")}),
          (select min(id) from account where name_folded = ${cell("accountFolded")}))
        where true`,
    )
    .onConflictDoUpdate({
      target: [contact.accountId, contact.email],
      set: {
        firstName: sql`excluded.first_name`,
        lastName: sql`excluded.last_name`,
        tier: sql`excluded.tier`,
        function: sql`excluded.function`,
        jobTitle: sql`excluded.job_title`,
        department: sql`excluded.department`,
        locale: sql`excluded.locale`,
        mostSenior: sql`merged_into_id is null and max(most_senior, excluded.most_senior)`,
        updatedAt: sql`excluded.updated_at`,
      },
    });
