import { isSettled } from "#worker/domain/action/rules.ts";
import type { Plan } from "#worker/domain/action/actions-page.ts";
import type { OpenSuggestion } from "#worker/domain/suggestion/actions.ts";
import { paths } from "../../paths.ts";
import { Select, TextArea, TextField } from "../../ui/field.tsx";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { Evidence } from "./evidence.tsx";
import { fieldsIn, type Typed } from "../cases/typed.ts";

export type Deciding = { id: string; typed: Typed; errors: FieldError[] };
type Props = { plan: Plan; deciding: Deciding | null };

const kinds: Record<OpenSuggestion["kind"], string> = {
  weak_area: "A weak area",
  unaware_service: "A service they do not know",
  unresolved_case: "A case that is still open",
  unanswered_wish: "A wish",
  not_improved: "Done, and no better",
};

/** What closed rounds give reason to do, the weightiest first. Nothing of it is in the plan until somebody says so. */
export function Suggestions({ plan, deciding }: Props) {
  const { suggestions } = plan;
  if (suggestions.length === 0) return null;
  return (
    <section id="suggestions">
      <h2>{suggestions.length === 1 ? "One suggestion" : `${suggestions.length} suggestions`}</h2>
      <p class="hint">
        What the client’s answers give reason to do. Take one into the plan, add it to a line that
        is there, or put it aside and say why.
      </p>
      <ol class="register suggestions">
        {suggestions.map((one) => (
          <li key={one.id} id={`suggestion-${one.id}`}>
            <h3>
              <bdi>{one.title}</bdi> <span class="n">{kinds[one.kind]}</span>
            </h3>
            <Evidence suggestion={one} />
            {deciding?.id === one.id ? (
              <Decision suggestion={one} plan={plan} {...deciding} />
            ) : (
              <p>
                <a class="button" href={paths.planDecision(plan.account.id, one.id)}>
                  Decide<span class="visually-hidden">: {one.title}</span>
                </a>
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

type DecisionProps = Deciding & { suggestion: OpenSuggestion; plan: Plan };

function Decision({ suggestion, plan, typed, errors }: DecisionProps) {
  const target = paths.suggestion(suggestion.id);
  const field = fieldsIn(typed, errors);
  const lines = plan.actions.filter(({ status }) => !isSettled(status));
  return (
    <div class="open-line" id="decide">
      <ErrorSummary title="Not decided yet: please look at this again" errors={errors} />
      <form method="post" action={target}>
        <input type="hidden" name="intent" value="accept" />
        <TextField
          {...field("title", "What it is about", suggestion.title)}
          required
          maxLength={200}
        />
        <TextArea {...field("heard", "What we heard", suggestion.heard)} rows={2} />
        <TextArea
          {...field("promise", "What we will do", suggestion.promise)}
          rows={3}
          hint="Make it yours: the client reads it once you share the plan."
        />
        <button type="submit" class="primary">
          Take into the plan
        </button>
      </form>
      {lines.length > 0 && (
        <form method="post" action={target}>
          <input type="hidden" name="intent" value="merge" />
          <Select
            {...field("actionId", "Or it belongs to a line that is there", null)}
            options={lines.map(({ id, title }) => ({ value: id, label: title }))}
            empty="Choose a line"
          />
          <button type="submit">Add to this line</button>
        </form>
      )}
      <form method="post" action={target}>
        <input type="hidden" name="intent" value="dismiss" />
        <TextArea {...field("reason", "Or put it aside, because", null)} rows={2} />
        <button type="submit">Put aside</button>
      </form>
      <p>
        <a href={`${paths.plan(plan.account.id)}#suggestion-${suggestion.id}`}>Decide later</a>
      </p>
    </div>
  );
}
