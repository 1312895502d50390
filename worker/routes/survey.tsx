import { RefusedPage } from "#web/pages/survey/refused.tsx";
import { standingTitle } from "#web/pages/survey/standing.tsx";
import { SurveyPage } from "#web/pages/survey/survey.tsx";
import { ThankYouPage } from "#web/pages/survey/thank-you.tsx";
import { Hono } from "hono";
import {
  askedOf,
  keepsDrafts,
  openSurvey,
  returnUnclear,
  saveDraft,
  sittingOf,
  standingOf,
  type SaveResult,
  type Standing,
  type Survey,
  type SurveyForm,
} from "../domain/survey/actions.ts";
import { submitSurvey, type SubmitResult } from "../domain/survey/actions-submit.ts";
import type { Sitting } from "../domain/survey/rules.ts";
import {
  answerWithLetter,
  limitRespondent,
  sittingIn,
  surveyForm,
  type Letter,
  type SurveyApp,
} from "../middleware/respondent.ts";

const answering = { save: saveDraft, submit: submitSurvey, unclear: returnUnclear };

export const surveyRoutes = new Hono<SurveyApp>()
  .get("/s/:token", limitRespondent, async (c) => {
    const token = c.req.param("token");
    const survey = await openSurvey(c.var.ctx, token);
    const standing = standingOf(survey);
    const letter =
      standing === "open"
        ? questions(survey, token, {
            sitting: sittingOf(survey, sittingIn(c.req.query("sitting"))),
            once: c.var.ctx.newId(),
          })
        : refusal(survey, standing);
    return answerWithLetter(c, letter);
  })
  .post("/s/:token", surveyForm, async (c) => {
    const { ctx, form } = c.var;
    const token = c.req.param("token");
    const result = await answering[form.intent](ctx, token, form);
    if (result.kind === "saved") return c.body(null, 204);
    return answerWithLetter(c, outcome(result, token, form));
  });

const filledFrom = (sent: Map<string, string[]>) => (name: string) => sent.get(name) ?? [];
const keptBy = (survey: Survey) => (keepsDrafts(survey) ? "server" : "browser");

/** The survey as it is opened: with the draft, if there is one, and never with answers already sent. */
function questions(
  survey: Survey,
  token: string,
  page: { sitting: Sitting | null; once: string },
): Letter {
  const { settings, questionnaire, invitation } = survey;
  const { draft } = invitation;
  const filled = draft ? (name: string) => [draft[name] ?? []].flat() : undefined;
  const props = { survey, token, ...page, filled, kept: keptBy(survey) } as const;
  return { settings, title: questionnaire.title, children: <SurveyPage {...props} /> };
}

const statusOf = (standing: Exclude<Standing, "open">) => (standing === "answered" ? 409 : 410);

function refusal(survey: Survey, standing: Exclude<Standing, "open">, form?: SurveyForm): Letter {
  const late = form && { questions: askedOf(survey, form.sitting), filled: filledFrom(form.sent) };
  return {
    settings: survey.settings,
    title: standingTitle[standing],
    // To open a page whose answers are in conflicts with nothing; to send more of them does.
    ...((form || standing !== "answered") && { status: statusOf(standing) }),
    children: <RefusedPage survey={survey} standing={standing} {...(late && { late })} />,
  };
}

/** What follows a posted form: thanks, the page again with what is wrong, or why nothing was taken. */
function outcome(
  result: Exclude<SaveResult | SubmitResult, { kind: "saved" }>,
  token: string,
  form: SurveyForm,
): Letter {
  if (result.kind === "refused") return refusal(result.survey, result.standing, form);
  const { sitting } = result;
  const shown = { token, sitting, filled: filledFrom(form.sent) };
  if (result.kind === "invalid") {
    const { survey, errors } = result;
    const once = form.sent.get("once")?.[0];
    const page = <SurveyPage {...shown} {...{ survey, errors, once }} kept={keptBy(survey)} />;
    return { settings: survey.settings, title: "Not sent yet", status: 422, children: page };
  }
  const { survey, after } = result;
  const questions = askedOf(survey, sitting);
  const page = <ThankYouPage {...shown} {...{ survey, questions }} />;
  // What is sent again is not taken again, and says so to programs; to people the page says that it was in.
  const status = after ? statusOf(after) : 200;
  return { settings: survey.settings, title: "Thank you", status, children: page };
}
