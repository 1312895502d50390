import { env } from "cloudflare:workers";
import { buildReport } from "#worker/domain/reports/actions.ts";
import { sealAnswers } from "#worker/domain/survey/actions-seal.ts";
import { expect, test } from "vitest";
import { launchedRound, someDay, testCtx } from "../factories.ts";

test("a report counts every page of answers, none of them twice", async () => {
  const { round } = await launchedRound({ round: { confidentiality: "confidential" } });
  // 1,201 answers are three pages of 500, 500 and 201: 401 As (4 points), 800 Cs (2 points).
  const sealed = Array.from({ length: 1201 }, (_, i) => {
    const answers = { "overall-grade": i < 401 ? "A" : "C", quality: "3" };
    return sealAnswers(testCtx(), round, { tier: "user", answers });
  });
  const rows = await Promise.all(sealed);
  for (let from = 0; from < rows.length; from += 100)
    await env.DB.prepare(
      `insert into sealed_response (round_id, id, sealed)
       select value->>'roundId', value->>'id', value->>'sealed' from json_each(?)`,
    )
      .bind(JSON.stringify(rows.slice(from, from + 100)))
      .run();
  const { report, areas } = await buildReport(testCtx(), round.id, someDay);
  expect(report.completed).toBe(1201);
  expect(report.clientPoints).toBeCloseTo((401 * 4 + 800 * 2) / 1201, 12);
  expect(areas.find(({ tier }) => tier === "all")).toMatchObject({
    area: "deliverables",
    mean: 3,
    n: 1201,
  });
});

test("a report's year is that of the supplier's calendar", async () => {
  // The default zone is Berlin: an hour before midnight UTC it is already next year there.
  const { round } = await launchedRound();
  const newYearsEve = new Date("2026-12-31T23:30:00Z");
  expect((await buildReport(testCtx(), round.id, newYearsEve)).report.year).toBe(2027);
});
