import type { Survey } from "#worker/domain/survey/actions.ts";
import { questionsOf } from "#worker/domain/survey/rules.ts";

/** Who will see the answers, in the one sentence that everybody reads. */
export function Promise({ survey }: { survey: Survey }) {
  return survey.round.confidentiality === "confidential" ? (
    <p>
      <b>Confidential:</b> your answers are kept without your name, encrypted until the survey
      closes. Nobody can find them again, so once sent they cannot be changed or withdrawn.
    </p>
  ) : (
    <p>
      <b>With your name:</b> nobody here sees your answers before the survey closes, except what
      needs action at once.
    </p>
  );
}

/** The same in full, and what the other levels are asked; folded away so that the first question comes first. */
export function SmallPrint({ survey }: { survey: Survey }) {
  const { confidentiality } = survey.round;
  return (
    <details class="small-print">
      <summary>Who sees what, and what others are asked</summary>
      {confidentiality === "confidential" ? (
        <Confidential survey={survey} />
      ) : (
        <Named survey={survey} />
      )}
      {survey.questionnaire.tierNote && <p>{survey.questionnaire.tierNote}</p>}
    </details>
  );
}

function Named({ survey: { questionnaire } }: { survey: Survey }) {
  const asksOfManager = questionsOf(questionnaire).some(({ area }) => area === "account-manager");
  return (
    <>
      <p>
        Until the survey closes, one thing only is passed on: a grade of D or F,{" "}
        {asksOfManager && "a low mark for your account manager, "}or a wish to be called or told
        more, each with the comment beside it, so that someone can act on it.
      </p>
      <p>
        After that your answers are shown with your name and title, but not to everybody: the team
        that works for you, partners and your own colleagues see no names, no quotes, and no figures
        of small groups.
        {asksOfManager &&
          " What you say about your account manager goes to their line manager and our leaders, never to your account manager."}
      </p>
      <p>You can send new answers until the survey closes; they replace the earlier ones.</p>
    </>
  );
}

function Confidential({ survey: { sponsor, settings } }: { survey: Survey }) {
  return (
    <>
      <p>
        Your answers are stored without your name, your address, the time or the order in which they
        came. Scores are shown only for groups of five or more people, comments only from groups of
        eight or more and in mixed order.
      </p>
      <p>
        Please do not name yourself in a comment, and leave out what only you could have written.
      </p>
      <CallInstead sponsor={sponsor} supplierName={settings.supplierName} />
    </>
  );
}

function CallInstead({
  sponsor,
  supplierName,
}: {
  sponsor: Survey["sponsor"];
  supplierName: string;
}) {
  if (!sponsor?.phone) return null;
  return (
    <p>
      If you would rather talk: {sponsor.name} at {supplierName} takes your call on{" "}
      <a href={`tel:${sponsor.phone.replaceAll(/[^+\d]/g, "")}`}>{sponsor.phone}</a>.
    </p>
  );
}
