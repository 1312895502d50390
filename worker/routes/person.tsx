import { renderPage } from "#web/document.tsx";
import { PersonPage } from "#web/pages/person/person.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import type { Context } from "hono";
import { Hono } from "hono";
import { countHeld, erasePerson, exportPerson } from "../domain/person/actions.ts";
import { PersonQuery } from "../domain/person/schema.ts";
import { faultsOf, readForm, textOf } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireRole, requireStaff, type StaffApp } from "../middleware/staff.ts";

type Said = { typed?: string; email?: string; errors?: FieldError[] };

async function page(c: Context<StaffApp>, { typed = "", email, errors = [] }: Said = {}) {
  const { ctx, frame } = c.var;
  const props = {
    email: email ?? typed,
    held: email === undefined ? null : await countHeld(ctx, email),
    errors,
    erased: c.req.query("done") === "erased",
  };
  const children = <PersonPage {...props} />;
  const html = renderPage({ frame, title: "One person’s data", children });
  return c.html(html, errors.length > 0 ? 422 : 200);
}

/** Reads whose data it is about; a page that says what is wrong when it is nobody's address. */
async function readQuery(c: Context<StaffApp>) {
  const form = await readForm(c);
  const { data, error } = PersonQuery.safeParse({ email: textOf(form, "email").trim() });
  const typed = textOf(form, "email");
  const errors = error ? faultsOf(error, { email: "The address" }) : [];
  return { form, email: data?.email ?? null, typed, errors };
}

/** One person's data: what is held, a copy of it, and its end. Admins only; addresses stand in no URL. */
export const personRoutes = new Hono<StaffApp>()
  .use("/person", requireStaff, requireRole("admin"), sameOrigin)
  .use("/person/*", requireStaff, requireRole("admin"), sameOrigin)
  .get("/person", (c) => page(c))
  .post("/person", async (c) => {
    const { email, typed, errors } = await readQuery(c);
    return email === null ? page(c, { typed, errors }) : page(c, { email });
  })
  .post("/person/export", async (c) => {
    const { email, typed, errors } = await readQuery(c);
    if (email === null) return page(c, { typed, errors });
    const exported = await exportPerson(c.var.ctx, email);
    if (!exported.ok) return page(c, { email, errors: [{ field: "", message: exported.message }] });
    c.header("Content-Disposition", 'attachment; filename="person.json"');
    return c.body(exported.json, 200, { "Content-Type": "application/json; charset=utf-8" });
  })
  .post("/person/erase", async (c) => {
    const { form, email, typed, errors } = await readQuery(c);
    if (email === null) return page(c, { typed, errors });
    const refuse = (field: string, message: string) =>
      page(c, { email, errors: [{ field, message }] });
    if (textOf(form, "confirmation").trim().toLowerCase() !== email)
      return refuse("confirmation", "What you typed is not this address.");
    const noMoreMail = form["noMoreMail"] !== undefined;
    const erased = await erasePerson(c.var.ctx, email, { noMoreMail });
    if (!erased.ok) return refuse("", erased.message);
    return c.redirect(`${paths.person}?done=erased`, 303);
  });
