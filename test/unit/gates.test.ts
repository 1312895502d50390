import {
  failedGates,
  invitedOf,
  standingGates,
  unreachableSenior,
  type GateFacts,
  type Recipient,
} from "#worker/domain/round/gates-rules.ts";
import { describe, expect, test } from "vitest";

const someone = (id: string, overrides: Partial<Recipient> = {}): Recipient => ({
  id,
  name: `Person ${id}`,
  jobTitle: null,
  email: `${id}@client.example`,
  tier: "user",
  mostSenior: false,
  hindrance: null,
  bounced: false,
  lastInvitedAt: null,
  chosen: true,
  ...overrides,
});
const boss = someone("boss", { tier: "board", mostSenior: true });
const lately = new Date("2026-01-15T09:00:00Z");
const ready: GateFacts = {
  kind: "satisfaction",
  selfGraded: true,
  recipients: [boss, someone("manager", { tier: "manager" }), someone("user")],
  overBudget: [],
};
const codes = (facts: Partial<GateFacts>, explanation: string | null = null) =>
  standingGates(failedGates({ ...ready, ...facts }), explanation).map(({ code }) => code);

test("a draft with everything in place may open", () => {
  expect(codes({})).toEqual([]);
});

test("all gates are told at once, in their fixed order", () => {
  const facts = {
    selfGraded: false,
    recipients: [
      someone("user", { lastInvitedAt: lately }),
      someone("manager", { tier: "manager", chosen: false }),
    ],
    overBudget: [{ tier: "user" as const, seconds: 310, budgetSeconds: 300 }],
  };
  expect(codes(facts)).toEqual([
    "self_grade_missing",
    "senior_contact_missing",
    "tier_missing",
    "throttled",
    "over_budget",
  ]);
});

describe.each<[string, Partial<GateFacts>, string, boolean]>([
  ["no own grade", { selfGraded: false }, "self_grade_missing", false],
  [
    "nobody marked as the most senior",
    { recipients: [someone("board", { tier: "board" })] },
    "senior_contact_missing",
    false,
  ],
  [
    "the most senior contact left out",
    { recipients: [{ ...boss, chosen: false }, someone("board", { tier: "board" })] },
    "senior_contact_missing",
    false,
  ],
  [
    "the most senior contact opted out",
    { recipients: [{ ...boss, hindrance: "opted_out" }, someone("board", { tier: "board" })] },
    "senior_contact_missing",
    true,
  ],
  [
    "the most senior contact left the client",
    { recipients: [{ ...boss, hindrance: "left" }, someone("user")] },
    "senior_contact_missing",
    true,
  ],
  [
    "the most senior contact bounced and was left out",
    {
      recipients: [{ ...boss, bounced: true, chosen: false }, someone("board", { tier: "board" })],
    },
    "senior_contact_missing",
    true,
  ],
  [
    "a level that has contacts not invited",
    { recipients: [boss, someone("user", { chosen: false })] },
    "tier_missing",
    true,
  ],
  [
    "somebody invited a short while ago",
    { recipients: [{ ...boss, lastInvitedAt: lately }] },
    "throttled",
    true,
  ],
  [
    "a questionnaire that takes too long",
    { overBudget: [{ tier: "board", seconds: 190, budgetSeconds: 180 }] },
    "over_budget",
    false,
  ],
])("%s", (_, facts, code, explainable) => {
  test(`is refused as ${code}`, () => expect(codes(facts)).toEqual([code]));
  test(`${explainable ? "opens" : "does not open"} with an explanation`, () =>
    expect(codes(facts, "They merged last week.")).toEqual(explainable ? [] : [code]));
});

test("somebody invited whose address bounced before passes the senior gate: the mail may arrive now", () => {
  expect(codes({ recipients: [{ ...boss, bounced: true }] })).toEqual([]);
});

test("an annual review needs no other level", () => {
  expect(
    codes({ kind: "annual_review", recipients: [boss, someone("user", { chosen: false })] }),
  ).toEqual([]);
});

test("a level whose only people have left is not missed", () => {
  expect(
    codes({ recipients: [boss, someone("user", { hindrance: "left", chosen: false })] }),
  ).toEqual([]);
});

test("a level whose only person opted out has to be explained", () => {
  const facts = { recipients: [boss, someone("user", { hindrance: "opted_out" })] };
  expect(codes(facts)).toEqual(["tier_missing"]);
});

test("a round without anybody to invite does not open, whatever is explained", () => {
  const facts = { recipients: [{ ...boss, hindrance: "opted_out" as const }] };
  expect(codes(facts, "They will be called.")).toEqual(["no_recipients"]);
});

test("candidates for the mark are the reachable, from the board down", () => {
  const recipients = [
    someone("user"),
    someone("manager", { tier: "manager" }),
    someone("gone", { tier: "board", hindrance: "left" }),
    someone("board", { tier: "board" }),
  ];
  const [failure] = failedGates({ ...ready, recipients });
  expect(failure?.candidates?.map(({ id }) => id)).toEqual(["board", "manager", "user"]);
});

test("only the chosen are invited, less those who left or want no more mail", () => {
  const recipients = [
    boss,
    someone("out", { chosen: false }),
    someone("left", { hindrance: "left" }),
    someone("silent", { hindrance: "opted_out" }),
  ];
  expect(invitedOf(recipients)).toEqual([boss]);
  expect(unreachableSenior(recipients)).toBeUndefined();
});
