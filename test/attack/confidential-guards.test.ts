import { env } from "cloudflare:workers";
import * as tables from "#db/schema.ts";
import { sealAnswers } from "#worker/domain/survey/actions-seal.ts";
import { expect, test } from "vitest";
import { createAccount, db, everythingStored, launchedRound, testCtx } from "../factories.ts";

/** An open confidential round with one sealed answer, under names that the statements below can use. */
async function world() {
  await createAccount({ id: "elsewhere" });
  const { round } = await launchedRound({
    round: { id: "secret", confidentiality: "confidential", contactIds: ["a"] },
  });
  await launchedRound({ round: { id: "named" } });
  await db.insert(tables.invitation).values({
    id: "person",
    roundId: "secret",
    contactId: (await db.select().from(tables.contact))[1]!.id,
    templateVersionId: (await db.select().from(tables.templateVersion))[0]!.id,
    tier: "board",
    status: "invited",
    tokenHash: "token",
    optOutHash: "opt-out",
    invitedAt: round.launchedAt!,
  });
  const sealed = await sealAnswers(testCtx(), round, { tier: "user", answers: {} });
  await db.insert(tables.sealedResponse).values(sealed);
}

const report = (completed: number, points: number | null, graded: number | null) =>
  `insert into report (round_id, account_id, kind, method, closed_at, year, invited, completed, client_points, graded, figures)
   values ('secret', 'elsewhere', 'satisfaction', 1, 0, 2026, 20, ${completed}, ${points}, ${graded}, '{}')`;
const area = (mean: number | null, n: number) =>
  `insert into report_area (round_id, area, tier, mean, n, invited) values ('secret', 'value', 'user', ${mean}, ${n}, 20)`;
const comment = (contact: string) =>
  `insert into report_comment (round_id, question_key, position, tier, text, contact_id)
   values ('secret', 'quality', 1, 'user', 'Words', ${contact})`;

// Whoever writes to the database past the code, by mistake or by a change that nobody thought through.
test.each<[string, string | string[]]>([
  [
    "an answer in the clear",
    `insert into response (round_id, id, tier, answers) values ('secret', 'x', 'user', '{}')`,
  ],
  [
    "an answer in the clear that moves there",
    [
      `insert into response (round_id, id, tier, answers) values ('named', 'x', 'user', '{}')`,
      `update response set round_id = 'secret' where id = 'x'`,
    ],
  ],
  [
    "a sealed answer in a named round",
    `insert into sealed_response values ('named', 'x', 'sealed')`,
  ],
  ["a sealed answer that changes", `update sealed_response set id = 'person'`],
  ["sealed answers that go while their round is open", `delete from sealed_response`],
  ["another kind of confidence", `update round set confidentiality = 'named' where id = 'secret'`],
  ["another kind of round", `update round set kind = 'annual_review' where id = 'secret'`],
  ["another account", `update round set account_id = 'elsewhere' where id = 'secret'`],
  ["a smaller group", `update round set group_size = 1 where id = 'secret'`],
  ["a larger group", `update round set group_size = 50 where id = 'secret'`],
  ["a smaller group for words", `update round set comment_group_size = 1 where id = 'secret'`],
  [
    "a round made for groups too small",
    `insert into round (id, account_id, kind, name, status, confidentiality, modules, closes_at, created_by, created_at, group_size)
     values ('small', 'elsewhere', 'satisfaction', 'x', 'draft', 'confidential', '[]', 0, 'x', 0, 4)`,
  ],
  ["other recipients", `update round set contact_ids = '["b"]' where id = 'secret'`],
  ["other modules", `update round set modules = '["recommend"]' where id = 'secret'`],
  ["other questions", `update round set own_questions = '[]' where id = 'secret'`],
  ["another key", `update round set public_key = 'mine' where id = 'secret'`],
  ["a key that is dropped", `update round set public_key = null where id = 'secret'`],
  ["a person who changes groups", `update invitation set tier = 'user' where id = 'person'`],
  ["a person who changes rounds", `update invitation set round_id = 'named' where id = 'person'`],
  ["a draft", `update invitation set draft = '{}' where id = 'person'`],
  ["a count of submissions", `update invitation set revision = 1 where id = 'person'`],
  ["that somebody has begun", `update invitation set status = 'started' where id = 'person'`],
  ["a grade of four people", report(4, 3, 4)],
  ["a grade of four people among nine", report(9, 3, 4)],
  ["a figure of four people", area(4.5, 4)],
  ["a figure of nobody", area(4.5, 0)],
  ["how many below five gave a mark", area(null, 3)],
  ["a comment where seven answered", [report(7, 3, 7), comment("null")]],
  ["a comment with its writer", [report(9, 3, 9), comment("'someone'")]],
  [
    "a comment that gets a writer",
    [report(9, 3, 9), comment("null"), "update report_comment set contact_id = 'someone'"],
  ],
])("the database refuses %s", async (_, statements) => {
  await world();
  const before = await everythingStored();
  const batch = [statements].flat().map((statement) => env.DB.prepare(statement));
  await expect(env.DB.batch(batch)).rejects.toThrow(/SQLITE_CONSTRAINT/);
  expect(await everythingStored()).toEqual(before);
});

test("the database refuses to open a confidential round without a key, and takes what is right", async () => {
  await world();
  const run = (statement: string) => env.DB.prepare(statement).run();
  await run(`update round set status = 'closed' where id = 'secret'`);
  await run(`update round set public_key = null where id = 'secret'`);
  await expect(run(`update round set status = 'open' where id = 'secret'`)).rejects.toThrow("key");
  for (const statement of [
    report(9, 3, 9),
    area(4.5, 5),
    comment("null"),
    "delete from sealed_response",
  ])
    await run(statement);
  expect(await db.$count(tables.sealedResponse)).toBe(0);
});
