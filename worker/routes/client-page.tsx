import { ClientPage } from "#web/pages/client/client.tsx";
import { endedTitle, FreshLinkPage, LinkEndedPage } from "#web/pages/links/ended.tsx";
import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import type { App } from "../context.ts";
import { openClientPage, renewClientLink } from "../domain/client-page/actions.ts";
import { answerWithLetter, limitRespondent } from "../middleware/respondent.ts";

/** The client's own page, by private link. */
export const clientPageRoutes = new Hono<App>()
  .get("/c/:token", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const { standing, settings, view } = await openClientPage(c.var.ctx, token);
    if (view) {
      const title = `What ${view.accountName} told us`;
      return answerWithLetter(c, { settings, title, children: <ClientPage view={view} /> });
    }
    const ended = { standing, action: paths.clientFresh(token) };
    const children = <LinkEndedPage {...ended} />;
    return answerWithLetter(c, { settings, title: endedTitle[standing], status: 410, children });
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
