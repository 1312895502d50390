import * as tables from "#db/schema.ts";
import type { Confidentiality } from "#worker/domain/round/schema.ts";
import { cancelRound, closeRound } from "#worker/domain/round/actions-close.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import { runSweeps } from "#worker/jobs/sweeps.ts";
import { beforeEach, expect, test, vi } from "vitest";
import { env } from "../bindings.ts";
import { db, launchedRound, post, request, someDay, testCtx } from "../factories.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: someDay }));

const words = "Nobody called back in May.";
type Fields = Record<string, string>;
const onceIn = (page: string) => /name="once" value="([\w-]{22})"/.exec(page)?.[1] ?? "";

/** A survey page filled in: what its browser sends, and sends again when no answer came. */
async function filledIn(confidentiality: Confidentiality) {
  const launched = await launchedRound({ tiers: ["user", "user"], round: { confidentiality } });
  const path = `/s/${launched.invitation.token}`;
  const once = onceIn(await (await request(path)).text());
  const fields = {
    intent: "submit",
    ...(once && { once }),
    "overall-grade": "B",
    "improve-one-thing": words,
  };
  return { ...launched, path, fields, other: `/s/${launched.invitations[1]!.token}` };
}

const close = (id: string) => closeRound(testCtx({ kind: "system" }, someDay), id, {});
async function late(path: string, fields: Fields) {
  const answer = await post(path, fields);
  return { status: answer.status, page: await answer.text() };
}

test("a confidential page sent again while its round is open is a second submission, and told that it was in", async () => {
  const { path, fields } = await filledIn("confidential");
  expect((await post(path, fields)).status).toBe(200);
  const { status, page } = await late(path, fields);
  expect(status).toBe(409);
  expect(page).toContain("Your answers are with us");
  expect(page).toContain(words);
  expect(await db.$count(tables.sealedResponse)).toBe(1);
});

test.each(["named", "confidential"] as const)(
  "answers to a %s round that got in are thanked for when their page is sent again after the close",
  async (confidentiality) => {
    const { round, path, fields } = await filledIn(confidentiality);
    expect((await post(path, fields)).status).toBe(200);
    await close(round.id);
    const reports = await db.select().from(tables.report);
    for (let time = 0; time < 2; time++) {
      const { status, page } = await late(path, fields);
      expect(status).toBe(410);
      expect(page).toContain("were in before the survey closed");
      expect(page).toContain(words);
      expect(page).not.toContain("not stored");
      expect(page).not.toContain("takes new answers");
    }
    expect(await db.select().from(tables.report)).toEqual(reports);
  },
);

test.each(["named", "confidential"] as const)(
  "other answers to a %s round after its close are shown back, not stored, and told that the first ones count",
  async (confidentiality) => {
    const { round, path, fields } = await filledIn(confidentiality);
    expect((await post(path, fields)).status).toBe(200);
    await close(round.id);
    const stored = await db.select().from(tables.response);
    const { status, page } = await late(path, { ...fields, "improve-one-thing": "Nothing." });
    expect(status).toBe(410);
    expect(page).toContain("<b>not stored</b>");
    expect(page).toContain("sent before it closed");
    expect(page).toContain("Nothing.");
    expect(page).not.toContain(words);
    expect(await db.select().from(tables.response)).toEqual(stored);
  },
);

test.each(["named", "confidential"] as const)(
  "answers to a %s round that come for the first time after its close are not stored, and nobody is told otherwise",
  async (confidentiality) => {
    const { round, path, fields, other } = await filledIn(confidentiality);
    expect((await post(other, fields)).status).toBe(200);
    await close(round.id);
    const { status, page } = await late(path, fields);
    expect(status).toBe(410);
    expect(page).toContain("<b>not stored</b>");
    expect(page).toContain(words);
    expect(page).not.toContain("sent before it closed");
  },
);

test("a confidential page without its random number, or with another, is not taken for the one that got in", async () => {
  const { round, path, fields } = await filledIn("confidential");
  expect((await post(path, fields)).status).toBe(200);
  await close(round.id);
  const { once: _, ...without } = { once: "", ...fields };
  for (const other of [without, { ...fields, once: "A".repeat(22) }])
    expect((await late(path, other)).status).toBe(410);
});

test("a week after its close a confidential round has forgotten under which ids its answers lay", async () => {
  const { round, path, fields } = await filledIn("confidential");
  await post(path, fields);
  await close(round.id);
  expect(await db.$count(tables.sealedReceipt)).toBe(1);
  const kept = JSON.stringify(await db.select().from(tables.sealedReceipt));
  for (const trace of [words, fields.once!, String(someDay.getTime())])
    expect(kept).not.toContain(trace);
  await runSweeps(env, new Date(someDay.getTime() + 6 * 86_400_000));
  expect(await db.$count(tables.sealedReceipt)).toBe(1);
  await runSweeps(env, new Date(someDay.getTime() + 8 * 86_400_000));
  expect(await db.$count(tables.sealedReceipt)).toBe(0);
  const { status, page } = await late(path, fields);
  expect(status).toBe(410);
  expect(page).toContain("sent before it closed");
});

test("a cancelled confidential round keeps no ids of answers, and says of a late page that it is not stored", async () => {
  const { round, path, fields } = await filledIn("confidential");
  await post(path, fields);
  await cancelRound(testCtx(), round.id, { reason: "They were merged." });
  expect(await db.$count(tables.sealedReceipt)).toBe(0);
  const { status, page } = await late(path, fields);
  expect(status).toBe(410);
  expect(page).toContain("<b>not stored</b>");
  expect(page).not.toContain("sent before");
});

test("answers to a named round that got in before it was cancelled are not called lost", async () => {
  const { round, path, fields } = await filledIn("named");
  await post(path, fields);
  await cancelRound(testCtx(), round.id, { reason: "They were merged." });
  const { status, page } = await late(path, fields);
  expect(status).toBe(410);
  expect(page).toContain("were in before the survey was cancelled");
});

test("each sitting of an annual review that got in is thanked for after the close", async () => {
  const account = { services: [], competitors: [], matter: null, matterObservation: null };
  const asked = {
    tier: "manager" as const,
    confidentiality: "named" as const,
    modules: [],
    account,
  };
  const definition = composeQuestionnaire({ kind: "annual_review", ...asked });
  const { round, invitation } = await launchedRound({
    definition,
    round: { kind: "annual_review" },
  });
  const path = `/s/${invitation.token}`;
  const one = {
    intent: "submit",
    sitting: "1",
    "overall-grade": "B",
    "most-valuable-this-year": words,
  };
  const two = { intent: "submit", sitting: "2", plans: words };
  for (const part of [one, two]) expect((await post(path, part)).status).toBe(200);
  await close(round.id);
  for (const part of [one, two])
    expect((await late(path, part)).page).toContain("were in before the survey closed");
  expect((await late(path, { ...two, plans: "None." })).page).toContain("<b>not stored</b>");
});

test("opening the link after the close says nothing of whether its person answered", async () => {
  const { round, path, fields, other } = await filledIn("confidential");
  await post(path, fields);
  await close(round.id);
  const pages = await Promise.all([path, other].map(async (one) => (await request(one)).text()));
  expect(pages[0]!.replaceAll(path, "")).toBe(pages[1]!.replaceAll(other, ""));
});
