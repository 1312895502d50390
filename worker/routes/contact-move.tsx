import { renderPage } from "#web/document.tsx";
import { ContactMovePage } from "#web/pages/contacts/move.tsx";
import { paths } from "#web/paths.ts";
import { Hono, type Context } from "hono";
import { changeContact } from "../domain/contact/actions.ts";
import { readMoveChoice } from "../domain/contact/actions-standing.ts";
import type { Refusal } from "../errors.ts";
import { readForm, textOf } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

export const contactMoveRoutes = new Hono<StaffApp>()
  .get("/contacts/:id/move", requireStaff, async (c) => movePage(c, c.req.query("q") ?? ""))
  .post("/contacts/:id/move", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const accountId = textOf(form, "accountId");
    const moved = await changeContact(c.var.ctx, id, { accountId });
    if (!moved.ok) return movePage(c, textOf(form, "q"), moved);
    return c.redirect(`${paths.contact(id)}?saved=1`, 303);
  });

async function movePage(
  c: Context<StaffApp, "/contacts/:id/move">,
  search: string,
  refusal: Refusal | null = null,
) {
  const choice = await readMoveChoice(c.var.ctx, c.req.param("id"), search);
  const { timeZone } = c.var.frame;
  const there = (refusal?.details as { contactId?: string }[] | undefined)?.[0]?.contactId;
  const refused = refusal && { message: refusal.message, there };
  const children = <ContactMovePage {...{ choice, refused, timeZone }} />;
  const page = renderPage({ frame: c.var.frame, title: "Works elsewhere now", children });
  return c.html(page, refusal ? 409 : 200);
}
