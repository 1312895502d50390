import type { DraftView } from "#worker/domain/round/actions-page.ts";
import { gradeAnchors, grades } from "#worker/domain/questions/grade.ts";
import type { SelfGrade } from "#worker/domain/round/schema.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { FieldGroup, TextArea } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import { GradeBadge } from "../../ui/grade.tsx";
import type { RoundPageProps } from "./props.ts";
import { areaWords } from "./words.ts";

type Props = RoundPageProps & { draft: DraftView };

const textsOf = (given: SelfGrade | null) => ({
  grade: given?.grade ?? "",
  reason: given?.reason ?? "",
  predicted: Object.fromEntries(
    Object.entries(given?.predicted ?? {}).map(([area, mean]) => [area, String(mean)]),
  ),
});

/** Our own grade, committed before the client’s is known. The same words are shown to both sides. */
export function SelfGradeSection(props: Props) {
  const { view, reachesAccounts, timeZone } = props;
  return (
    <section id="self-grade">
      <h2>Our own grade</h2>
      {view.selfGrade ? (
        <Given grade={view.selfGrade} timeZone={timeZone} />
      ) : reachesAccounts ? (
        <p>
          Commit before you ask: how would the client grade us? Nobody sees it beside the client's
          answers until the round has closed.
        </p>
      ) : (
        <p>
          Whoever looks after the account gives it, before the launch. Nobody sees it beside the
          client's answers until the round has closed.
        </p>
      )}
      {reachesAccounts && <SelfGradeForm {...props} />}
    </section>
  );
}

function SelfGradeForm({ view, draft, typed, errors }: Props) {
  const { round, selfGrade } = view;
  const fields = typed.grade ?? textsOf(selfGrade);
  const errorOf = errorIn(errors);
  return (
    <form method="post" action={paths.roundSelfGrade(round.id)}>
      <FieldGroup name="grade" legend="We expect the grade" error={errorOf("grade")}>
        <div class="cards">
          {grades.map((letter) => (
            <label key={letter}>
              <input
                type="radio"
                name="grade"
                value={letter}
                required
                checked={fields.grade === letter}
              />
              <span>
                <strong>{letter}</strong> {gradeAnchors[letter]}
              </span>
            </label>
          ))}
        </div>
      </FieldGroup>
      <TextArea
        label="Why, in a sentence"
        name="reason"
        value={fields.reason}
        required
        rows={2}
        error={errorOf("reason")}
      />
      <Predictions areas={draft.areas} predicted={fields.predicted} errors={errors} />
      <div class="actions">
        <button type="submit" class={selfGrade ? undefined : "primary"}>
          {selfGrade ? "Replace the grade" : "Save the grade"}
        </button>
      </div>
    </form>
  );
}

/** The grade as it stands, marked when it is not the account manager's own. */
export function Given({ grade, timeZone }: { grade: SelfGrade; timeZone: string }) {
  return (
    <p>
      <GradeBadge letter={grade.grade} /> given by {grade.givenBy.name} on{" "}
      <Day value={new Date(grade.givenAt)} timeZone={timeZone} />
      {!grade.byAccountManager && ", who is not the account manager"}. Sealed at launch.
    </p>
  );
}

type PredictionProps = Pick<RoundPageProps, "errors"> & {
  areas: DraftView["areas"];
  predicted: Record<string, string>;
};

function Predictions({ areas, predicted, errors }: PredictionProps) {
  if (areas.length === 0) return null;
  const wrong = errors.some(({ field }) => field.startsWith("predicted"));
  return (
    <details open={wrong || Object.values(predicted).some((value) => value !== "")}>
      <summary>Predict the ratings too</summary>
      <fieldset>
        <legend>
          The mean you expect, from 1 to 5. Leave open what you do not want to predict.
        </legend>
        <div class="predictions">
          {areas.map((area) => (
            <label key={area} for={`predicted.${area}`}>
              <span>{areaWords[area]}</span>
              <input
                id={`predicted.${area}`}
                name={`predicted.${area}`}
                type="number"
                inputmode="decimal"
                min="1"
                max="5"
                step="0.1"
                value={predicted[area] ?? ""}
                aria-invalid={
                  errors.some(({ field }) => field === `predicted.${area}`) ? "true" : undefined
                }
              />
            </label>
          ))}
        </div>
      </fieldset>
    </details>
  );
}
