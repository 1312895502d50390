export type ImportField =
  | "firstName"
  | "lastName"
  | "email"
  | "company"
  | "jobTitle"
  | "department"
  | "tier"
  | "mostSenior"
  | "locale"
  | "ownerEmail";

/** How CRMs call each field, most telling first; case, spaces and punctuation do not count. */
const aliases: Record<ImportField, string> = {
  firstName: "First Name, Given Name, Forename, Vorname, Prénom",
  lastName: `Last Name, Surname, Family Name, Nachname, Familienname, Nom de famille, Nom,
    Full Name, Contact Name, Name`,
  email: `Email, Email Address, Primary Email, Work Email, Mail, E-Mail-Adresse, Mailadresse,
    Adresse e-mail, Courriel`,
  company: `Company, Company Name, Account Name, Account, Associated Company, Organization,
    Organisation, Organization Name, Organisation Name, Customer, Firma, Firmenname, Unternehmen,
    Kunde, Société, Entreprise`,
  jobTitle: "Job Title, Title, Position, Stellenbezeichnung, Fonction, Poste",
  department: "Department, Abteilung, Département",
  tier: "Tier, Level, Ebene, Niveau",
  mostSenior: "Most Senior, Most Senior Contact, Ranghöchster Kontakt",
  locale: "Language, Preferred Language, Locale, Sprache, Langue",
  ownerEmail: `Owner Email, Account Owner Email, Account Owner, Account Manager Email,
    Account Manager, Kundenbetreuer, Contact Owner`,
};

/** What stands in messages where the file's own heading is not at hand. */
export const fieldLabels: Record<ImportField, string> = {
  firstName: "First Name",
  lastName: "Last Name",
  email: "Email",
  company: "Company",
  jobTitle: "Job Title",
  department: "Department",
  tier: "Tier",
  mostSenior: "Most senior",
  locale: "Language",
  ownerEmail: "Owner email",
};

const fold = (heading: string) =>
  heading
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

const rankOf = new Map(
  Object.entries(aliases).flatMap(([field, names]) =>
    names
      .split(",")
      .map((name, rank) => [fold(name), { field: field as ImportField, rank }] as const),
  ),
);

/** For each field the columns that hold it, most telling first: a CRM often exports a field twice. */
type Columns = Partial<Record<ImportField, number[]>>;
export type Heading = { names: string[]; columns: Columns };

/** How many headings are known; decides which delimiter a file uses. */
export const countKnown = (cells: string[]): number =>
  cells.filter((cell) => rankOf.has(fold(cell))).length;

/** The fields that a heading row names. Unknown headings are left out. */
export function readHeading(cells: string[]): Heading {
  const found = cells
    .map((cell, index) => ({ index, known: rankOf.get(fold(cell)) }))
    .sort((a, b) => (a.known?.rank ?? 0) - (b.known?.rank ?? 0));
  const columns: Columns = {};
  for (const { index, known } of found) if (known) (columns[known.field] ??= []).push(index);
  return { names: cells.map((cell) => cell.trim()), columns };
}

const mostColumns = 300;

/** Why a heading row cannot be used, or null. */
export function faultOfHeading({ names, columns }: Heading): string | null {
  if (names.length > mostColumns)
    return `The file has ${names.length} columns; an import takes at most ${mostColumns}. Leave out what is not about contacts.`;
  const keys = names.map(fold);
  const twice = names.find((_, at) => rankOf.has(keys[at]!) && keys.indexOf(keys[at]!) < at);
  if (twice !== undefined)
    return `The heading “${shorten(twice)}” is there twice. Rename or remove one of the two columns.`;
  const missing = [
    ...(columns.email ? [] : [fieldLabels.email]),
    ...(columns.company ? [] : [fieldLabels.company]),
    ...(columns.firstName || columns.lastName ? [] : [fieldLabels.lastName]),
  ];
  if (missing.length === 0) return null;
  const found = shorten(names.filter(Boolean).join(", ")) || "nothing";
  return `The first line must be the heading. Missing in it: ${missing.join(", ")}. Found: ${found}.`;
}

const shorten = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
