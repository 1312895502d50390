import { makesCircle, noticeChain, noticeRecipients } from "#worker/domain/staff/rules.ts";
import type { Role } from "#worker/domain/staff/schema.ts";
import { describe, expect, test } from "vitest";

const person = (id: string, role: Role = "account_manager", more = {}) => ({
  id,
  name: id.toUpperCase(),
  email: `${id}@supplier.example`,
  role,
  lineManagerId: null as string | null,
  deactivatedAt: null as Date | null,
  ...more,
});
const gone = { deactivatedAt: new Date("2026-01-01") };
const told = (
  staff: ReturnType<typeof person>[],
  managerId: string | null,
  to?: Parameters<typeof noticeRecipients>[1],
) =>
  noticeRecipients(noticeChain(staff, managerId, "admin@supplier.example"), to).map(
    ({ email }) => email.split("@")[0],
  );

describe("a notice for the account manager", () => {
  const manager = person("am", "account_manager", { lineManagerId: "lm" });
  const line = person("lm");
  const leaders = [person("l1", "leader"), person("l2", "leader")];

  test.each([
    ["goes there", [manager, line, ...leaders], "am", ["am"]],
    [
      "goes to the line manager when deactivated",
      [{ ...manager, ...gone }, line, ...leaders],
      "am",
      ["lm"],
    ],
    [
      "goes to all leaders when both are gone",
      [{ ...manager, ...gone }, { ...line, ...gone }, ...leaders],
      "am",
      ["l1", "l2"],
    ],
    ["goes to the leaders when there is none", [line, ...leaders], null, ["l1", "l2"]],
    ["goes to the leaders when unknown", [line, ...leaders], "nobody", ["l1", "l2"]],
    ["passes over leaders who left", [{ ...leaders[0]!, ...gone }, leaders[1]!], null, ["l2"]],
    ["goes to ADMIN_EMAIL when nobody is left", [{ ...manager, ...gone }], "am", ["admin"]],
    ["goes to ADMIN_EMAIL when there is no staff", [], null, ["admin"]],
  ])("%s", (_, staff, managerId, expected) => expect(told(staff, managerId)).toEqual(expected));

  test("and the line manager reaches both, and nobody twice", () => {
    const both = ["account_manager", "line_manager"] as const;
    expect(told([manager, line, ...leaders], "am", both)).toEqual(["am", "lm"]);
    expect(told([{ ...manager, ...gone }, line], "am", both)).toEqual(["lm"]);
    expect(told([{ ...manager, lineManagerId: null }, ...leaders], "am", both)).toEqual([
      "am",
      "l1",
      "l2",
    ]);
    const everyone = ["account_manager", "line_manager", "leaders"] as const;
    expect(told([{ ...manager, lineManagerId: "l1" }, ...leaders], "am", everyone)).toEqual([
      "am",
      "l1",
      "l2",
    ]);
  });
});

describe("a line of managers", () => {
  const line = [
    { id: "a", lineManagerId: null },
    { id: "b", lineManagerId: "a" },
    { id: "c", lineManagerId: "b" },
    { id: "x", lineManagerId: "y" },
    { id: "y", lineManagerId: "x" },
  ];
  test.each([
    ["a", "c", true],
    ["a", "b", true],
    ["a", "a", true],
    ["c", "a", false],
    ["b", null, false],
    ["new", "c", false],
    ["a", "x", false],
  ])("with %s under %s runs in a circle: %s", (id, above, expected) =>
    expect(makesCircle(line, id, above)).toBe(expected),
  );
});
