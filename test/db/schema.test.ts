import { env } from "cloudflare:workers";
import { expect, test } from "vitest";

const rowidTables = ["setting", "audit_entry"];

test("every table that is not read in order of writing is WITHOUT ROWID", async () => {
  const { results } = await env.DB.prepare("pragma table_list").all<{
    name: string;
    type: string;
    wr: number;
  }>();
  const own = results.filter(
    ({ name, type }) => type === "table" && !/^(sqlite_|_cf_|d1_)/.test(name),
  );
  expect(own.length).toBeGreaterThan(20);
  expect(
    own
      .filter(({ wr }) => wr === 0)
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...rowidTables].sort());
});

test("no foreign key deletes or changes children by itself", async () => {
  const { results } = await env.DB.prepare(
    "select sql from sqlite_master where type = 'table'",
  ).all<{ sql: string }>();
  expect(results.filter(({ sql }) => /ON (DELETE|UPDATE) (CASCADE|SET)/i.test(sql))).toEqual([]);
});

test("the triggers and partial indexes that guard the rules are in place", async () => {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = 'trigger' or sql like '%WHERE%' order by name",
  ).all<{ name: string }>();
  expect(results.map(({ name }) => name)).toEqual([
    "action_late",
    "action_owner",
    "case_waiting",
    "client_link_is_kept_outside",
    "client_link_plan",
    "contact_most_senior",
    "contact_standing_is_kept_outside",
    "invitation_keeps_confidence",
    "invitation_link_is_kept_outside",
    "invitation_postponed",
    "invitation_remind",
    "invitation_scope_is_write_once",
    "message_failed",
    "message_invitation",
    "message_waiting",
    "opt_out_is_kept_outside",
    "plan_reply_waiting",
    "portfolio_launch_queued",
    "report_answered",
    "report_area_keeps_group_size",
    "report_comment_keeps_confidence_on_insert",
    "report_comment_keeps_confidence_on_update",
    "report_figures_are_immutable",
    "report_keeps_group_size",
    "response_is_sealed_on_insert",
    "response_is_sealed_on_update",
    "round_confidentiality_is_write_once",
    "round_draft",
    "round_due",
    "round_end_is_kept_outside",
    "round_group_size_is_safe",
    "round_group_size_is_write_once",
    "round_kept",
    "round_key_is_write_once",
    "round_keyed",
    "round_opens_with_key",
    "round_scope_is_write_once",
    "round_second",
    "round_unreleased",
    "sealed_response_belongs_to_open_round",
    "sealed_response_is_write_once",
    "sealed_response_stays_while_open",
    "self_grade_is_sealed_on_update",
    "staff_access_is_kept_outside",
    "suppression_is_kept_outside",
    "webhook_waiting",
  ]);
});
