import type { Asked } from "#worker/domain/survey/actions.ts";
import type { Question } from "#worker/domain/questions/index.ts";
import { minutesOf, questionsOf, type Sitting } from "#worker/domain/survey/rules.ts";
import { paths } from "../../paths.ts";
import type { Filled } from "../../questions/view.ts";
import { spellUntil } from "../../ui/date.tsx";
import { Copy } from "./copy.tsx";

type Props = {
  survey: Asked;
  token: string;
  sitting: Sitting | null;
  questions: Question[];
  filled: Filled;
};

/** After a submission: thanks, what happens next, and the only copy of the answers that a page ever shows. */
export function ThankYouPage({ survey, token, sitting, questions, filled }: Props) {
  return (
    <article data-done={sitting ?? ""}>
      <h1>
        Thank you, <bdi>{survey.contact.firstName}</bdi>
      </h1>
      <Next survey={survey} />
      {sitting === 1 && <PartTwo survey={survey} token={token} />}
      <h2>{survey.test ? "What you would have sent" : "What you sent"}</h2>
      <Copy questions={questions} filled={filled} />
    </article>
  );
}

function Next({ survey: { test, round, settings, contact } }: { survey: Asked }) {
  const day = spellUntil(round.closesAt, settings.timeZone);
  if (test) return <p>This was a test: nothing was stored. A client sees this page too.</p>;
  if (round.status !== "open")
    return (
      <p>
        Your answers were in before the survey{" "}
        {round.status === "cancelled"
          ? "was cancelled. No report is made of it."
          : "closed, and they count."}
      </p>
    );
  if (round.confidentiality === "confidential")
    return (
      <p>
        Your answers are with us, without your name. This page is the only copy you will see:
        nobody, you included, can find them again.
      </p>
    );
  return (
    <p>
      Your answers are with us. A receipt goes to {contact.email}, unless you asked us for no more
      mail. Should you think differently of something, the same link takes new answers until {day};
      they replace these.
    </p>
  );
}

function PartTwo({ survey, token }: { survey: Asked; token: string }) {
  const part = { sitting: 2 as const };
  const asked = survey.contact.function ? { ...part, function: survey.contact.function } : part;
  const minutes = minutesOf(questionsOf(survey.questionnaire, asked));
  return (
    <div class="note">
      <p>
        Part two looks ahead: your plans, what will be hard, and what would make working with us
        easier. It takes {minutes} minutes, now or on another day.
      </p>
      <a class="button" href={`${paths.survey(token)}?sitting=2`}>
        Go on to part two
      </a>
    </div>
  );
}
