import * as tables from "#db/schema.ts";
import type { Confidentiality, ModuleSlug, RoundKind } from "#worker/domain/round/schema.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import { tierNote } from "#worker/domain/survey/tier-note-rules.ts";
import { tiers, type Tier } from "#worker/domain/contact/schema.ts";
import { brotliCompressSync, constants } from "node:zlib";
import { expect, test } from "vitest";
import { createStaff, db, launchedRound, request } from "../factories.ts";

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

/** Random bytes do not compress: the heaviest logo there may be. */
const heaviestLogo = () =>
  `data:image/png;base64,${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(1500))))}`;

const cases = [
  ...tiers.map((tier) => ["satisfaction", tier, "named", ""] as const),
  ...tiers.map((tier) => ["satisfaction", tier, "confidential", ""] as const),
  ["annual_review", "manager", "named", "?sitting=1"] as const,
  ["annual_review", "manager", "named", "?sitting=2"] as const,
];

test.each(cases)("the %s page of a %s, %s%s, weighs at most 10,240 bytes", async (...one) => {
  const [kind, tier, confidentiality, query] = one;
  const sponsor = await createStaff({ name: "Jonas Aldermann", phone: "+49 30 555 0100" });
  await db.insert(tables.setting).values({
    id: 1,
    supplierName: "Aldermann & Voss Consulting",
    timeZone: "Europe/Berlin",
    accentColour: "#1f4e79",
    logo: heaviestLogo(),
    footerAddress: "Aldermann & Voss Consulting GmbH, Lindenstraße 4, 10969 Berlin",
  });
  const { invitation } = await launchedRound({
    definition: questionnaire(kind, tier, confidentiality),
    account: { sponsorId: sponsor.id },
    round: { kind, confidentiality },
  });
  await db
    .update(tables.invitation)
    .set(query === "?sitting=2" ? { revision: 1 } : { revision: 0 });
  const page = await (await request(`/s/${invitation.token}${query}`)).text();
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  const bytes = brotliCompressSync(page, quality).byteLength;
  expect(bytes).toBeLessThanOrEqual(budget);
  expect(bytes).toBeGreaterThan(3000);
  // One response is all of it: nothing on the page makes the browser ask for more.
  expect(page).not.toMatch(/<(link|script|img|iframe|source)[^>]+(href|src)="(?!data:)/);
  expect(page).not.toMatch(/url\(|@import/);
});
