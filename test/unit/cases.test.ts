import { changeOf } from "#worker/domain/case/change-rules.ts";
import { caseRecipients, casesIn, dueAfter, isOverdue } from "#worker/domain/case/rules.ts";
import type { CaseTrigger } from "#worker/domain/case/schema.ts";
import type { NoticePerson } from "#worker/domain/staff/rules.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import { questionsOf } from "#worker/domain/survey/rules.ts";
import type { Answers } from "#worker/domain/survey/schema.ts";
import { describe, expect, test } from "vitest";

const now = new Date("2026-03-28T09:00:00Z");
const asked = (kind: "satisfaction" | "annual_review") =>
  questionsOf(
    composeQuestionnaire({
      kind,
      tier: "user",
      confidentiality: "named",
      modules: kind === "satisfaction" ? ["account-manager", "awareness"] : [],
      account: {
        services: ["Payroll", "Audit"],
        competitors: null,
        matter: null,
        matterObservation: null,
      },
    }),
  );

describe("what opens a case at submission", () => {
  const table: [string, Answers, [CaseTrigger, string | null][]][] = [
    ["nothing but a C", { "overall-grade": "C", "overall-grade.comment": "Late." }, []],
    ["no grade given", { "overall-grade": "na" }, []],
    [
      "a D, with its comment",
      { "overall-grade": "D", "overall-grade.comment": "Late.", "quality.comment": "Not this." },
      [["poor_grade", "Late."]],
    ],
    ["an F, without one", { "overall-grade": "F" }, [["poor_grade", null]]],
    ["a low rating of our work", { "overall-grade": "A", quality: "1" }, []],
    [
      "a call by the account manager",
      { "call-me": ["account_manager"], "call-me.comment": "Mondays." },
      [["call_me", "Mondays."]],
    ],
    [
      "a call by somebody else",
      { "call-me": ["someone_else"], "call-me.comment": "About her." },
      [["call_me_someone_else", "About her."]],
    ],
    [
      "calls by both: the comment may be about the account manager",
      { "call-me": ["account_manager", "someone_else"], "call-me.comment": "About her." },
      [
        ["call_me", null],
        ["call_me_someone_else", "About her."],
      ],
    ],
    [
      "more about one service of two",
      {
        "awareness.payroll": "more",
        "awareness.payroll.comment": "Soon.",
        "awareness.audit": "use",
      },
      [["tell_me_more", "Soon."]],
    ],
    [
      "both ratings of the account manager low: one case",
      {
        "account-manager-interest": "2",
        "account-manager-interest.comment": "Never in.",
        "account-manager-follow-up": "1",
      },
      [["account_manager_rating", "Never in."]],
    ],
    ["a middling rating of the account manager", { "account-manager-interest": "3" }, []],
    ["no view of the account manager", { "account-manager-interest": "na" }, []],
  ];
  test.each(table)("%s", (_, answers, expected) => {
    const found = casesIn(asked("satisfaction"), answers);
    expect(found.map(({ trigger, comment }) => [trigger, comment])).toEqual(expected);
  });

  test("services are named as the client knows them", () => {
    const answers = { "awareness.payroll": "more", "awareness.audit": "more" };
    expect(casesIn(asked("satisfaction"), answers)[0]!.services).toEqual(["Payroll", "Audit"]);
  });

  test("an annual review asks about the relationship manager too", () => {
    const found = casesIn(asked("annual_review"), { "relationship-manager": "2", ease: "1" });
    expect(found.map(({ trigger }) => trigger)).toEqual(["account_manager_rating"]);
  });

  test("an answer that was not asked for opens nothing", () => {
    expect(casesIn([], { "overall-grade": "F", "call-me": ["account_manager"] })).toEqual([]);
  });
});

const person = (id: string, more: Partial<NoticePerson> = {}): NoticePerson => ({
  id,
  name: id,
  email: `${id}@supplier.example`,
  role: "account_manager",
  lineManagerId: null,
  deactivatedAt: null,
  ...more,
});
const manager = person("manager", { lineManagerId: "line" });
const line = person("line");
const leader = person("leader", { role: "leader" });
const sponsor = person("sponsor");
const everybody = [manager, line, leader, sponsor];

type Around = { staff?: NoticePerson[]; managedBy?: string[]; accountManagerId?: string | null };

describe("who is told of a case", () => {
  const told = (
    trigger: CaseTrigger,
    { staff = everybody, managedBy = ["manager"], accountManagerId = "manager" }: Around = {},
  ) =>
    caseRecipients(trigger, {
      staff,
      managedBy,
      accountManagerId,
      sponsorId: "sponsor",
      adminEmail: "admin@supplier.example",
    }).map(({ email }) => email.split("@")[0]);

  test.each<[CaseTrigger, string[]]>([
    ["poor_grade", ["manager", "line"]],
    ["call_me", ["manager"]],
    ["tell_me_more", ["manager"]],
    ["call_me_someone_else", ["line"]],
    ["account_manager_rating", ["line"]],
    ["senior_silence", ["sponsor"]],
  ])("%s: %j", (trigger, expected) => expect(told(trigger)).toEqual(expected));

  test("without a line manager the leaders, but not one who manages the account", () => {
    const alone = { ...manager, role: "leader" as const, lineManagerId: null };
    expect(told("account_manager_rating", { staff: [alone, leader] })).toEqual(["leader"]);
    expect(told("account_manager_rating", { staff: [alone] })).toEqual(["admin"]);
  });

  test("a line manager who managed the account before is passed over", () => {
    expect(told("call_me_someone_else", { managedBy: ["manager", "line"] })).toEqual(["leader"]);
  });

  test("nobody, when the admin's address is the account manager's own", () => {
    const admin = { ...manager, lineManagerId: null, email: "admin@supplier.example" };
    expect(told("call_me_someone_else", { staff: [admin] })).toEqual([]);
  });

  test("an account without a manager falls back to the leaders", () => {
    const nobody = { accountManagerId: null, managedBy: [] };
    expect(told("poor_grade", nobody)).toEqual(["leader"]);
    expect(told("call_me_someone_else", nobody)).toEqual(["leader"]);
  });

  test("a sponsor who has left does not keep the silence of the senior contact from us", () => {
    const gone = everybody.map((one) =>
      one.id === "sponsor" ? { ...one, deactivatedAt: now } : one,
    );
    expect(told("senior_silence", { staff: gone })).toEqual(["manager"]);
  });
});

describe("the first contact", () => {
  test("is due after 48 clock hours, across a change of the clocks too", () => {
    expect(dueAfter(now).toISOString()).toBe("2026-03-30T09:00:00.000Z");
  });

  test.each([
    ["open", -1, true],
    ["open", 0, false],
    ["contacted", -1, false],
    ["resolved", -1, false],
  ] as const)("a case that is %s and due in %i ms: overdue %s", (status, inMs, expected) => {
    expect(isOverdue({ status, dueAt: new Date(now.getTime() + inMs) }, now)).toBe(expected);
  });
});

describe("a change", () => {
  const open = {
    status: "open" as const,
    ownerId: "manager",
    firstContactAt: null,
    resolution: null,
    rootCause: null,
    prevention: null,
    clientTold: null,
  };

  test("notes the first contact when the case is taken up", () => {
    const change = changeOf(open, { status: "contacted" }, now);
    expect(change).toEqual({ ok: true, changed: { status: "contacted", firstContactAt: now } });
  });

  test("resolves at once what was settled in one call", () => {
    expect(changeOf(open, { status: "resolved", resolution: "satisfied" }, now)).toEqual({
      ok: true,
      changed: {
        status: "resolved",
        resolution: "satisfied",
        firstContactAt: now,
        resolvedAt: now,
      },
    });
  });

  test("claims no contact with a person who could not be reached", () => {
    const change = changeOf(open, { status: "resolved", resolution: "no_answer" }, now);
    expect(change).toMatchObject({ ok: true });
    expect(change).not.toHaveProperty("changed.firstContactAt");
  });

  test("keeps only what differs", () => {
    const sent = { status: "open" as const, ownerId: "manager", rootCause: null };
    expect(changeOf(open, sent, now)).toEqual({ ok: true, changed: {} });
  });

  test.each([
    ["resolved without a resolution", { status: "resolved" }, "invalid"],
    ["a resolution without resolving", { resolution: "lost" }, "invalid"],
    ["a contact tomorrow", { firstContactAt: "2026-03-29T09:00:00Z" }, "invalid"],
  ] as const)("is refused: %s", (_, change, reason) => {
    expect(changeOf(open, change, now)).toMatchObject({ ok: false, reason });
  });

  test("never goes back", () => {
    const done = { ...open, status: "resolved" as const, resolution: "agreed" as const };
    expect(changeOf(done, { status: "contacted", resolution: null }, now)).toMatchObject({
      ok: false,
      reason: "case_moved_on",
    });
    expect(changeOf(done, { rootCause: "A late hand-over." }, now)).toMatchObject({ ok: true });
  });
});
