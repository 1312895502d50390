import { nameOf } from "#worker/domain/contact/rules.ts";
import type { Survey } from "#worker/domain/survey/actions.ts";
import type { Question } from "#worker/domain/questions/index.ts";
import { minutesOf, sectionsOf, type Sitting } from "#worker/domain/survey/rules.ts";
import type { Section } from "#worker/domain/survey/schema.ts";
import { renderToString } from "preact-render-to-string";
import { paths } from "../../paths.ts";
import { viewOf } from "../../questions/index.ts";
import type { Filled } from "../../questions/view.ts";
import { spellUntil } from "../../ui/date.tsx";
import { ErrorSummary } from "../../ui/notice.tsx";
import { Promise, SmallPrint } from "./promise.tsx";

type FormError = { key: string; message: string };

type Props = {
  survey: Survey;
  token: string;
  sitting: Sitting | null;
  /** What stands in the fields; left out when nobody has touched them. */
  filled?: Filled | undefined;
  /** Where unfinished answers are kept: on our side too, or only in the browser. */
  kept: "server" | "browser";
  errors?: FormError[];
  /** By what a confidential round knows this page again, should it have to be sent twice. */
  once?: string | undefined;
  /** Shown to staff before there is anybody to answer it: then it cannot be sent. */
  preview?: boolean;
};

/** The letter and its questions: one form, complete without script. */
export function SurveyPage(props: Props) {
  const { survey, token, sitting, filled, kept, errors = [], once, preview = false } = props;
  const asked = {
    ...(survey.contact.function && { function: survey.contact.function }),
    ...(sitting && { sitting }),
  };
  const sections = sectionsOf(survey.questionnaire, asked);
  const minutes = minutesOf(sections.flatMap(({ questions }) => questions));
  return (
    <form
      method="post"
      action={preview ? undefined : paths.survey(token)}
      data-kept={preview ? undefined : kept}
      data-sent={errors.length > 0 ? "" : undefined}
    >
      <ErrorSummary
        title="Not sent yet: please look at this again"
        errors={errors.map(({ key, message }) => ({
          field: onPage(sections, key) ? key : "",
          message,
        }))}
      />
      <Greeting {...{ survey, sitting, token, minutes, preview }} />
      {sitting && <input type="hidden" name="sitting" value={sitting} />}
      {once && survey.round.confidentiality === "confidential" && (
        <input type="hidden" name="once" value={once} />
      )}
      {sections.map((section) =>
        filled === undefined ? (
          <BlankQuestions key={section.key} section={section} />
        ) : (
          <Questions key={section.key} section={section} filled={filled} errors={errors} />
        ),
      )}
      <Sending survey={survey} preview={preview} />
      {survey.test || <WaysOut survey={survey} token={token} />}
    </form>
  );
}

/** Whether an error has a field to lead to. */
const onPage = (sections: Section[], key: string) =>
  sections.some(({ questions }) =>
    questions.some((question) => key === question.key || key === `${question.key}.comment`),
  );

type GreetingProps = {
  survey: Survey;
  sitting: Sitting | null;
  token: string;
  minutes: number;
  preview: boolean;
};

function Greeting({ survey, sitting, token, minutes, preview }: GreetingProps) {
  const { questionnaire, contact, account, asker, settings, round } = survey;
  return (
    <div class="letter">
      {survey.test && (
        <p class="note">
          {preview
            ? "This is a preview. It cannot be sent."
            : "This is a test. You can send it like everyone else; nothing is stored."}
        </p>
      )}
      <h1>
        {questionnaire.title}
        {sitting && `, part ${sitting} of 2`}
      </h1>
      <p>
        Dear <bdi>{nameOf(contact)}</bdi>,
      </p>
      <p>
        {asker ? <bdi>{asker.name}</bdi> : settings.supplierName} would like{" "}
        {sitting === 2
          ? "to know what lies ahead of you at"
          : "your honest view, good or bad, of our work for"}{" "}
        <bdi>{account.name}</bdi>. It takes{" "}
        <b>{minutes === 1 ? "a minute" : `${minutes} minutes`}</b> and is open until{" "}
        <b>{spellUntil(round.closesAt, settings.timeZone)}</b>.
      </p>
      <AnsweredBefore survey={survey} sitting={sitting} token={token} />
      <Promise survey={survey} />
      <SmallPrint survey={survey} />
    </div>
  );
}

/** Says that answers are here already; never what they are. */
function AnsweredBefore({ survey, sitting, token }: Omit<GreetingProps, "minutes" | "preview">) {
  if (survey.invitation.revision === 0) return null;
  if (sitting === 2)
    return (
      <p class="note">
        We have part one, thank you.{" "}
        <a href={`${paths.survey(token)}?sitting=1`}>Answer part one again</a>
      </p>
    );
  return (
    <p class="note">
      We have your answers, thank you. If you send new ones, they replace{" "}
      {sitting ? "those of this part" : "all earlier ones"}.
    </p>
  );
}

const nothing: Filled = () => [];
const blanks = new WeakMap<Question, string>();

/** A question that nobody has touched, as HTML: the same for everyone who is asked it, so it is made once. */
function blankOf(question: Question): string {
  const known = blanks.get(question);
  if (known !== undefined) return known;
  const { Input } = viewOf(question);
  const html = renderToString(<Input question={question} filled={nothing} />);
  blanks.set(question, html);
  return html;
}

function BlankQuestions({ section: { title, intro, questions } }: { section: Section }) {
  const head = renderToString(
    <>
      {title && <h2>{title}</h2>}
      {intro && <p class="intro">{intro}</p>}
    </>,
  );
  const html = head + questions.map(blankOf).join("");
  return <section dangerouslySetInnerHTML={{ __html: html }} />;
}

type QuestionsProps = { section: Section; filled: Filled; errors: FormError[] };

function Questions({ section, filled, errors }: QuestionsProps) {
  const errorOf = (key: string) =>
    errors.find((error) => error.key === key || error.key === `${key}.comment`)?.message;
  return (
    <section>
      {section.title && <h2>{section.title}</h2>}
      {section.intro && <p class="intro">{section.intro}</p>}
      {section.questions.map((question) => {
        const { Input } = viewOf(question);
        return (
          <Input
            key={question.key}
            question={question}
            filled={filled}
            error={errorOf(question.key)}
          />
        );
      })}
    </section>
  );
}

type SendingProps = { survey: Survey; preview: boolean };

function Sending({ survey: { round, settings, test }, preview }: SendingProps) {
  const confidential = round.confidentiality === "confidential";
  return (
    <div class="sending">
      <p>
        {confidential
          ? "Please check that no comment names you: what you send cannot be found again."
          : `Your answers go to ${settings.supplierName} with your name. You can send new ones until ${spellUntil(round.closesAt, settings.timeZone)}.`}
      </p>
      <button type="submit" name="intent" value="submit" disabled={preview}>
        {test && !preview ? "Send this test" : "Send my answers"}
      </button>
    </div>
  );
}

function WaysOut({ survey, token }: { survey: Survey; token: string }) {
  const unanswered = survey.invitation.status !== "completed";
  return (
    <ul class="ways-out">
      {unanswered && (
        <>
          <li>
            <a href={paths.surveyLater(token)}>Not now: choose a day</a>
          </li>
          <li>
            <a href={paths.surveyColleague(token)}>I am not the right person</a>
          </li>
        </>
      )}
      {survey.optOutToken && (
        <li>
          <a href={paths.optOut(survey.optOutToken)}>No more surveys, please</a>
        </li>
      )}
    </ul>
  );
}
