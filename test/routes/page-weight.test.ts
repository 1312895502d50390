import * as tables from "#db/schema.ts";
import type { Confidentiality, ModuleSlug, RoundKind } from "#worker/domain/round/schema.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import type { Questionnaire } from "#worker/domain/survey/schema.ts";
import { tierNote } from "#worker/domain/survey/tier-note-rules.ts";
import { overBudget } from "#worker/domain/survey/rules.ts";
import type { KeptPromise } from "#worker/domain/survey/verify-rules.ts";
import { tiers, type Tier } from "#worker/domain/contact/schema.ts";
import { brotliCompressSync, constants } from "node:zlib";
import { expect, test } from "vitest";
import { createStaff, db, launchedRound, request } from "../factories.ts";
import { words } from "../words.ts";

const budget = 10_240;
const everything: ModuleSlug[] = [
  "account-manager",
  "awareness",
  "future",
  "competition",
  "recommend",
];
const account = {
  services: ["Payroll and benefits", "Tax advice", "Interim management"],
  competitors: ["Northgate Partners", "Hellmann & Söhne"],
  matter: "the move to the new plant",
  matterObservation: "You told us in June that the new plant opens in 2027.",
};

function questionnaire(kind: RoundKind, tier: Tier, confidentiality: Confidentiality) {
  const modules = kind === "satisfaction" ? everything : [];
  const of = (tier: Tier) =>
    composeQuestionnaire({ kind, tier, confidentiality, modules, account });
  const all = { user: of("user"), manager: of("manager"), board: of("board") };
  return { ...all[tier], tierNote: tierNote(all, tier) };
}

const names = (count: number) => Array.from({ length: count }, () => words(80));
const rating = () => ({
  type: "rating" as const,
  wording: words(300),
  labels: [words(80), words(80), words(80), words(80), words(80)] as [
    string,
    string,
    string,
    string,
    string,
  ],
});
const choice = () => ({ type: "choice" as const, wording: words(300), options: names(8) });
const promise = (id: string): KeptPromise => ({
  id: id.repeat(22),
  title: words(200),
  heard: words(2000),
  done: words(1000),
  tiers: [],
});

/** All that a launch lets through, each text as long as it may be: promises to verify, own questions, named services. */
function longest(kind: RoundKind, tier: Tier, services: number) {
  const base = { kind, confidentiality: "named" as const };
  const of = (one: Tier) =>
    composeQuestionnaire({
      ...base,
      tier: one,
      modules: ["awareness"],
      account: {
        services: names(services),
        competitors: null,
        matter: words(200),
        matterObservation: words(1000),
      },
      ownQuestions: [choice(), choice(), rating()],
      promises: [promise("a"), promise("b")],
    });
  const all = { user: of("user"), manager: of("manager"), board: of("board") };
  expect(overBudget(kind, { [tier]: all[tier] })).toEqual([]);
  return { ...all[tier], tierNote: tierNote(all, tier) };
}

/** Random bytes do not compress: the heaviest logo there may be. */
const heaviestLogo = () =>
  `data:image/png;base64,${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(1500))))}`;

const cases = [
  ...tiers.map((tier) => ["satisfaction", tier, "named", ""] as const),
  ...tiers.map((tier) => ["satisfaction", tier, "confidential", ""] as const),
  ["annual_review", "manager", "named", "?sitting=1"] as const,
  ["annual_review", "manager", "named", "?sitting=2"] as const,
];

async function weigh(
  definition: Questionnaire,
  round: { kind: RoundKind; confidentiality: Confidentiality },
  { query = "", long = false }: { query?: string; long?: boolean } = {},
): Promise<number> {
  const sponsor = await createStaff({ name: "Jonas Aldermann", phone: "+49 30 555 0100" });
  await db.insert(tables.setting).values({
    id: 1,
    supplierName: long ? words(80) : "Aldermann & Voss Consulting",
    timeZone: "Europe/Berlin",
    accentColour: "#1f4e79",
    logo: heaviestLogo(),
    footerAddress: long
      ? words(300)
      : "Aldermann & Voss Consulting GmbH, Lindenstraße 4, 10969 Berlin",
  });
  const { invitation } = await launchedRound({
    definition,
    account: { sponsorId: sponsor.id, ...(long && { name: words(200) }) },
    round,
  });
  await db
    .update(tables.invitation)
    .set(query === "?sitting=2" ? { revision: 1 } : { revision: 0 });
  const page = await (await request(`/s/${invitation.token}${query}`)).text();
  // One response is all of it: nothing on the page makes the browser ask for more.
  expect(page).not.toMatch(/<(link|script|img|iframe|source)[^>]+(href|src)="(?!data:)/);
  expect(page).not.toMatch(/url\(|@import/);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return brotliCompressSync(page, quality).byteLength;
}

test.each(cases)("the %s page of a %s, %s%s, weighs at most 10,240 bytes", async (...one) => {
  const [kind, tier, confidentiality, query] = one;
  const definition = questionnaire(kind, tier, confidentiality);
  const bytes = await weigh(definition, { kind, confidentiality }, { query });
  expect(bytes).toBeLessThanOrEqual(budget);
  expect(bytes).toBeGreaterThan(3000);
});

test.each([
  ["satisfaction", "user", 14, ""],
  ["satisfaction", "manager", 2, ""],
  ["satisfaction", "board", 3, ""],
  ["annual_review", "manager", 6, "?sitting=1"],
  ["annual_review", "manager", 6, "?sitting=2"],
] as const)(
  "so does the %s page of a %s with promises, own questions and %i services of the longest wording%s",
  async (kind, tier, services, query) => {
    const definition = longest(kind, tier, services);
    const bytes = await weigh(
      definition,
      { kind, confidentiality: "named" },
      { query, long: true },
    );
    expect(bytes).toBeLessThanOrEqual(budget);
  },
);
