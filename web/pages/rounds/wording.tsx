import { ownFields, type OwnFields } from "#worker/domain/round/wording-rules.ts";
import type { Finding } from "#worker/domain/survey/lint-asked-rules.ts";
import { paths } from "../../paths.ts";
import { Select, TextArea, TextField } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import type { DraftProps } from "./props.ts";
import { Findings } from "./findings.tsx";
import { Step } from "./step.tsx";

const types = [
  { value: "text", label: "Answered in words" },
  { value: "rating", label: "Rated, five answers" },
  { value: "choice", label: "One of several answers" },
];

/** What this round asks of its own, and the matter of the annual review. */
export function Wording(props: DraftProps) {
  const { view, draft, typed, errors, done } = props;
  const { round } = view;
  const fields = typed.section?.wording ?? ownFields(round.ownQuestions);
  // Findings are about what is saved; beside something else they would mislead.
  const findings = typed.section?.wording ? [] : draft.findings;
  return (
    <Step id="wording" title="Questions of your own" done={done}>
      {round.kind === "annual_review" && <Matter {...props} />}
      <form method="post" action={paths.roundWording(round.id)}>
        <p class="hint">
          Up to three, asked of every level. The wording is fixed at launch. What could mislead a
          reader is pointed out below it, with something better; it does not stop you.
        </p>
        {fields.map((one, index) => (
          <OwnQuestion
            key={index}
            at={index + 1}
            fields={one}
            errorOf={errorIn(errors)}
            findings={findings[index] ?? []}
          />
        ))}
        <div class="actions">
          <button type="submit">Save and check the wording</button>
        </div>
      </form>
    </Step>
  );
}

function Matter({ draft: { account }, reachesAccounts }: DraftProps) {
  return (
    <p>
      Question 6 asks{" "}
      {account.matter ? (
        <>
          about their plans for “<bdi>{account.matter}</bdi>”
          {account.matterObservation && ", opened by your observation"}.
        </>
      ) : (
        "about their plans in general, since no matter is named."
      )}{" "}
      {reachesAccounts ? (
        <a href={paths.accountEdit(account.id)}>Change it on the account</a>
      ) : (
        "Whoever looks after the account can change it."
      )}
    </p>
  );
}

type Props = {
  at: number;
  fields: OwnFields;
  errorOf: (field: string) => string | undefined;
  findings: Finding[];
};

function OwnQuestion({ at, fields, errorOf, findings }: Props) {
  const asked = fields.wording !== "";
  return (
    <details open={at === 1 || asked || fields.answers !== ""}>
      <summary>Question {at}</summary>
      <TextField
        label={`Wording of question ${at}`}
        name={`wording${at}`}
        value={fields.wording}
        maxLength={300}
        error={errorOf(`wording${at}`)}
      />
      <div data-lint={at} role="status">
        <Findings findings={findings} />
      </div>
      <Select
        label={`How question ${at} is answered`}
        name={`type${at}`}
        value={fields.type}
        options={types}
        error={errorOf(`type${at}`)}
      />
      <TextArea
        label={`Answers to question ${at}`}
        hint="One on each line. Rated: exactly five, the worst first. One of several: two to eight. In words: none."
        name={`answers${at}`}
        value={fields.answers}
        rows={5}
        error={errorOf(`answers${at}`)}
      />
    </details>
  );
}
