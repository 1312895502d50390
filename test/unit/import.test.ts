import { describe, expect, test } from "vitest";
import { readImport } from "#worker/domain/import/read.ts";
import { functionOf, readLocale, readTier, readYes } from "#worker/domain/import/word-rules.ts";
import { placeLines, type KnownAccount } from "#worker/domain/import/match-rules.ts";
import { changeOf, type ImportedContact } from "#worker/domain/import/change-rules.ts";
import type { ImportLine } from "#worker/domain/import/schema.ts";

const encode = (text: string) => new TextEncoder().encode(text);
/** Windows-1252 of a text that stays within Latin-1. */
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.codePointAt(0)!);
const utf16 = (text: string) =>
  Uint8Array.from([0xff, 0xfe, ...Array.from(text).flatMap((letter) => [letter.charCodeAt(0), 0])]);

function read(file: string | Uint8Array) {
  const result = readImport(typeof file === "string" ? encode(file) : file);
  if (!result.ok) throw new Error(result.message);
  return result;
}
const refusalOf = (file: string | Uint8Array) => {
  const result = readImport(typeof file === "string" ? encode(file) : file);
  return result.ok ? null : { reason: result.reason, message: result.message };
};

const heading = "First Name,Last Name,Email,Company";

describe("a file", () => {
  const text =
    "Vorname;Nachname;E-Mail;Firma\r\nJürgen;Groß;j.gross@kunde.example;Müller & Söhne\r\n";
  test.each([
    ["UTF-8", encode(text)],
    ["UTF-8 with a mark", encode(`\uFEFF${text}`)],
    ["Windows-1252", latin(text)],
    ["UTF-16 with a mark", utf16(text)],
  ])("is read as %s", (_name, bytes) => {
    expect(read(bytes).lines).toMatchObject([
      { line: 2, firstName: "Jürgen", lastName: "Groß", company: "Müller & Söhne", tier: "user" },
    ]);
  });

  test.each([
    ["comma", ","],
    ["semicolon", ";"],
    ["tab", "\t"],
  ])("is read with %s between its cells", (_name, delimiter) => {
    const file = [heading, "Ada,Byron,ada@a.example,Alpha"].join("\n").replaceAll(",", delimiter);
    expect(read(file).lines).toMatchObject([{ firstName: "Ada", company: "Alpha" }]);
  });

  test.each([
    ["sep=;", ";"],
    ["SEP=,", ","],
    ['"sep=;"', ";"],
    ["sep=\t", "\t"],
    ["sep=|", "|"],
    ["sep=,", ";"],
    ["sep=;;;;", ";"],
  ])("may begin with %j, as Excel writes it, and counts it as a line", (first, delimiter) => {
    const cells = ["Ada,Byron,ada@client.example,Acme", "Bob,Lee,nonsense,Acme"];
    const rows = [heading, ...cells].map((row) => row.replaceAll(",", delimiter));
    for (const end of ["\n", "\r\n", "\r"]) {
      const { lines, rejected } = read([first, ...rows, ""].join(end));
      expect(lines).toMatchObject([{ line: 3, firstName: "Ada", company: "Acme" }]);
      expect(rejected).toMatchObject([{ line: 4, column: "Email" }]);
    }
    expect(read(utf16([first, ...rows].join("\r\n"))).lines).toHaveLength(1);
  });

  test("with semicolons keeps the commas in its cells", () => {
    const file =
      "Email;Company;Last Name;Title\na@a.example;Alpha, Beta, Gamma;Byron;VP, Sales, EMEA\n";
    expect(read(file).lines).toMatchObject([
      { company: "Alpha, Beta, Gamma", jobTitle: "VP, Sales, EMEA" },
    ]);
  });

  const wide = Array.from({ length: 400 }, (_, at) => `Column ${at}`).join(",");
  test.each([
    ["nothing", "", "invalid", "The file is empty."],
    ["white space only", "\r\n \r\n", "invalid", "The file is empty."],
    ["a heading only", `${heading}\n`, "invalid", "has a heading but no contacts"],
    ["a workbook or ZIP", latin("PK\u0003\u0004rest"), "unsupported", "not CSV"],
    ["an old workbook", latin("\u00d0\u00cf\u0011\u00e0rest"), "unsupported", "not CSV"],
    ["400 columns", `${heading},${wide}\n`, "invalid", "404 columns"],
    ["a heading twice", `${heading},email\n`, "invalid", "“email” is there twice"],
    ["no address column", "First Name,Company\nAda,Alpha\n", "invalid", "Missing in it: Email."],
    ["a broken UTF-8 mark", latin("\u00ef\u00bb\u00bf\u00ff\n"), "invalid", "cannot be read"],
  ])("with %s is refused as a whole", (_name, file, reason, message) => {
    expect(refusalOf(file)).toMatchObject({ reason, message: expect.stringContaining(message) });
  });
});

describe("headings", () => {
  test.each([
    ["First Name,Last Name,Email,Company name,Job Title,Contact owner,Associated Company"],
    ["FirstName,LastName,Email Address,Company,Title,Phone,Fax"],
    ["first_name,LAST NAME,e-mail,Account Name,job title,x,y"],
    ["Vorname,Nachname,E-Mail-Adresse,Firma,Position,Telefon,Ort"],
    ["Prénom,Nom,Courriel,Société,Fonction,Téléphone,Ville"],
  ])("of a CRM are recognised: %s", (names) => {
    const file = `${names}\nAda,Byron,ada@a.example,Alpha,Analyst,,\n`;
    expect(read(file).lines[0]).toMatchObject({
      firstName: "Ada",
      lastName: "Byron",
      email: "ada@a.example",
      company: "Alpha",
      jobTitle: "Analyst",
    });
  });

  test("that mean nothing to us may be there twice", () => {
    const file = "Email,Notes,Last Name,Company,Notes,,\na@a.example,x,Byron,Alpha,y,,\n";
    expect(read(file).lines).toMatchObject([{ lastName: "Byron", company: "Alpha" }]);
  });

  test("that say the same thing fill in for each other", () => {
    const file = "Email,Last Name,Company name,Associated Company\na@a.example,Byron,,Alpha\n";
    expect(read(file).lines[0]).toMatchObject({ company: "Alpha" });
  });
});

describe("lines", () => {
  test("are counted physically, with blank lines and cells of several lines", () => {
    const file = `${heading},Notes\n\nAda,Byron,ada@a.example,Alpha,"one\r\ntwo\nthree"\nBob,Bad,nowhere,Alpha,\n`;
    const { lines, rejected } = read(file);
    expect(lines).toMatchObject([{ line: 3, email: "ada@a.example" }]);
    expect(rejected).toEqual([
      {
        line: 6,
        column: "Email",
        reason: "This must look like name@example.com, with one @ and no spaces.",
      },
    ]);
  });

  test("take a line break inside a cell for a space", () => {
    const file =
      `${heading},Title\n` +
      `"Ada\r\nAugusta",Byron,ada@a.example,"Alpha \n\n Works","Head\tof\nAnalysis"\n` +
      `Bob,Bad,nowhere,Alpha,\n`;
    const { lines, rejected } = read(file);
    expect(lines).toMatchObject([
      { firstName: "Ada Augusta", company: "Alpha Works", jobTitle: "Head of Analysis" },
    ]);
    expect(rejected).toMatchObject([{ line: 7, column: "Email" }]);
  });

  test("with a quotation mark that never closes do not take the next lines with them", () => {
    const file = `${heading}\n"Ada,Byron,ada@a.example,Alpha\nBob,Good,bob@a.example,Alpha\nEve,"Fine",eve@a.example,Alpha\n`;
    const { lines, rejected } = read(file);
    expect(lines.map(({ line, email }) => [line, email])).toEqual([
      [3, "bob@a.example"],
      [4, "eve@a.example"],
    ]);
    expect(rejected).toMatchObject([{ line: 2, column: null }]);
  });

  const columns = "First Name,Last Name,Email Address,Company,Level,Most senior";
  test.each([
    ["Ada,Byron,,Alpha,,", "Email Address", "This is empty."],
    [
      "Ada,Byron,ada at a.example,Alpha,,",
      "Email Address",
      "This must look like name@example.com, with one @ and no spaces.",
    ],
    ["Ada,Byron,ada@a.example,,,", "Company", "This is empty."],
    [",,ada@a.example,Alpha,,", "Last Name", "The name is empty."],
    ["Ada,Byron,ada@a.example,Alpha,wizard,", "Level", "This is none of user, manager and board."],
    ["Ada,Byron,ada@a.example,Alpha,,perhaps", "Most senior", "This is neither yes nor no."],
    ["A\0da,Byron,ada@a.example,Alpha,,", "First Name", "characters that cannot be stored"],
    ["A\u0007da,Byron,ada@a.example,Alpha,,", "First Name", "line breaks or control characters"],
    ['Ada,Byron,"ada@a.example\nBcc: x@a.example",Alpha,,', "Email Address", "with one @"],
    [`Ada,${"B".repeat(101)},ada@a.example,Alpha,,`, "Last Name", "longer than 100 characters"],
    ["Ada,Byron,ada@a.example,Alpha,,,more", null, "more cells than the heading"],
  ])("that cannot be used say where and why: %j", (line, column, reason) => {
    const { lines, rejected } = read(`${columns}\n${line}\nBob,Good,bob@a.example,Alpha,user,no\n`);
    expect(rejected).toEqual([{ line: 2, column, reason: expect.stringContaining(reason) }]);
    expect(lines).toHaveLength(1);
  });

  test("may end early, and may end in empty cells beyond the heading", () => {
    expect(read(`${columns}\nAda,Byron,ada@a.example,Alpha\n`).lines).toHaveLength(1);
    expect(read(`${heading}\nAda,Byron,ada@a.example,Alpha,,,\n`).lines).toHaveLength(1);
  });
});

test.each([
  ["User", "user"],
  ["end-user", "user"],
  ["MANAGER", "manager"],
  ["Abteilungsleiter", "manager"],
  ["Board", "board"],
  ["Vorstand", "board"],
  ["C-Level", "board"],
  ["executive", "board"],
  ["wizard", undefined],
])("the level %s is read as %s", (word, tier) => expect(readTier(word)).toBe(tier));

test.each([
  ["yes", true],
  ["TRUE", true],
  ["1", true],
  ["x", true],
  ["Ja", true],
  ["oui", true],
  ["", false],
  ["nein", false],
  ["-", false],
  ["perhaps", undefined],
])("%j in the column of the most senior says %s", (word, said) => expect(readYes(word)).toBe(said));

test.each([
  ["Purchasing", "purchasing"],
  ["Einkauf IT", "purchasing"],
  ["Rechtsabteilung", "legal"],
  ["People & Culture", "hr"],
  ["HR", "hr"],
  ["Controlling", "finance"],
  ["IT Services", "it"],
  ["Produktion", "operations"],
  ["Vertrieb", "other"],
  ["Digital Kitchen", "other"],
  [null, "other"],
])("the department %s has the function %s", (name, found) => expect(functionOf(name)).toBe(found));

test.each([
  ["de", "de"],
  ["en_GB", "en-GB"],
  ["German", "de"],
  ["Français", "fr"],
  ["Klingonish", null],
  ["", null],
])("the language %j is kept as %s", (text, tag) => expect(readLocale(text)).toBe(tag));

const line = (change: Partial<ImportLine> = {}): ImportLine => ({
  line: 2,
  firstName: "Ada",
  lastName: "Byron",
  email: "ada@a.example",
  company: "Alpha",
  jobTitle: null,
  department: null,
  function: "other",
  tier: "user",
  tierAssumed: true,
  mostSenior: false,
  locale: null,
  ownerEmail: null,
  ...change,
});
const account = (change: Partial<KnownAccount> = {}): KnownAccount => ({
  id: "alpha",
  name: "Alpha",
  nameFolded: "alpha",
  accountManagerId: null,
  within: true,
  seniorEmail: null,
  seniorName: null,
  ...change,
});

describe("placing lines on accounts", () => {
  const keys = (lines: ImportLine[], known: KnownAccount[]) =>
    placeLines(lines, known).placed.map(({ accountKey }) => accountKey);
  const reasons = (lines: ImportLine[], known: KnownAccount[] = []) =>
    placeLines(lines, known).misplaced.map(({ line, fault }) => [
      line.line,
      fault.field,
      fault.reason,
    ]);

  test("takes the exact name before the folded one, and makes one account of spellings that fold alike", () => {
    const known = [account({ id: "a", name: "ALPHA" }), account({ id: "b", name: "Alpha" })];
    expect(keys([line({ company: "Alpha" })], known)).toEqual(["b"]);
    expect(keys([line({ company: " alpha " })], known.slice(0, 1))).toEqual(["a"]);
    const spelled = [
      line({ company: "Beta  AG" }),
      line({ company: "beta ag", email: "b@b.example" }),
    ];
    expect(new Set(keys(spelled, [])).size).toBe(1);
  });

  test("rejects a second line for the same person unless it says the same", () => {
    const lines = [
      line(),
      line({ line: 3 }),
      line({ line: 4, jobTitle: "Analyst" }),
      line({ line: 5, ownerEmail: "someone@ours.example" }),
    ];
    const { placed } = placeLines(lines, []);
    expect(placed.map(({ line }) => line.repeats ?? false)).toEqual([false, true]);
    expect(reasons(lines)).toEqual([
      [4, "email", expect.stringContaining("Line 2")],
      [5, "email", expect.stringContaining("Line 2")],
    ]);
  });

  test("rejects a second most senior contact, in the file or beside the one there is", () => {
    const first = line({ mostSenior: true });
    const second = line({ line: 3, email: "eve@a.example", mostSenior: true });
    expect(reasons([first, second])).toEqual([
      [3, "mostSenior", expect.stringContaining("Line 2")],
    ]);
    const held = account({ seniorEmail: "eve@a.example", seniorName: "Eve Moneypenny" });
    expect(reasons([first, second], [held])).toEqual([
      [2, "mostSenior", expect.stringContaining("Eve Moneypenny")],
    ]);
  });

  test("rejects lines for an account out of reach, or for a name that several accounts bear", () => {
    expect(reasons([line()], [account({ within: false })])).toEqual([
      [2, "company", expect.stringContaining("not one of yours")],
    ]);
    expect(reasons([line()], [account(), account({ id: "other" })])).toEqual([
      [2, "company", expect.stringContaining("Several accounts")],
    ]);
  });
});

describe("what a line changes", () => {
  const present: ImportedContact = {
    firstName: "Ada",
    lastName: "Byron",
    tier: "board",
    function: "it",
    jobTitle: "Analyst",
    department: "Computing",
    locale: "en",
    mostSenior: true,
  };

  test("leaves alone what the file does not speak of", () => {
    expect(changeOf(line(), present)).toMatchObject({ kind: "unchanged", tierAssumed: false });
  });

  test("names each field with before and after", () => {
    const change = changeOf(
      line({ jobTitle: "Countess", tier: "manager", tierAssumed: false }),
      present,
    );
    expect(change.kind).toBe("updated");
    expect(change.fields).toEqual([
      { field: "tier", from: "board", to: "manager" },
      { field: "jobTitle", from: "Analyst", to: "Countess" },
    ]);
  });

  test("reads the function anew only when the department is another one", () => {
    const same = line({ department: "Computing", function: "other" });
    expect(changeOf(same, present).contact.function).toBe("it");
    const moved = line({ department: "Einkauf", function: "purchasing" });
    expect(changeOf(moved, present).contact.function).toBe("purchasing");
  });
});
