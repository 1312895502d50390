import {
  audiencesFor,
  behindFirewall,
  firewalledKeys,
  meetsFirewall,
  seenBy,
  type StoredReport,
  type Viewer,
} from "#worker/domain/reports/audience-rules.ts";
import type { Figures } from "#worker/domain/reports/figures.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import { expect, test } from "vitest";

const leader: Viewer = { role: "leader", isLineManager: false, managed: false };
const admin: Viewer = { ...leader, role: "admin" };
const lineManager: Viewer = { role: "account_manager", isLineManager: true, managed: false };
const accountManager: Viewer = { role: "account_manager", isLineManager: false, managed: true };
const colleague: Viewer = { ...accountManager, managed: false };
const outsider: Viewer = { ...leader, role: "independent_administrator" };

test.each<[string, Viewer, boolean]>([
  ["a leader", leader, false],
  ["an admin", admin, false],
  ["the line manager", lineManager, false],
  ["the account manager", accountManager, true],
  ["another account manager", colleague, true],
  ["an independent administrator", outsider, true],
  ["a leader who manages or managed the account", { ...leader, managed: true }, true],
  ["an admin who manages or managed the account", { ...admin, managed: true }, true],
  ["a line manager who managed the account before", { ...lineManager, managed: true }, true],
])("%s who asks for the fullest audience: kept out by the firewall %s", (_, viewer, kept) => {
  expect(meetsFirewall(viewer, "leader")).toBe(kept);
});

test("a leader who asks for a narrower audience sees what that audience sees", () => {
  for (const audience of ["account_manager", "team", "client"] as const)
    expect(meetsFirewall(leader, audience)).toBe(true);
});

test("only who leads may choose the leader's view", () => {
  expect(audiencesFor(lineManager)[0]).toBe("leader");
  expect(audiencesFor(accountManager)).toEqual(["account_manager", "team", "client"]);
  expect(audiencesFor(outsider)).not.toContain("leader");
});

test("every question about the account manager is behind the firewall, the open one too", () => {
  const account = { services: null, competitors: null, matter: null, matterObservation: null };
  const compose = (kind: "satisfaction" | "annual_review") =>
    composeQuestionnaire({
      kind,
      tier: "manager",
      confidentiality: "named",
      modules: ["account-manager"],
      account,
    });
  expect(firewalledKeys({ manager: compose("satisfaction") })).toEqual([
    "account-manager-interest",
    "account-manager-follow-up",
    "account-manager-advice",
  ]);
  expect(firewalledKeys({ user: compose("annual_review") })).toContain("relationship-manager");
});

const spread = { low: 2, high: 4, n: 6, invited: 9 };
const trend = { previous: 3, change: -1, low: -2, high: 0, verdict: null, holds: false };
const areaOf = (key: "account-manager" | "value", mean: number): Figures["areas"][number] => ({
  key,
  mean,
  ...spread,
  favourable: 0.3,
  ratings: { favourable: 3, all: 10 },
  byTier: {
    user: {
      mean,
      n: 6,
      invited: 9,
      favourable: 0.3,
      ratings: null,
      squares: 1.5,
      questions: ["quality"],
    },
  },
  trend,
  predicted: { mean: 5, cell: "blind_spot" },
});

const figuresOf = (mean: number): Figures => ({
  groups: [{ key: "user", tiers: ["user"] }],
  response: { invited: 9, completed: 6, rate: 6 / 9, known: 10, byTier: {} },
  grade: {
    points: mean,
    letter: "C",
    ...spread,
    byTier: { user: { points: mean, letter: "C", n: 6, invited: 9, squares: 2 } },
    missingTiers: ["manager", "board"],
    trend: null,
  },
  gap: { points: 4 - mean, verdict: "blind_spot" },
  areas: [areaOf("value", mean), areaOf("account-manager", mean)],
  questions: [
    { key: "value-for-money", wording: "Value?", area: "value", byTier: {} },
    { key: "account-manager-interest", wording: "Interest?", area: "account-manager", byTier: {} },
  ],
  recommendation: null,
  suggestions: [
    { area: "value", reason: "low_mean" },
    { area: "account-manager", reason: "low_mean" },
  ],
});

const contact = { id: "c", name: "Ada Byron", title: "CEO" };
const stored: StoredReport = {
  figures: {
    full: figuresOf(2),
    floored: { ...figuresOf(3), questions: [] },
    self: { points: 4, letter: "A" },
    senior: { contactId: "c", letter: "D" },
    firewalled: ["account-manager-interest", "account-manager-advice"],
    wordings: { "value-for-money": "Value?", "account-manager-advice": "Advice?" },
  },
  senior: contact,
  comments: [
    { questionKey: "value-for-money", tier: "user", text: "Dear", contact },
    { questionKey: "account-manager-advice", tier: "user", text: "Call back", contact },
  ],
};

test("leaders see everything", () => {
  const seen = seenBy(stored, leader, "leader");
  expect(seen.areas.map(({ mean }) => mean)).toEqual([2, 2]);
  expect(seen.comments.map(({ contact }) => contact?.name)).toEqual(["Ada Byron", "Ada Byron"]);
  expect(seen.grade.senior).toEqual({ letter: "D", contact });
  expect(seen.questions).toHaveLength(2);
  expect(seen.suggestions).toHaveLength(2);
  expect(seen.compared).toBe(2);
});

const promise = {
  actionId: "a",
  title: "Answer calls",
  heard: null,
  done: "A rota",
  area: "account-manager" as const,
  target: 4,
  score: 3,
  invited: 9,
  n: 6,
  counts: { better: 4, same: 1, worse: 1, cantSay: 1 },
  verdict: "verified" as const,
};
const verificationSeen = (one: Partial<typeof promise> | { counts: null }, viewer: Viewer) => {
  const figures = { ...stored.figures, verifications: [{ ...promise, ...one }] };
  return seenBy({ ...stored, figures }, viewer, "leader").verifications[0];
};

test("what is withheld of a promise is null and says why", () => {
  expect(verificationSeen({}, leader)).toEqual(promise);
  const hidden = { score: null, withheld: "firewall" };
  expect(verificationSeen({}, accountManager)).toEqual({ ...promise, ...hidden });
  const uncounted = { ...promise, counts: null, withheld: "small_group" };
  expect(verificationSeen({ counts: null }, leader)).toEqual(uncounted);
});

test("a gap without a grade that may be shown says why it is null", () => {
  const { grade } = stored.figures.floored;
  const withheld = { ...grade, points: null, letter: null, withheld: "small_group" as const };
  const full = { ...stored.figures.floored, grade: withheld, gap: null };
  const seen = seenBy({ ...stored, figures: { ...stored.figures, full } }, leader, "leader");
  expect(seen.grade.gap).toEqual({ points: null, verdict: null, withheld: "small_group" });
});

test("the firewall takes the area out of figures, questions, comments, wordings and suggestions", () => {
  const seen = seenBy(stored, accountManager, "leader");
  expect(seen.areas[1]).toEqual({
    key: "account-manager",
    mean: null,
    low: null,
    high: null,
    n: null,
    invited: 9,
    favourable: null,
    ratings: null,
    byTier: {},
    trend: null,
    predicted: null,
    withheld: "firewall",
  });
  expect(JSON.stringify(seen)).not.toMatch(/Call back|Advice|Interest/);
  expect(seen.suggestions).toEqual([{ area: "value", reason: "low_mean" }]);
  expect(seen.areas[0]!.mean).toBe(2);
  expect(seen.compared).toBe(1);
});

test.each(["team", "client"] as const)(
  "the %s sees the floored figures, no name and no word anyone wrote",
  (audience) => {
    const seen = seenBy(stored, leader, audience);
    expect(seen.grade.client.points).toBe(3);
    expect(seen.grade.senior).toBeNull();
    expect(seen.comments).toEqual([]);
    expect(seen.questions).toEqual([]);
    expect(seen.areas[1]!.withheld).toBe("firewall");
    expect(JSON.stringify(seen)).not.toContain("Ada");
  },
);

test("a confidential round shows its floored figures to everyone and has no most senior grade", () => {
  const confidential = { ...stored, figures: { ...stored.figures, full: null, senior: null } };
  const seen = seenBy(confidential, leader, "leader");
  expect(seen.grade.client.points).toBe(3);
  expect(seen.grade.senior).toBeNull();
});

test("what is kept for later trends is shown to nobody", () => {
  expect(JSON.stringify(seenBy(stored, leader, "leader"))).not.toContain("squares");
});

test("who asks for a call by somebody else is read by the line manager only", () => {
  const other = {
    quality: "4",
    "call-me": ["account_manager", "someone_else"],
    "call-me.comment": "Please",
  };
  expect(behindFirewall(other)).toEqual({ quality: "4" });
  const own = { quality: "4", "call-me": ["account_manager"], "call-me.comment": "Mornings" };
  expect(behindFirewall(own)).toEqual(own);
  const comments = [{ questionKey: "call-me", tier: "user" as const, text: "Not him", contact }];
  expect(seenBy({ ...stored, comments }, accountManager, "account_manager").comments).toEqual([]);
  expect(seenBy({ ...stored, comments }, lineManager, "leader").comments).toHaveLength(1);
});
