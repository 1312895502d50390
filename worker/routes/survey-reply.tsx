import { CalmPage } from "#web/pages/survey/calm.tsx";
import { ColleaguePage } from "#web/pages/survey/colleague.tsx";
import { LaterPage } from "#web/pages/survey/later.tsx";
import { RefusedPage } from "#web/pages/survey/refused.tsx";
import { standingTitle } from "#web/pages/survey/standing.tsx";
import { spellDay, spellUntil } from "#web/ui/date.tsx";
import { Hono } from "hono";
import type { ComponentChildren } from "preact";
import type { App } from "../context.ts";
import { openSurvey, type Standing, type Survey } from "../domain/survey/actions.ts";
import {
  nominateColleague,
  postponeSurvey,
  replyStandingOf,
} from "../domain/survey/actions-reply.ts";
import { daysToChoose, startOf } from "../domain/survey/postpone-rules.ts";
import { answerWithLetter, limitRespondent, readForm } from "../middleware/respondent.ts";

/** The quiet links of the survey page, each a page with a form of its own. */
export const surveyReplyRoutes = new Hono<App>()
  .get("/s/:token/colleague", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const survey = await openSurvey(c.var.ctx, token);
    const children = <ColleaguePage token={token} accountName={survey.account.name} />;
    return answerWithLetter(c, unlessRefused(survey, "Who is the right person?", children));
  })
  .post("/s/:token/colleague", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const form = await readForm(c);
    const sent = { name: form.get("name")?.[0] ?? "", email: form.get("email")?.[0] ?? "" };
    const result = await nominateColleague(c.var.ctx, token, sent);
    const { survey } = result;
    if (result.kind === "refused") return answerWithLetter(c, refusal(survey, result.standing));
    if (result.kind === "done")
      return answerWithLetter(c, thanks(survey, "Thank you", proposed(sent)));
    const props = { token, accountName: survey.account.name, sent, errors: result.errors };
    return answerWithLetter(c, again(survey, <ColleaguePage {...props} />));
  })
  .get("/s/:token/later", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const survey = await openSurvey(c.var.ctx, token);
    const children = <LaterPage token={token} {...choice(survey, c.var.ctx.now)} />;
    return answerWithLetter(c, unlessRefused(survey, "When would it suit you?", children));
  })
  .post("/s/:token/later", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const day = (await readForm(c)).get("day")?.[0] ?? "";
    const result = await postponeSurvey(c.var.ctx, token, day);
    const { survey } = result;
    if (result.kind === "refused") return answerWithLetter(c, refusal(survey, result.standing));
    if (result.kind === "done")
      return answerWithLetter(c, thanks(survey, "Until then", until(survey, day)));
    const props = { token, ...choice(survey, c.var.ctx.now), chosen: day, errors: result.errors };
    return answerWithLetter(c, again(survey, <LaterPage {...props} />));
  });

const choice = ({ round, settings: { timeZone } }: Survey, now: Date) => ({
  deadline: spellUntil(round.closesAt, timeZone),
  days: daysToChoose(now, round.closesAt, timeZone),
});

const refusal = (survey: Survey, standing: Exclude<Standing, "open">) => ({
  settings: survey.settings,
  title: standingTitle[standing],
  status: standing === "answered" ? (409 as const) : (410 as const),
  children: <RefusedPage survey={survey} standing={standing} />,
});

function unlessRefused(survey: Survey, title: string, children: ComponentChildren) {
  const standing = replyStandingOf(survey);
  return standing === "open"
    ? { settings: survey.settings, title, children }
    : refusal(survey, standing);
}

const again = ({ settings }: Survey, children: ComponentChildren) => ({
  settings,
  title: "Not sent yet",
  status: 422 as const,
  children,
});

const thanks = ({ settings, test }: Survey, title: string, children: ComponentChildren) => ({
  settings,
  title,
  children: (
    <CalmPage title={title}>
      {children}
      {test && <p>This was a test: nothing was stored.</p>}
    </CalmPage>
  ),
});

const proposed = ({ name, email }: { name: string; email: string }) => (
  <p>
    We have noted <bdi>{name}</bdi>, {email}, and count you as not taking part. Should you want to
    answer after all, your link works until the survey closes.
  </p>
);

const until = ({ settings: { timeZone } }: Survey, day: string) => (
  <p>
    We come back to you on {spellDay(startOf(day, timeZone)!, timeZone)}. If you find the time
    before, your link works on any day.
  </p>
);
