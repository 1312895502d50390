import { OptedOutPage, OptOutPage } from "#web/pages/opt-out/opt-out.tsx";
import { Hono } from "hono";
import type { App } from "../context.ts";
import { openOptOut, optOut } from "../domain/opt-out/actions.ts";
import { answerWithLetter, limitRespondent } from "../middleware/respondent.ts";

export const optOutRoutes = new Hono<App>()
  .get("/u/:token", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const { email, settings } = await openOptOut(c.var.ctx, token);
    const props = { token, email, supplierName: settings.supplierName };
    return answerWithLetter(c, {
      settings,
      title: "No more surveys",
      children: <OptOutPage {...props} />,
    });
  })
  // A mail program's one-click POST (RFC 8058) and our button end the same: the body does not matter.
  .post("/u/:token", async (c) => {
    const { email, settings } = await optOut(c.var.ctx, c.req.param("token"));
    const children = <OptedOutPage email={email} supplierName={settings.supplierName} />;
    return answerWithLetter(c, { settings, title: "No more surveys", children });
  });
