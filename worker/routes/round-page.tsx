import type { Context } from "hono";
import { renderPage } from "#web/document.tsx";
import type { Typed } from "#web/pages/rounds/props.ts";
import { RoundPage } from "#web/pages/rounds/round.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { viewRoundPage } from "../domain/round/actions-page.ts";
import type { Refusal } from "../errors.ts";
import type { StaffApp } from "../middleware/staff.ts";

export type StaffContext = Context<StaffApp, string>;

/** The page of a round, with what was refused and everything that was typed. */
export async function showRound(c: StaffContext, refusal?: Refusal, typed: Typed = {}) {
  const { ctx, frame } = c.var;
  const view = await viewRoundPage(ctx, c.req.param("id")!);
  const props = {
    view,
    typed,
    errors: refusal ? errorsOf(refusal) : [],
    done: c.req.query("done"),
    viewerEmail: ctx.actor.email,
    reachesAccounts: ctx.actor.role !== "independent_administrator",
    timeZone: frame.timeZone,
  };
  const title = `${view.round.name}, ${view.account.name}`;
  const status = refusal ? (refusal.reason === "invalid" ? 422 : 409) : 200;
  const islands = view.round.status === "draft" ? ["wording"] : [];
  return c.html(renderPage({ frame, title, islands, children: <RoundPage {...props} /> }), status);
}

/** A refusal beside its fields, or as one sentence. */
const errorsOf = ({ reason, message, details }: Refusal): FieldError[] =>
  reason === "invalid" ? (details as FieldError[]) : [{ field: "", message }];

/** Back to the page of the round, which says what was done; to one of its sections where that is below. */
export const backToRound = (c: StaffContext, done: string, section?: string) =>
  c.redirect(`${paths.round(c.req.param("id")!)}?done=${done}${section ? `#${section}` : ""}`, 303);
