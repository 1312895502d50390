import { ClientPage, clientTitle } from "#web/pages/client/client.tsx";
import { emptyForm, type PlanForm } from "#web/pages/client/plan-form.ts";
import { endedTitle, FreshLinkPage, LinkEndedPage } from "#web/pages/links/ended.tsx";
import { paths } from "#web/paths.ts";
import { Hono, type Context } from "hono";
import type { App } from "../context.ts";
import {
  answerPlan,
  openClientPage,
  renewClientLink,
  type ClientView,
} from "../domain/client-page/actions.ts";
import type { LinkStanding } from "../domain/link/rules.ts";
import type { Settings } from "../domain/setting/schema.ts";
import { answerWithLetter, limitRespondent, readForm } from "../middleware/respondent.ts";

type Client = Context<App, "/c/:token">;
type Shown = { settings: Settings; view: ClientView };

const pageOf = (c: Client) => paths.clientPage(c.req.param("token"));

function ended(c: Client, settings: Settings, standing: LinkStanding, written: string[] = []) {
  if (standing === "open") return c.redirect(pageOf(c), 303);
  const action = paths.clientFresh(c.req.param("token"));
  const children = <LinkEndedPage {...{ standing, action, written }} />;
  return answerWithLetter(c, { settings, title: endedTitle[standing], status: 410, children });
}

const wordsIn = (sent: Map<string, string[]>): string[] =>
  [...sent]
    .filter(([name]) => /^(text\.|expectations$|successCriteria$|comment$)/.test(name))
    .flatMap(([, values]) => values.filter((value) => value.trim() !== ""));

/** The page with what was typed, and what keeps it from being sent. */
function again(c: Client, { settings, view }: Shown, form: Partial<PlanForm>) {
  const shown = { ...emptyForm(pageOf(c)), ...form };
  const children = <ClientPage view={view} form={shown} />;
  const status = shown.outdated.length > 0 ? 409 : 422;
  return answerWithLetter(c, { settings, title: clientTitle(view), status, children });
}

/** The client's own page, by private link. */
export const clientPageRoutes = new Hono<App>()
  .get("/c/:token", limitRespondent, async (c) => {
    const opened = await openClientPage(c.var.ctx, c.req.param("token"));
    const { standing, settings, view } = opened;
    if (!view) return ended(c, settings, standing);
    const thanks = c.req.query("thanks") !== undefined;
    const children = <ClientPage view={view} form={emptyForm(pageOf(c))} thanks={thanks} />;
    return answerWithLetter(c, { settings, title: clientTitle(view), children });
  })
  .post("/c/:token", limitRespondent, async (c) => {
    const sent = await readForm(c);
    const answered = await answerPlan(c.var.ctx, c.req.param("token"), sent);
    if (answered.kind === "kept") return c.redirect(`${pageOf(c)}?thanks`, 303);
    if (answered.kind === "closed")
      return ended(c, answered.settings, answered.standing, wordsIn(sent));
    return again(c, answered, { ...answered, filled: (name) => sent.get(name)?.[0] ?? "" });
  })
  .post("/c/:token/fresh", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const { standing, settings } = await renewClientLink(c.var.ctx, token);
    if (standing === "open") return c.redirect(paths.clientPage(token), 303);
    if (standing === "expired")
      return answerWithLetter(c, { settings, title: "On its way", children: <FreshLinkPage /> });
    const children = <LinkEndedPage standing={standing} action="" />;
    return answerWithLetter(c, { settings, title: endedTitle[standing], status: 410, children });
  });
