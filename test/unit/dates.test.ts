import { spellUntil } from "#web/ui/date.tsx";
import { expect, test } from "vitest";

test.each([
  ["2026-12-13T08:55:00Z", "13 Dec 2026, 09:55 (Europe/Berlin)"],
  ["2026-12-13T22:59:59.999Z", "13 Dec 2026"],
  ["2026-12-13T23:00:00Z", "13 Dec 2026"],
  ["2026-07-13T21:59:59.999Z", "13 Jul 2026"],
  ["2026-09-13T21:59:59.999Z", "13 Sep 2026"],
  ["2026-12-13T00:00:00Z", "13 Dec 2026, 01:00 (Europe/Berlin)"],
])("what ends at %s in Berlin is open until %s", (end, spelled) =>
  expect(spellUntil(new Date(end), "Europe/Berlin")).toBe(spelled),
);
