import type { Standing, Survey } from "#worker/domain/survey/actions.ts";
import type { Question } from "#worker/domain/questions/index.ts";
import type { Filled } from "../../questions/view.ts";
import { Copy } from "./copy.tsx";
import { standingTitle, StandingText } from "./standing.tsx";

type Props = {
  survey: Survey;
  standing: Exclude<Standing, "open">;
  /** What was sent too late: shown back to its sender, who alone has it now. */
  late?: { questions: Question[]; filled: Filled };
};

/** Only said to who sends answers: opening the link tells nobody. */
const hasAnswered = ({ invitation }: Survey) => invitation.status === "completed";

/** The link is known but takes no answers. */
export function RefusedPage({ survey, standing, late }: Props) {
  return (
    <article data-done="">
      <h1>{standingTitle[standing]}</h1>
      <StandingText survey={survey} standing={standing} />
      {late && (
        <>
          <p>
            What you have just sent was <b>not stored</b>.
            {standing === "closed" && hasAnswered(survey) && (
              <> What counts is what you sent before it closed.</>
            )}{" "}
            Here it is, so that you can keep it:
          </p>
          <Copy {...late} />
        </>
      )}
    </article>
  );
}
