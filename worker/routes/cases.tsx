import { renderPage } from "#web/document.tsx";
import { CasePage } from "#web/pages/cases/case.tsx";
import { CaseList } from "#web/pages/cases/list.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import * as z from "zod";
import { changeCase, exportCases, findCases, readCase } from "../domain/case/actions.ts";
import { triggerWords } from "../domain/case/rules.ts";
import { CaseChange } from "../domain/case/schema.ts";
import { faultsOf, readForm, refusalErrors, type Form } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const pageLength = 50;
const ListQuery = z.object({
  show: z.enum(["waiting", "resolved"]).catch("waiting"),
  cursor: z.string().max(2000).optional(),
});

const labels = {
  status: "The state",
  ownerId: "The owner",
  resolution: "The resolution",
  rootCause: "The cause",
  prevention: "What prevents it",
  clientTold: "Whether the client was told",
  note: "The note",
};

export const caseRoutes = new Hono<StaffApp>()
  .get(paths.cases, requireStaff, validate("query", ListQuery), async (c) => {
    const { show, cursor } = c.req.valid("query");
    const { ctx, frame } = c.var;
    const resolved = show === "resolved";
    const found = await findCases(ctx, { resolved, cursor, limit: pageLength });
    const view = { ...found, resolved, paged: cursor !== undefined, timeZone: frame.timeZone };
    return c.html(renderPage({ frame, title: "Cases", children: <CaseList {...view} /> }));
  })
  .get(paths.casesCsv, requireStaff, async (c) =>
    c.body(await exportCases(c.var.ctx), 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="cases.csv"',
    }),
  )
  .get("/cases/:id", requireStaff, async (c) => casePage(c, c.req.param("id")))
  .post("/cases/:id", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const change = CaseChange.safeParse(changeFrom(form));
    if (!change.success) return casePage(c, id, form, faultsOf(change.error, labels));
    const saved = await changeCase(c.var.ctx, id, change.data);
    if (!saved.ok) return casePage(c, id, form, refusalErrors(saved));
    return c.redirect(`${paths.case(id)}?saved=1`, 303);
  });

const noneWhenEmpty = new Set(["ownerId", "resolution"]);
const told = new Map<unknown, boolean | null>([
  ["yes", true],
  ["no", false],
  ["", null],
]);

/** A form's fields as a change: an empty choice is none, an empty note is not sent. */
const changeFrom = (form: Form): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(form)
      .filter(([name, value]) => Object.hasOwn(labels, name) || (name === "version" && value))
      .filter(([name, value]) => name !== "note" || value !== "")
      .map(([name, value]) => {
        if (name === "version") return [name, Number(value)];
        if (name === "clientTold") return [name, told.has(value) ? told.get(value) : value];
        return [name, noneWhenEmpty.has(name) && value === "" ? null : value];
      }),
  );

async function casePage(
  c: Context<StaffApp>,
  id: string,
  typed: Form = {},
  errors: FieldError[] = [],
) {
  const { ctx, frame } = c.var;
  const page = await readCase(ctx, id);
  const saved = errors.length === 0 && c.req.query("saved") !== undefined;
  const view = { page, typed, errors, saved, timeZone: frame.timeZone };
  const title = `${page.case.contact.name}: ${triggerWords[page.case.trigger].toLowerCase()}`;
  const html = renderPage({ frame, title, children: <CasePage {...view} /> });
  return c.html(html, errors.length > 0 ? 422 : 200);
}
