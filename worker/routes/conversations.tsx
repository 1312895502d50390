import { renderPage } from "#web/document.tsx";
import { ConversationPage } from "#web/pages/conversations/conversation.tsx";
import { NewConversationPage } from "#web/pages/conversations/new.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import {
  readConversation,
  readRecordForm,
  recordConversation,
} from "../domain/conversation/actions.ts";
import { mailConversation } from "../domain/conversation/actions-confirm.ts";
import { refusalErrors } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { readForm } from "../middleware/respondent.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

export const conversationRoutes = new Hono<StaffApp>()
  .get("/accounts/:id/conversations/new", requireStaff, async (c) => {
    const chosen = c.req.query("contact");
    const typed = new Map(chosen === undefined ? [] : [["contactId", [chosen]]]);
    return newPage(c, c.req.param("id"), typed);
  })
  .post("/accounts/:id/conversations/new", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const typed = await readForm(c);
    const answers = new Map(typed);
    const take = (name: string) => {
      const value = answers.get(name)?.[0] ?? "";
      answers.delete(name);
      return value;
    };
    const sent = { contactId: take("contactId"), heldOn: take("heldOn"), answers };
    const recorded = await recordConversation(c.var.ctx, id, sent);
    if (!recorded.ok) return newPage(c, id, typed, refusalErrors(recorded));
    return c.redirect(`${paths.conversation(recorded.id)}?saved=1`, 303);
  })
  .get("/conversations/:id", requireStaff, async (c) => recordPage(c, c.req.param("id")))
  .post("/conversations/:id/mail", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const mailed = await mailConversation(c.var.ctx, id);
    if (!mailed.ok) return recordPage(c, id, refusalErrors(mailed));
    return c.redirect(`${paths.conversation(id)}?mailed=1`, 303);
  });

async function recordPage(c: Context<StaffApp>, id: string, errors: FieldError[] = []) {
  const { ctx, frame } = c.var;
  const conversation = await readConversation(ctx, id);
  const view = {
    conversation,
    errors,
    saved: c.req.query("saved") !== undefined,
    timeZone: frame.timeZone,
  };
  const title = `Conversation at ${conversation.accountName}`;
  const page = renderPage({ frame, title, children: <ConversationPage {...view} /> });
  return c.html(page, errors.length > 0 ? 422 : 200);
}

/** The form, empty or with what was typed and why it was not kept. */
async function newPage(
  c: Context<StaffApp>,
  accountId: string,
  typed: Map<string, string[]>,
  errors: FieldError[] = [],
) {
  const form = await readRecordForm(c.var.ctx, accountId);
  const filled = (name: string) => typed.get(name) ?? [];
  const children = <NewConversationPage {...{ form, filled, errors }} />;
  const page = renderPage({ frame: c.var.frame, title: "Record a conversation", children });
  return c.html(page, errors.length > 0 ? 422 : 200);
}
