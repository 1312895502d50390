import { Hono } from "hono";
import * as z from "zod";
import { changeRound, createRound, findRound, listRounds } from "../../domain/round/actions.ts";
import { cancelRound, closeRound } from "../../domain/round/actions-close.ts";
import { releaseReport } from "../../domain/release/actions.ts";
import { Release } from "../../domain/release/schema.ts";
import { saveSelfGrade } from "../../domain/round/actions-draft.ts";
import { launchRound } from "../../domain/round/actions-launch.ts";
import {
  Ending,
  InvitationCounts,
  Launch,
  NewRound,
  NewSelfGrade,
  Round,
  RoundChange,
  RoundStatus,
  SelfGrade,
} from "../../domain/round/schema.ts";
import { accepted, AppError, type Outcome } from "../../errors.ts";
import type { ApiApp } from "../../middleware/api.ts";
import { validate, validateOptionalJson } from "../../middleware/validate.ts";
import { created, json, listOf, ok, Page, type Endpoint } from "./endpoint.ts";

const ListQuery = Page.extend({
  accountId: z.string().max(64).optional(),
  status: RoundStatus.optional(),
});

/** What makes no sense is 422, as if the schema had said it; what a rule refuses is 409. */
function stored<T>(outcome: Outcome<T>): Omit<T & { ok: true }, "ok"> {
  if (!outcome.ok && outcome.reason === "invalid")
    throw new AppError("invalid", outcome.message, { details: outcome.details });
  const { ok: _, ...result } = accepted(outcome);
  return result;
}

export const roundsApi = new Hono<ApiApp>()
  .post("/rounds", validate("json", NewRound), async (c) =>
    c.json(stored(await createRound(c.var.ctx, c.req.valid("json"))), 201),
  )
  .get("/rounds", validate("query", ListQuery), async (c) =>
    c.json(await listRounds(c.var.ctx, c.req.valid("query"))),
  )
  .get("/rounds/:id", async (c) => {
    const { round, invitations } = await findRound(c.var.ctx, c.req.param("id"));
    return c.json({ round, invitations });
  })
  .patch("/rounds/:id", validate("json", RoundChange), async (c) =>
    c.json(stored(await changeRound(c.var.ctx, c.req.param("id"), c.req.valid("json")))),
  )
  .put("/rounds/:id/self-grade", validate("json", NewSelfGrade), async (c) =>
    c.json(stored(await saveSelfGrade(c.var.ctx, c.req.param("id"), c.req.valid("json")))),
  )
  .post("/rounds/:id/launch", validateOptionalJson(Launch), async (c) =>
    c.json(stored(await launchRound(c.var.ctx, c.req.param("id"), c.req.valid("json")))),
  )
  .post("/rounds/:id/close", validateOptionalJson(Ending), async (c) =>
    c.json(stored(await closeRound(c.var.ctx, c.req.param("id"), c.req.valid("json")))),
  )
  .post("/rounds/:id/cancel", validateOptionalJson(Ending), async (c) =>
    c.json(stored(await cancelRound(c.var.ctx, c.req.param("id"), c.req.valid("json")))),
  )
  .post("/rounds/:id/release", validateOptionalJson(Release), async (c) =>
    c.json(stored(await releaseReport(c.var.ctx, c.req.param("id"), c.req.valid("json").note))),
  );

const OneRound = z.object({ round: Round });
const one = "/rounds/{id}";

export const roundsEndpoints: Endpoint[] = [
  {
    method: "post",
    path: "/rounds",
    summary: "Make a draft round",
    body: json(NewRound),
    response: created(OneRound),
  },
  {
    method: "get",
    path: "/rounds",
    summary: "Rounds, the newest first",
    query: ListQuery,
    response: ok(listOf("rounds", Round)),
  },
  {
    method: "get",
    path: one,
    summary: "A round and how its invitations stand",
    response: ok(z.object({ round: Round, invitations: InvitationCounts })),
  },
  {
    method: "patch",
    path: one,
    summary: "Change a draft",
    body: json(RoundChange),
    response: ok(OneRound),
    refusals: ["round_not_draft"],
  },
  {
    method: "put",
    path: `${one}/self-grade`,
    summary: "Give or replace our own grade",
    body: json(NewSelfGrade),
    response: ok(z.object({ selfGrade: SelfGrade })),
    refusals: ["self_grade_sealed"],
  },
  {
    method: "post",
    path: `${one}/launch`,
    summary: "Open a round and invite",
    body: json(Launch),
    response: ok(z.object({ invited: z.int() })),
    refusals: [
      "self_grade_missing",
      "senior_contact_missing",
      "tier_missing",
      "throttled",
      "over_budget",
      "no_recipients",
      "deadline_passed",
      "round_not_draft",
      "draft_changed",
    ],
  },
  {
    method: "post",
    path: `${one}/close`,
    summary: "Close a round before its deadline",
    body: json(Ending),
    response: ok(OneRound),
    refusals: ["round_not_open"],
  },
  {
    method: "post",
    path: `${one}/cancel`,
    summary: "Cancel a round; a reason is needed",
    body: json(Ending),
    response: ok(OneRound),
    refusals: ["round_over"],
  },
  {
    method: "post",
    path: `${one}/release`,
    summary: "Send the summary of a closed round to everybody who was invited, once",
    body: json(Release),
    response: ok(z.object({ round: Round, recipients: z.int() })),
    refusals: ["round_open", "round_cancelled", "no_readers"],
  },
];
