import { renderPage } from "#web/document.tsx";
import { endedTitle, FreshLinkPage, LinkEndedPage } from "#web/pages/links/ended.tsx";
import { SharedReportPage } from "#web/pages/reports/shared.tsx";
import { emptyShare, SharesPage, type ShareFields } from "#web/pages/shares/shares.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import {
  openShared,
  previewShared,
  renewShared,
  revokeShare,
  shareReport,
  viewShares,
} from "../domain/share/actions.ts";
import { NewShare } from "../domain/share/schema.ts";
import { accepted } from "../errors.ts";
import { faultsOf, readForm, refusalErrors, textOf } from "../middleware/form.ts";
import { outsideFrame } from "../middleware/frame.ts";
import { framing, pageInFrame } from "../middleware/headers.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { answerWithLetter, limitRespondent } from "../middleware/respondent.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

type Typed = { typed: ShareFields; errors: FieldError[] };
const labels = { name: "The name", email: "The email address", note: "The word", days: "The time" };

async function page(c: Context<StaffApp, string>, again?: Typed) {
  const { ctx, frame } = c.var;
  const view = accepted(await viewShares(ctx, c.req.param("id")!));
  const { typed = emptyShare, errors = [] } = again ?? {};
  const props = { view, typed, errors, done: c.req.query("done"), timeZone: frame.timeZone };
  c.header("Content-Security-Policy", framing);
  const title = `Share the report: ${view.account.name}`;
  const children = <SharesPage {...props} />;
  return c.html(renderPage({ frame, title, children }), again ? 422 : 200);
}

const back = (c: Context<StaffApp, string>, done: string) =>
  c.redirect(`${paths.roundShares(c.req.param("id")!)}?done=${done}`, 303);

export const shareRoutes = new Hono<StaffApp>()
  .get("/rounds/:id/shares", requireStaff, (c) => page(c))
  .get("/rounds/:id/shares/page", requireStaff, async (c) => {
    const shown = accepted(await previewShared(c.var.ctx, c.req.param("id")));
    const frame = outsideFrame(c, c.var.frame);
    const { timeZone } = frame;
    const children = <SharedReportPage {...shown} timeZone={timeZone} expiresAt={null} />;
    c.header("Content-Security-Policy", pageInFrame);
    c.header("X-Frame-Options", "SAMEORIGIN");
    return c.html(renderPage({ frame, title: shown.report.round.accountName, children }));
  })
  .post("/rounds/:id/shares", sameOrigin, requireStaff, async (c) => {
    const { ctx } = c.var;
    const id = c.req.param("id");
    accepted(await viewShares(ctx, id));
    const form = await readForm(c);
    const read = (name: string) => textOf(form, name);
    const typed = {
      name: read("name"),
      email: read("email"),
      note: read("note"),
      days: read("days"),
    };
    const parsed = NewShare.safeParse(typed);
    if (!parsed.success) return page(c, { typed, errors: faultsOf(parsed.error, labels) });
    const shared = await shareReport(ctx, id, parsed.data, read("key").slice(0, 64));
    return shared.ok ? back(c, "shared") : page(c, { typed, errors: refusalErrors(shared) });
  })
  .post("/rounds/:id/shares/:shareId/revoke", sameOrigin, requireStaff, async (c) => {
    accepted(await revokeShare(c.var.ctx, c.req.param("id"), c.req.param("shareId")));
    return back(c, "revoked");
  })
  .get("/v/:token", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const opened = await openShared(c.var.ctx, token);
    const { standing, settings } = opened;
    if (standing !== "open") {
      const children = <LinkEndedPage standing={standing} action={paths.sharedFresh(token)} />;
      return answerWithLetter(c, { settings, title: endedTitle[standing], status: 410, children });
    }
    const { report, asked, link } = opened;
    const frame = outsideFrame(c, settings);
    const shown = { report, asked, timeZone: settings.timeZone, expiresAt: link.expiresAt };
    c.header("X-Robots-Tag", "noindex");
    const children = <SharedReportPage {...shown} />;
    return c.html(renderPage({ frame, title: report.round.accountName, children }));
  })
  .post("/v/:token/fresh", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const { standing, settings } = await renewShared(c.var.ctx, token);
    if (standing === "open") return c.redirect(paths.sharedReport(token), 303);
    if (standing === "expired")
      return answerWithLetter(c, { settings, title: "On its way", children: <FreshLinkPage /> });
    const children = <LinkEndedPage standing={standing} action="" />;
    return answerWithLetter(c, { settings, title: endedTitle[standing], status: 410, children });
  });
