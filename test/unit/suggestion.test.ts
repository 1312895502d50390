import type { AreaFigures, Cell, Figures } from "#worker/domain/reports/figures.ts";
import { weightOf, type Closed } from "#worker/domain/suggestion/evidence-rules.ts";
import { suggestionsFrom } from "#worker/domain/suggestion/rules.ts";
import { expect, test } from "vitest";

const cell = (mean: number, n = 5): Cell => ({
  mean,
  n,
  invited: n + 1,
  favourable: 0.5,
  ratings: { favourable: n, all: 2 * n },
  squares: 1,
  questions: ["responsiveness"],
});

const area = (overrides: Partial<AreaFigures> = {}): AreaFigures => ({
  key: "responsiveness",
  mean: 3,
  low: 2.5,
  high: 3.5,
  n: 10,
  invited: 12,
  favourable: 0.5,
  ratings: null,
  byTier: { user: cell(4), manager: { ...cell(2), favourable: 0.2 } },
  trend: null,
  predicted: null,
  ...overrides,
});

const counts = { invited: 12, completed: 10, rate: 10 / 12, known: 12 };
const figures = (overrides: Partial<Figures> = {}): Figures => ({
  groups: [
    { key: "user", tiers: ["user"] },
    { key: "manager", tiers: ["manager"] },
  ],
  response: { ...counts, byTier: { user: counts, manager: counts } },
  grade: {
    points: 3,
    letter: "B",
    low: null,
    high: null,
    n: 10,
    invited: 12,
    byTier: {},
    missingTiers: [],
    trend: null,
  },
  gap: null,
  areas: [],
  questions: [],
  recommendation: null,
  suggestions: [],
  ...overrides,
});

const closed = (overrides: Partial<Closed> = {}): Closed => ({
  figures: figures(),
  asked: [],
  firewalled: [],
  comments: [],
  cases: [],
  verifications: [],
  ...overrides,
});

test("the weight adds who said so of six, how large it is, and whether it gets worse", () => {
  expect(weightOf(["user"], 0, null)).toBeCloseTo(1 / 6);
  expect(weightOf(["board", "manager", "user"], 1, null)).toBeCloseTo(2);
  expect(weightOf(["board"], 0.25, "declined")).toBeCloseTo(0.5 + 0.25 + 0.5);
  expect(weightOf(["board"], 0.25, "improved")).toBeCloseTo(0.5 + 0.25 - 0.25);
  expect(weightOf([], 7, "no_real_change")).toBe(1);
});

const weak = (overrides: Partial<AreaFigures> = {}, more: Partial<Closed> = {}) =>
  suggestionsFrom(
    closed({
      figures: figures({
        areas: [area(overrides)],
        suggestions: [{ area: overrides.key ?? "responsiveness", reason: "low_mean" }],
      }),
      ...more,
    }),
  );

test("a weak area brings its figures, the tiers that say so and what they wrote", () => {
  const comments = [
    { roundId: "r", questionKey: "responsiveness", position: 1, tier: "manager" as const },
    { roundId: "r", questionKey: "quality", position: 1, tier: "manager" as const },
  ];
  const [one] = weak(
    { byTier: { user: { ...cell(4), favourable: 0.9 }, manager: cell(2) } },
    { comments },
  );
  expect(one).toMatchObject({
    kind: "weak_area",
    subject: "responsiveness",
    walled: false,
    evidence: {
      tiers: ["manager"],
      questionKeys: ["responsiveness"],
      quotes: [{ roundId: "r", questionKey: "responsiveness", position: 1 }],
      area: { mean: 3, n: 10, invited: 12, byTier: { user: { mean: 4 }, manager: { mean: 2 } } },
    },
  });
  // Managers (2 of 6), half a mark of the 2.5 below 3.5 against a sixth below 60 % favourable.
  expect(one!.weight).toBeCloseTo(2 / 6 + 0.2);
});

test("the area of the account manager is walled, and only there its comments are quoted", () => {
  const comments = [
    { roundId: "r", questionKey: "responsiveness", position: 1, tier: "user" as const },
  ];
  const firewalled = ["responsiveness"];
  expect(weak({ key: "account-manager" }, { comments, firewalled })[0]).toMatchObject({
    walled: true,
    evidence: { quotes: [{ position: 1 }] },
  });
  expect(weak({}, { comments, firewalled })[0]).toMatchObject({
    walled: false,
    evidence: { quotes: [] },
  });
});

const service = (unaware: number, more: number, others: number) => {
  const summary = { n: others + more, na: 0, unaware, counts: { use: others, know: 0, more } };
  return closed({
    figures: figures({
      questions: [
        {
          key: "awareness.payroll",
          wording: "Payroll",
          area: null,
          byTier: { user: { invited: 20, summary, favourable: null } },
        },
      ],
    }),
    asked: [
      { type: "awareness", key: "awareness.payroll", wording: "Payroll?", service: "Payroll" },
    ],
  });
};

test("a service that a quarter of those asked did not know is suggested, one that fewer did not is not", () => {
  expect(suggestionsFrom(service(5, 0, 15))).toMatchObject([
    {
      kind: "unaware_service",
      title: "Show what we do: Payroll",
      evidence: { service: "Payroll", count: { people: 5, asked: 20 }, tiers: ["user"] },
    },
  ]);
  expect(suggestionsFrom(service(4, 0, 15))).toEqual([]);
});

test("who asked to hear more of a service has a wish, and so has who wrote what to change", () => {
  expect(suggestionsFrom(service(0, 3, 17))).toMatchObject([
    { kind: "unanswered_wish", evidence: { count: { people: 3, asked: 20 } } },
  ]);
  const comments = [1, 2].map((position) => ({
    roundId: "r",
    questionKey: "improve-one-thing",
    position,
    tier: "manager" as const,
  }));
  expect(suggestionsFrom(closed({ comments }))).toMatchObject([
    {
      kind: "unanswered_wish",
      subject: "improve-one-thing/manager",
      evidence: { tiers: ["manager"], count: { people: 2, asked: 10 } },
    },
  ]);
});

test("open cases are suggested, walled ones walled; silence and curiosity about a service are not", () => {
  const of = (id: string, trigger: Closed["cases"][number]["trigger"], walled = false) => ({
    id,
    trigger,
    walled,
    tier: "board" as const,
  });
  const cases = [
    of("1", "poor_grade"),
    of("2", "account_manager_rating", true),
    of("3", "senior_silence"),
    of("4", "tell_me_more"),
  ];
  expect(
    suggestionsFrom(closed({ cases })).map(({ subject, walled }) => [subject, walled]),
  ).toEqual([
    ["1", false],
    ["2", true],
  ]);
});

test("a promise after which nothing got better comes back, above what only one level says", () => {
  const verification = {
    actionId: "a",
    title: "Answer sooner",
    heard: "Slow.",
    done: "We answer.",
    area: "responsiveness" as const,
    target: 4,
    score: 3,
    invited: 8,
    n: 6,
    counts: { better: 2, same: 3, worse: 1, cantSay: 1 },
  };
  const suggested = suggestionsFrom(
    closed({
      cases: [{ id: "1", trigger: "poor_grade", walled: false, tier: "user" }],
      verifications: [
        { ...verification, verdict: "not_improved" },
        { ...verification, actionId: "b", verdict: "verified" },
      ],
    }),
  );
  expect(suggested.map(({ kind, subject }) => [kind, subject])).toEqual([
    ["not_improved", "a"],
    ["unresolved_case", "1"],
  ]);
  expect(suggested[0]).toMatchObject({ title: "Once more: Answer sooner", heard: "Slow." });
});
