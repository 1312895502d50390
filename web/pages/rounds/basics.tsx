import { paths } from "../../paths.ts";
import { Checkbox, FieldGroup, Select, TextField } from "../../ui/field.tsx";
import { choicesById, errorIn } from "../../ui/form.ts";
import { KindChoice } from "./choose-kind.tsx";
import type { DraftProps } from "./props.ts";

import { Step } from "./step.tsx";

const confidences = [
  {
    value: "named",
    label: "Named",
    hint: "After the close you read who said what. The invitation says so.",
  },
  {
    value: "confidential",
    label: "Confidential",
    hint: "Nobody can ever tell who said what. Figures need at least five answers. Satisfaction surveys only.",
  },
];

/** Kind, name, deadline and confidence of a draft. */
export function Basics({ view: { round }, draft, typed, errors, done }: DraftProps) {
  const errorOf = errorIn(errors);
  const fields = typed.section?.basics ?? {
    ...round,
    administratorId: round.administratorId ?? "",
    closesAt: draft.closesOn,
  };
  return (
    <Step id="basics" title="Kind, name and deadline" done={done}>
      <form method="post" action={paths.roundBasics(round.id)}>
        <KindChoice kind={fields.kind} error={errorOf("kind")} />
        <TextField
          label="Name of the round"
          hint="For your lists; the client does not see it."
          name="name"
          value={fields.name}
          required
          maxLength={120}
          error={errorOf("name")}
        />
        <TextField
          label="Last day to answer"
          hint="The round closes by itself when this day ends."
          name="closesAt"
          type="date"
          value={fields.closesAt}
          min={draft.today}
          required
          error={errorOf("closesAt")}
        />
        <Confidence value={fields.confidentiality} error={errorOf("confidentiality")} />
        <Select
          label="Independent administrator"
          hint="Only for a confidential round: who runs it and gets the replies, in place of the account manager."
          name="administratorId"
          value={fields.administratorId}
          options={choicesById(draft.administrators)}
          empty="None"
          error={errorOf("administratorId")}
        />
        <div class="actions">
          <button type="submit">Save kind, name and deadline</button>
        </div>
      </form>
    </Step>
  );
}

const Confidence = ({ value, error }: { value: string; error: string | undefined }) => (
  <FieldGroup
    name="confidentiality"
    legend="Named or confidential: fixed at launch, for good"
    error={error}
  >
    {confidences.map((one) => (
      <Checkbox
        key={one.value}
        type="radio"
        name="confidentiality"
        checked={value === one.value}
        {...one}
      />
    ))}
  </FieldGroup>
);
