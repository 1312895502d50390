import { renderPage } from "#web/document.tsx";
import { LaunchPage } from "#web/pages/portfolio-launches/launch.tsx";
import { LaunchList } from "#web/pages/portfolio-launches/list.tsx";
import { NewLaunchPage } from "#web/pages/portfolio-launches/new.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import * as z from "zod";
import { readAccountChoices } from "../domain/account/actions-list.ts";
import {
  explainLaunch,
  exportLaunch,
  listLaunches,
  resumeLaunch,
  startLaunch,
  stopLaunch,
  viewLaunch,
} from "../domain/portfolio-launch/actions.ts";
import {
  createLaunch,
  newLaunchFields,
  offerAccounts,
} from "../domain/portfolio-launch/actions-new.ts";
import {
  launchInput,
  launchLabels,
  readLaunchFields,
  type LaunchFields,
} from "../domain/portfolio-launch/form-rules.ts";
import { LaunchFilter, NewLaunch, Shown } from "../domain/portfolio-launch/schema.ts";
import { Launch, RoundKind } from "../domain/round/schema.ts";
import { refuse, type Refusal } from "../errors.ts";
import { answerCsv } from "../middleware/csv.ts";
import { faultsOf, readForm, refusalErrors, textOf } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const PageQuery = z.object({
  shown: Shown.catch("all"),
  cursor: z.string().max(2000).optional(),
  done: z.string().max(20).optional(),
});
const NewQuery = LaunchFilter.extend({ kind: RoundKind.optional().catch(undefined) });

/** The form, on a filtered choice of accounts; with what was typed and why nothing was made. */
async function newPage(c: Context<StaffApp>, typed?: LaunchFields, errors: FieldError[] = []) {
  const { ctx, frame } = c.var;
  const { kind, ...filter } = NewQuery.parse(c.req.query());
  const fresh = { ...(await newLaunchFields(ctx)), ...(kind && { kind }) };
  const fields = typed ?? fresh;
  const asked = RoundKind.safeParse(fields.kind).data ?? "satisfaction";
  const [offered, choices] = await Promise.all([
    offerAccounts(ctx, filter, asked),
    readAccountChoices(ctx),
  ]);
  const props = { ...offered, choices, filter, fields, typed: typed !== undefined, errors };
  const children = <NewLaunchPage {...props} timeZone={frame.timeZone} />;
  const page = renderPage({ frame, title: "New portfolio launch", children });
  return c.html(page, errors.length > 0 ? 422 : 200);
}

async function launchPage(c: Context<StaffApp, string>, refusal?: Refusal, typed?: string) {
  const { ctx, frame } = c.var;
  const { done, ...query } = PageQuery.parse(c.req.query());
  const view = await viewLaunch(ctx, c.req.param("id")!, query);
  const props = { view, shown: query.shown, paged: query.cursor !== undefined, done, typed };
  const errors = refusal ? refusalErrors(refusal) : [];
  const children = <LaunchPage {...props} errors={errors} timeZone={frame.timeZone} />;
  const page = renderPage({ frame, title: view.launch.name, children });
  return c.html(page, refusal ? (refusal.reason === "invalid" ? 422 : 409) : 200);
}

const back = (c: Context<StaffApp, string>, done: string) =>
  c.redirect(`${paths.portfolioLaunch(c.req.param("id")!)}?done=${done}`, 303);

export const portfolioLaunchRoutes = new Hono<StaffApp>()
  .get("/portfolio-launches", requireStaff, async (c) => {
    const { ctx, frame } = c.var;
    const launches = await listLaunches(ctx);
    const children = <LaunchList launches={launches} timeZone={frame.timeZone} />;
    return c.html(renderPage({ frame, title: "Portfolio launches", children }));
  })
  .get("/portfolio-launches/new", requireStaff, validate("query", NewQuery), (c) => newPage(c))
  .post("/portfolio-launches", requireStaff, sameOrigin, async (c) => {
    await readForm(c);
    const fields = readLaunchFields(await c.req.parseBody({ all: true }));
    const input = NewLaunch.safeParse(launchInput(fields));
    if (!input.success) return newPage(c, fields, faultsOf(input.error, launchLabels));
    const made = await createLaunch(c.var.ctx, input.data);
    if (!made.ok) return newPage(c, fields, refusalErrors(made));
    return c.redirect(`${paths.portfolioLaunch(made.id)}?done=made`, 303);
  })
  .get("/portfolio-launches/:id", requireStaff, validate("query", PageQuery), (c) => launchPage(c))
  .get("/portfolio-launches/:id/accounts.csv", requireStaff, async (c) =>
    answerCsv(c, "portfolio-launch.csv", await exportLaunch(c.var.ctx, c.req.param("id"))),
  )
  .post("/portfolio-launches/:id/explanation", requireStaff, sameOrigin, async (c) => {
    const typed = textOf(await readForm(c), "explanation");
    const input = Launch.safeParse({ explanation: typed });
    if (!input.success) {
      const faults = faultsOf(input.error, { explanation: "The explanation" });
      return launchPage(c, refuse("invalid", "Nothing was saved.", faults), typed);
    }
    await explainLaunch(c.var.ctx, c.req.param("id"), input.data.explanation);
    return back(c, input.data.explanation ? "explained" : "unexplained");
  })
  .post("/portfolio-launches/:id/start", requireStaff, sameOrigin, async (c) => {
    const started = await startLaunch(c.var.ctx, c.req.param("id"));
    return started.ok ? back(c, "started") : launchPage(c, started);
  })
  .post("/portfolio-launches/:id/stop", requireStaff, sameOrigin, async (c) => {
    await stopLaunch(c.var.ctx, c.req.param("id"));
    return back(c, "stopped");
  })
  .post("/portfolio-launches/:id/resume", requireStaff, sameOrigin, async (c) => {
    await resumeLaunch(c.var.ctx, c.req.param("id"));
    return back(c, "resumed");
  });
