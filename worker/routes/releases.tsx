import { renderPage } from "#web/document.tsx";
import { ClientPage, clientTitle } from "#web/pages/client/client.tsx";
import { ReleasePage } from "#web/pages/releases/release.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import {
  previewMail,
  previewPage,
  releaseReport,
  viewRelease,
  withdrawRelease,
  withholdReport,
} from "../domain/release/actions.ts";
import { ReleaseNote, WithholdReason } from "../domain/release/schema.ts";
import { accepted } from "../errors.ts";
import { readForm, refusalErrors, textOf } from "../middleware/form.ts";
import { framing, mailInFrame } from "../middleware/headers.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { answerWithLetter } from "../middleware/respondent.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

type Again = { note?: string; reason?: string; errors: FieldError[]; status?: 200 | 409 | 422 };
type Staff = Context<StaffApp, string>;

async function page(c: Staff, { note, reason = "", errors, status }: Again) {
  const { ctx, frame } = c.var;
  const view = accepted(await viewRelease(ctx, c.req.param("id")!));
  const shown = { note: note ?? "", reason, errors, done: c.req.query("done") };
  const children = <ReleasePage view={view} {...shown} timeZone={frame.timeZone} />;
  const title = `Release to the client: ${view.account.name}`;
  c.header("Content-Security-Policy", framing);
  return c.html(renderPage({ frame, title, children }), status ?? 200);
}

const back = (c: Staff, done: string) =>
  c.redirect(`${paths.roundRelease(c.req.param("id")!)}?done=${done}`, 303);

/** The sentence as it would be stored; what is too long to be stored is shown as nothing. */
const noteIn = (typed: string | undefined) => ReleaseNote.safeParse(typed ?? "").data ?? null;

const fault = (field: string, message: string): FieldError[] => [{ field, message }];

/** What stands against a sentence: it cannot be stored, or it is not the one that was looked at. */
function faultsIn(note: string, seen: string): FieldError[] {
  const parsed = ReleaseNote.safeParse(note);
  if (!parsed.success) return fault("note", `The sentence ${parsed.error.issues[0]!.message}.`);
  if (parsed.data === noteIn(seen)) return [];
  return fault("note", "Your sentence is new. Look at it below, then release.");
}

export const releaseRoutes = new Hono<StaffApp>()
  .get("/rounds/:id/release", requireStaff, (c) => {
    const note = c.req.query("note") ?? "";
    const errors = faultsIn(note, note);
    return page(c, { note, errors, status: errors.length > 0 ? 422 : 200 });
  })
  .get("/rounds/:id/release/page", requireStaff, async (c) => {
    const note = noteIn(c.req.query("note"));
    const { settings, view } = accepted(await previewPage(c.var.ctx, c.req.param("id"), note));
    return answerWithLetter(c, {
      settings,
      title: clientTitle(view),
      children: <ClientPage view={view} />,
      inFrame: true,
    });
  })
  .get("/rounds/:id/release/mail", requireStaff, async (c) => {
    const id = c.req.param("id");
    const note = noteIn(c.req.query("note"));
    const shown = { note, page: paths.roundReleasePage(id, note ?? "") };
    const { html } = accepted(await previewMail(c.var.ctx, id, shown));
    c.header("Content-Security-Policy", mailInFrame);
    c.header("X-Frame-Options", "SAMEORIGIN");
    return c.html(html.replace("<head>", '<head><base target="_blank">'));
  })
  .post("/rounds/:id/release", sameOrigin, requireStaff, async (c) => {
    const id = c.req.param("id");
    accepted(await viewRelease(c.var.ctx, id));
    const form = await readForm(c);
    const note = textOf(form, "note");
    const errors = faultsIn(note, textOf(form, "seen"));
    if (errors.length > 0) return page(c, { note, errors, status: 422 });
    const released = await releaseReport(c.var.ctx, id, noteIn(note));
    if (released.ok) return back(c, "released");
    return page(c, { note, errors: refusalErrors(released), status: 409 });
  })
  .post("/rounds/:id/release/withhold", sameOrigin, requireStaff, async (c) => {
    const id = c.req.param("id");
    accepted(await viewRelease(c.var.ctx, id));
    const reason = textOf(await readForm(c), "reason");
    const parsed = WithholdReason.safeParse(reason);
    if (!parsed.success) {
      const errors = fault("reason", `The reason ${parsed.error.issues[0]!.message}.`);
      return page(c, { reason, errors, status: 422 });
    }
    const done = await withholdReport(c.var.ctx, id, parsed.data);
    if (done.ok) return back(c, "withheld");
    return page(c, { reason, errors: refusalErrors(done), status: 409 });
  })
  .post("/rounds/:id/release/withdraw", sameOrigin, requireStaff, async (c) => {
    accepted(await withdrawRelease(c.var.ctx, c.req.param("id")));
    return back(c, "withdrawn");
  });
