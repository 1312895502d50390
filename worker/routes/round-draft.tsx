import { renderPage } from "#web/document.tsx";
import { PreviewPage } from "#web/pages/rounds/preview.tsx";
import { SurveyPage } from "#web/pages/survey/survey.tsx";
import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import * as z from "zod";
import { Tier } from "../domain/contact/schema.ts";
import { submitSection } from "../domain/round/actions-form.ts";
import { readNoteFields, sendNotes } from "../domain/round/actions-note.ts";
import { openPreview, previewMail, previewSurvey } from "../domain/round/actions-preview.ts";
import { readSection, sections, type SectionName } from "../domain/round/form-rules.ts";
import { accepted } from "../errors.ts";
import { framing, mailInFrame } from "../middleware/headers.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { answerWithLetter } from "../middleware/respondent.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";
import { backToRound, showRound, type StaffContext } from "./round-page.tsx";

const Shown = z.object({
  tier: Tier.default("manager"),
  sitting: z.coerce
    .number()
    .pipe(z.union([z.literal(1), z.literal(2)]))
    .catch(1),
});

/** Saves one section of a draft's page and comes back to it. */
async function saveSection(c: StaffContext, section: SectionName) {
  const body = await c.req.parseBody({ all: true });
  const saved = await submitSection(c.var.ctx, c.req.param("id")!, section, body);
  if (saved.ok) return backToRound(c, section, section);
  return showRound(c, saved, { section: readSection(section, body) });
}

/** The steps of a draft, and what its levels will see. */
export const roundDraftRoutes = new Hono<StaffApp>()
  .get("/rounds/:id/preview", requireStaff, validate("query", Shown), async (c) => {
    const { ctx, frame } = c.var;
    const { round } = accepted(await openPreview(ctx, c.req.param("id")));
    const children = <PreviewPage round={round} {...c.req.valid("query")} />;
    c.header("Content-Security-Policy", framing);
    return c.html(renderPage({ frame, title: `Preview of ${round.name}`, children }));
  })
  .get("/rounds/:id/preview/page", requireStaff, validate("query", Shown), async (c) => {
    const { tier, sitting } = c.req.valid("query");
    const { survey } = accepted(await previewSurvey(c.var.ctx, c.req.param("id"), tier));
    const part = survey.round.kind === "annual_review" ? sitting : null;
    const shown = { survey, token: "", sitting: part, filled: () => [], kept: "browser" } as const;
    const { settings, questionnaire } = survey;
    const children = <SurveyPage {...shown} preview />;
    return answerWithLetter(c, { settings, title: questionnaire.title, children, inFrame: true });
  })
  .get("/rounds/:id/preview/mail", requireStaff, validate("query", Shown), async (c) => {
    const { tier, sitting } = c.req.valid("query");
    const id = c.req.param("id");
    const page = paths.roundPreviewSurvey(id, tier, sitting);
    const { html } = accepted(await previewMail(c.var.ctx, id, { tier, page }));
    c.header("Content-Security-Policy", mailInFrame);
    c.header("X-Frame-Options", "SAMEORIGIN");
    return c.html(html.replace("<head>", '<head><base target="_blank">'));
  });

roundDraftRoutes.post("/rounds/:id/note", sameOrigin, requireStaff, async (c) => {
  const fields = readNoteFields(await c.req.parseBody({ all: true }));
  const sent = await sendNotes(c.var.ctx, c.req.param("id"), fields);
  return sent.ok ? backToRound(c, "note", "note") : showRound(c, sent, { note: fields });
});

for (const section of sections)
  roundDraftRoutes.post(`/rounds/:id/${section}`, sameOrigin, requireStaff, (c) =>
    saveSection(c, section),
  );
