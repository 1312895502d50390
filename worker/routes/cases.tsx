import { renderPage } from "#web/document.tsx";
import { CasePage } from "#web/pages/cases/case.tsx";
import { CaseList } from "#web/pages/cases/list.tsx";
import { paceMonths } from "#web/pages/cases/pace.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import * as z from "zod";
import { NewAction } from "../domain/action/schema.ts";
import { addEvidence, logContact, measurePace } from "../domain/case/actions-log.ts";
import { changeCase, exportCases, findCases, readCase } from "../domain/case/actions.ts";
import { promiseFromCase } from "../domain/case/actions-promise.ts";
import { instantOf } from "../domain/case/pace-rules.ts";
import { triggerWords } from "../domain/case/rules.ts";
import { CaseChange, NewCaseContact, NewEvidence } from "../domain/case/schema.ts";
import { answerCsv } from "../middleware/csv.ts";
import { faultsOf, readForm, refusalErrors, textOf, type Form } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const pageLength = 50;
const ListQuery = z.object({
  show: z.enum(["waiting", "resolved"]).catch("waiting"),
  cursor: z.string().max(2000).optional(),
  months: z.coerce.number().pipe(z.literal(paceMonths)).catch(12),
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
const contactLabels = {
  at: "The time",
  how: "The way",
  person: "The name",
  said: "What was said",
};
const actionLabels = { title: "The title", promise: "What we will do", dueOn: "The due date" };
const evidenceLabels = { evidenceTitle: "What it is", link: "The address", words: "The text" };

export const caseRoutes = new Hono<StaffApp>()
  .get(paths.cases, requireStaff, validate("query", ListQuery), async (c) => {
    const { show, cursor, months } = c.req.valid("query");
    const { ctx, frame } = c.var;
    const resolved = show === "resolved";
    const [found, pace] = await Promise.all([
      findCases(ctx, { resolved, cursor, limit: pageLength }),
      measurePace(ctx, months),
    ]);
    const view = {
      ...found,
      pace,
      months,
      resolved,
      paged: cursor !== undefined,
      timeZone: frame.timeZone,
    };
    return c.html(renderPage({ frame, title: "Cases", children: <CaseList {...view} /> }));
  })
  .get(paths.casesCsv, requireStaff, validate("query", ListQuery), async (c) =>
    answerCsv(
      c,
      "cases.csv",
      await exportCases(c.var.ctx, c.req.valid("query").show === "resolved"),
    ),
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
  })
  .post("/cases/:id/contacts", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const entry = NewCaseContact.safeParse(contactFrom(form, c.var.frame.timeZone));
    if (!entry.success) return casePage(c, id, form, faultsOf(entry.error, contactLabels));
    const logged = await logContact(c.var.ctx, id, entry.data);
    if (!logged.ok) return casePage(c, id, form, refusalErrors(logged));
    return c.redirect(`${paths.case(id)}?saved=1`, 303);
  })
  .post("/cases/:id/evidence", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const evidence = NewEvidence.safeParse(evidenceFrom(form));
    if (!evidence.success) return casePage(c, id, form, evidenceFaults(form, evidence.error));
    await addEvidence(c.var.ctx, id, evidence.data);
    return c.redirect(`${paths.case(id)}?saved=1`, 303);
  })
  .post("/cases/:id/actions", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const action = NewAction.safeParse(actionFrom(form));
    if (!action.success)
      return casePage(c, id, form, formNames(faultsOf(action.error, actionLabels)));
    const added = await promiseFromCase(c.var.ctx, id, action.data);
    if (!added.ok) return casePage(c, id, form, formNames(refusalErrors(added)));
    return c.redirect(`${paths.case(id)}?saved=1`, 303);
  });

const actionFrom = (form: Form) => ({
  title: textOf(form, "title"),
  promise: textOf(form, "promise"),
  ownerId: textOf(form, "actionOwner") || null,
  dueOn: textOf(form, "dueOn") || null,
  clientVisible: form["clientVisible"] === "yes",
});

/** The case has an owner of its own on the same page. */
const formNames = (errors: FieldError[]) =>
  errors.map((error) => (error.field === "ownerId" ? { ...error, field: "actionOwner" } : error));

const contactFrom = (form: Form, timeZone: string) => ({
  at: instantOf(textOf(form, "at"), timeZone),
  how: textOf(form, "how"),
  person: textOf(form, "person"),
  reached: form["missed"] !== "yes",
  said: textOf(form, "said"),
});

/** An address makes it a link; what was typed in the other field stands beside it in vain, and is said so. */
function evidenceFrom(form: Form) {
  const [link, words] = [textOf(form, "link").trim(), textOf(form, "words")];
  const title = textOf(form, "evidenceTitle");
  return link === ""
    ? { kind: "text", title, content: words }
    : { kind: "link", title, content: link };
}

/** The same by the names that the form gives its fields. */
const evidenceFaults = (form: Form, error: z.ZodError): FieldError[] => {
  const content = textOf(form, "link").trim() === "" ? "words" : "link";
  const issues = error.issues.map((issue) => ({
    ...issue,
    path: [issue.path[0] === "title" ? "evidenceTitle" : content],
  }));
  return faultsOf({ issues } as z.ZodError, evidenceLabels);
};

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
  const why = triggerWords[page.case.trigger];
  const title = `${page.case.contact.name}: ${why[0]!.toLowerCase()}${why.slice(1)}`;
  const html = renderPage({ frame, title, children: <CasePage {...view} /> });
  return c.html(html, errors.length > 0 ? 422 : 200);
}
