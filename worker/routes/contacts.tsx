import { renderPage } from "#web/document.tsx";
import { ContactPage } from "#web/pages/contacts/contact.tsx";
import { ContactLeftPage } from "#web/pages/contacts/left.tsx";
import { NewContactPage } from "#web/pages/contacts/new.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import { requireAccount } from "../domain/account/actions.ts";
import { changeContact, exportContacts } from "../domain/contact/actions.ts";
import { addContact, markDoNotSurvey, readContact } from "../domain/contact/actions-standing.ts";
import { ContactChange, NewContact } from "../domain/contact/change-schema.ts";
import { nameOrAddress } from "../domain/contact/rules.ts";
import { answerCsv } from "../middleware/csv.ts";
import { faultsOf, readForm, refusalErrors, textOf, type Form } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

const labels = {
  firstName: "The first name",
  lastName: "The last name",
  email: "The email address",
  tier: "The level",
  function: "The function",
  jobTitle: "The job title",
  department: "The department",
  locale: "The language",
  status: "The state",
  mostSenior: "The mark",
};

export const contactRoutes = new Hono<StaffApp>()
  .get("/accounts/:id/contacts.csv", requireStaff, async (c) =>
    answerCsv(c, "contacts.csv", await exportContacts(c.var.ctx, c.req.param("id"))),
  )
  .get("/accounts/:id/contacts/new", requireStaff, async (c) => newPage(c, c.req.param("id")))
  .post("/accounts/:id/contacts/new", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const wanted = NewContact.safeParse(form);
    if (!wanted.success) return newPage(c, id, form, faultsOf(wanted.error, labels));
    const added = await addContact(c.var.ctx, id, wanted.data);
    if (!added.ok) return newPage(c, id, form, refusalErrors(added));
    return c.redirect(`${paths.contact(added.id)}?saved=1`, 303);
  })
  .get("/contacts/:id", requireStaff, async (c) => contactPage(c, c.req.param("id")))
  .get("/contacts/:id/left", requireStaff, async (c) => {
    const { ctx, frame } = c.var;
    const contact = await readContact(ctx, c.req.param("id"));
    const children = <ContactLeftPage contact={contact} timeZone={frame.timeZone} />;
    return c.html(renderPage({ frame, title: `Has ${nameOrAddress(contact)} left?`, children }));
  })
  .post("/contacts/:id/do-not-survey", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    await markDoNotSurvey(c.var.ctx, id, textOf(await readForm(c), "mark") === "yes");
    return c.redirect(`${paths.contact(id)}?saved=1`, 303);
  })
  .post("/contacts/:id", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const change = ContactChange.safeParse(changeFrom(form));
    if (!change.success) return contactPage(c, id, form, faultsOf(change.error, labels));
    const saved = await changeContact(c.var.ctx, id, change.data);
    if (!saved.ok) return contactPage(c, id, form, refusalErrors(saved));
    return c.redirect(`${paths.contact(id)}?saved=1`, 303);
  });

/** The buttons send one field, the form sends the others: what is not sent stays as it is. */
const changeFrom = ({ mostSenior, ...fields }: Form) =>
  mostSenior === undefined ? fields : { ...fields, mostSenior: mostSenior === "yes" };

async function contactPage(
  c: Context<StaffApp>,
  id: string,
  typed: Form = {},
  errors: FieldError[] = [],
) {
  const contact = await readContact(c.var.ctx, id);
  const saved = errors.length === 0 && c.req.query("saved") !== undefined;
  const children = <ContactPage {...{ contact, typed, errors, saved }} />;
  const page = renderPage({ frame: c.var.frame, title: nameOrAddress(contact), children });
  return c.html(page, errors.length > 0 ? 422 : 200);
}

async function newPage(
  c: Context<StaffApp>,
  accountId: string,
  typed: Form = {},
  errors: FieldError[] = [],
) {
  const account = await requireAccount(c.var.ctx, accountId);
  const children = <NewContactPage {...{ account, typed, errors }} />;
  const page = renderPage({ frame: c.var.frame, title: "Add a contact", children });
  return c.html(page, errors.length > 0 ? 422 : 200);
}
