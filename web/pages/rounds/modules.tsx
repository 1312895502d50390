import { paths } from "../../paths.ts";
import { Checkbox } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import type { DraftProps } from "./props.ts";
import { Step } from "./step.tsx";
import { minutesWords, moduleWords, tierWords } from "./words.ts";

/** What is asked beyond the standard questions, and how long it all takes. */
export function Modules({
  view: { round },
  draft,
  typed,
  errors,
  done,
  reachesAccounts,
}: DraftProps) {
  const { account, asked } = draft;
  const chosen: string[] = typed.section?.questions ?? round.modules;
  const error = errorIn(errors)("modules");
  const left = (account.services ?? []).filter((one) => !account.servicesInUse?.includes(one));
  const named: Record<string, string[]> = {
    awareness: left,
    competition: account.competitors ?? [],
  };
  const about = (slug: string) => {
    const names = named[slug];
    if (!names) return "";
    return names.length === 0
      ? " None is named yet, so this adds nothing."
      : ` ${names.join(", ")}.`;
  };
  return (
    <Step id="questions" title="Further questions" done={done}>
      <form method="post" action={paths.roundQuestions(round.id)}>
        <fieldset id="modules">
          <legend>Add to the standard questions</legend>
          {Object.entries(moduleWords).map(([slug, { label, hint }]) => (
            <Checkbox
              key={slug}
              name="modules"
              value={slug}
              label={label}
              hint={hint + about(slug)}
              checked={chosen.includes(slug)}
            />
          ))}
        </fieldset>
        {error && <p class="error">{error}</p>}
        <p class="hint">
          Services and competitors are named{" "}
          {reachesAccounts ? (
            <a href={paths.accountEdit(account.id)}>on the account</a>
          ) : (
            "on the account"
          )}
          .
        </p>
        <div class="actions">
          <button type="submit">Save the further questions</button>
        </div>
      </form>
      {asked.length > 0 && (
        <p>
          Time it takes:{" "}
          {asked
            .map(({ tier, minutes }) => `${tierWords[tier].toLowerCase()} ${minutesWords(minutes)}`)
            .join("; ")}
          . The board’s set may take three minutes, every other sitting five.
        </p>
      )}
    </Step>
  );
}
