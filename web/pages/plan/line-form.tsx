import type { Line } from "#worker/domain/action/actions-page.ts";
import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import { areaNames } from "../../reports/words.ts";
import { Checkbox, Select, TextArea, TextField } from "../../ui/field.tsx";
import { choicesById, fieldsIn, type Typed } from "../../ui/form.ts";
import type { FieldError } from "../../ui/notice.tsx";
import { storedFields } from "./words.ts";

type Props = { line: Line; target: string; typed: Typed; errors: FieldError[]; back: string };

/** Everything about one line that we write ourselves. What was typed stands before what is stored. */
export function LineForm({ line, target, typed, errors, back }: Props) {
  const stored = storedFields(line.action);
  const whole = "whole" in typed;
  const typedField = fieldsIn(typed, errors);
  const field = (name: string, label: string) => typedField(name, label, stored[name] ?? null);
  const ticked = (name: string) => (whole ? typed[name] : stored[name]) === "yes";
  const areas = line.areas.map((area) => ({ value: area, label: areaNames[area] }));
  return (
    <form method="post" action={target} class="line">
      <input type="hidden" name="whole" value="1" />
      {line.action && <input type="hidden" name="version" value={line.action.version} />}
      <TextField {...field("title", "What it is about")} required maxLength={200} />
      <TextArea {...field("heard", "What we heard")} rows={3} />
      <TextArea
        {...field("promise", "What we will do")}
        rows={3}
        hint="A sentence that the client reads."
      />
      <div class="pair">
        <Select
          {...field("ownerId", "Owner")}
          options={choicesById(line.owners)}
          empty="Nobody yet"
        />
        <Select
          {...field("counterpartId", "Counterpart at the client")}
          options={line.counterparts.map((one) => ({ value: one.id, label: nameOrAddress(one) }))}
          empty="Nobody yet"
        />
        <TextField {...field("dueOn", "Due")} type="date" />
        <Select {...field("area", "Area")} options={areas} empty="None" />
        <Select
          {...field("measureArea", "Measured by")}
          options={areas}
          empty="Its own area"
          hint="What people answer next time."
        />
        <TextField
          {...field("measure", "Mark to reach, 1 to 5")}
          hint="Such as 4 or 3.8; empty for none."
        />
      </div>
      <TextField
        {...field("measureText", "Or a measure in words")}
        hint="With a number in it: “9 of 10 questions answered within a day”."
      />
      <Checkbox
        name="clientVisible"
        label="The client reads this"
        checked={ticked("clientVisible")}
      />
      <Checkbox
        name="keepDoing"
        label="Keep doing"
        hint="Something that is good already and that we promise to go on with."
        checked={ticked("keepDoing")}
      />
      <div class="actions">
        <button type="submit" class="primary">
          {line.action ? "Save" : "Add to the plan"}
        </button>
        <a href={back}>Leave it as it is</a>
      </div>
    </form>
  );
}
