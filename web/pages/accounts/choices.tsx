import { unmanaged } from "#worker/domain/account/list-rules.ts";
import { Select } from "../../ui/field.tsx";
import { choicesById } from "../../ui/form.ts";

type Choices = {
  managers: { id: string; name: string }[];
  /** Whether there are accounts that nobody manages. */
  unmanaged: boolean;
  segments: string[];
  countries: string[];
};

/** Who manages accounts, to choose among; `Nobody` where some are managed by nobody. */
export const managersIn = ({ managers, unmanaged: some }: Choices) => [
  ...choicesById(managers),
  ...(some ? [{ value: unmanaged, label: "Nobody" }] : []),
];

type Props = {
  choices: Choices;
  chosen: { manager: string; segment: string; country: string };
};

/** Narrows accounts down by manager, segment and country, as far as there is anything to choose. */
export function AccountSelects({ choices, chosen }: Props) {
  const managers = managersIn(choices);
  const words = [
    ["segment", "Segment", choices.segments],
    ["country", "Country", choices.countries],
  ] as const;
  return (
    <>
      {managers.length > 1 && (
        <Select
          label="Account manager"
          name="manager"
          value={chosen.manager}
          options={managers}
          empty="Anybody"
        />
      )}
      {words.map(
        ([name, label, list]) =>
          list.length > 0 && (
            <Select
              key={name}
              label={label}
              name={name}
              value={chosen[name]}
              options={list.map((word) => ({ value: word, label: word }))}
              empty="Any"
            />
          ),
      )}
    </>
  );
}
