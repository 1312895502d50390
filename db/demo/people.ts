import { foldName } from "#worker/domain/account/rules.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import type { account, contact, staff } from "../schema.ts";
import type { DemoAccount, DemoPerson } from "./account.ts";
import { demoAccounts } from "./accounts.ts";
import { familyNames, givenNames, userJobs } from "./names.ts";
import { seededRandom, type Random } from "./random.ts";
import { demoStaff, supplierDomain } from "./staff.ts";

export type Contact = typeof contact.$inferInsert & { tier: Tier };

/** An account as rows, its contacts by tier in the order of the story's letters. */
export type Client = {
  demo: DemoAccount;
  account: typeof account.$inferInsert & { id: string };
  contacts: Record<Tier, Contact[]>;
};

const locales: Record<string, string> = { DE: "de", CH: "de", FR: "fr", IT: "it", ES: "es" };

/** Everybody at the supplier; ids by the names the story uses. */
export function makeStaff(random: Random, adminEmail: string, at: Date) {
  const ids = new Map(demoStaff.map(({ slug }) => [slug, random.newId()]));
  const rows: (typeof staff.$inferInsert)[] = demoStaff.map((person) => ({
    id: ids.get(person.slug)!,
    name: person.name,
    email:
      person.role === "admin" ? adminEmail : (person.email ?? `${person.slug}@${supplierDomain}`),
    emailVerified: true,
    role: person.role,
    lineManagerId: ids.get(person.lineManager ?? "") ?? null,
    phone: person.phone ?? null,
    createdAt: at,
    updatedAt: at,
  }));
  return { ids, rows };
}

/** All accounts with their contacts. */
export const makeClients = (staffIds: Map<string, string>, at: Date): Client[] =>
  demoAccounts.map((demo) => {
    const random = seededRandom(`client ${demo.slug}`);
    const { manager, sponsor, board, managers, users } = demo;
    const account = {
      id: random.newId(),
      name: demo.name,
      country: demo.country,
      segment: demo.segment,
      annualRevenue: demo.annualRevenue,
      currency: demo.currency,
      services: demo.services,
      competitors: demo.competitors,
      matter: demo.matter ?? null,
      matterObservation: demo.matterObservation ?? null,
      nameFolded: foldName(demo.name),
      accountManagerId: staffIds.get(manager)!,
      sponsorId: sponsor === null ? null : staffIds.get(sponsor)!,
      createdAt: at,
      updatedAt: at,
    };
    const row = (tier: Tier) => (person: DemoPerson, place: number) => ({
      ...makeContact(demo, person, random, at),
      accountId: account.id,
      tier,
      mostSenior: tier === "board" && place === 0,
    });
    return {
      demo,
      account,
      contacts: {
        board: board.map(row("board")),
        manager: managers.map(row("manager")),
        user: [...users, ...furtherUsers(demo, random)].map(row("user")),
      },
    };
  });

function furtherUsers({ country, moreUsers }: DemoAccount, random: Random): DemoPerson[] {
  return Array.from({ length: moreUsers }, (_, place) => [
    givenNames[country]![place % givenNames[country]!.length]!,
    familyNames[country]![place % familyNames[country]!.length]!,
    random.pick(userJobs),
    random.pick(["operations", "operations", "finance", "it", "hr", "other"] as const),
  ]);
}

function makeContact(
  { slug, country }: DemoAccount,
  [firstName, lastName, jobTitle, function_, localPart]: DemoPerson,
  random: Random,
  at: Date,
): Omit<Contact, "accountId" | "tier" | "mostSenior"> {
  return {
    id: random.newId(),
    firstName,
    lastName,
    email: `${localPart ?? plain(`${firstName}.${lastName}`)}@${slug}.example`,
    function: function_,
    jobTitle,
    locale: locales[country] ?? null,
    createdAt: at,
    updatedAt: at,
  };
}

/** A name as an address spells it. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("ı", "i")
    .normalize("NFD")
    .replaceAll(/[^a-z.-]/g, "");
