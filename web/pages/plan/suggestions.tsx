import { isSettled } from "#worker/domain/action/rules.ts";
import type { Plan } from "#worker/domain/action/actions-page.ts";
import type { OpenSuggestion } from "#worker/domain/suggestion/actions.ts";
import { paths } from "../../paths.ts";
import { Select, TextArea, TextField } from "../../ui/field.tsx";
import { fieldsIn, type Typed } from "../../ui/form.ts";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { groupName } from "../../reports/words.ts";
import { Evidence, headline } from "./evidence.tsx";
import { TableHead } from "../../ui/table-head.tsx";

export type Deciding = { id: string; typed: Typed; errors: FieldError[] };
type Props = { plan: Plan; deciding: Deciding | null };

const head = ["Suggestion", "Why", "It rests on", "Said by", "Round"];

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
      <table class="list plan">
        <TableHead columns={head} />
        <tbody>
          {suggestions.map((one) => (
            <Row key={one.id} suggestion={one} plan={plan} deciding={deciding} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ suggestion, plan, deciding }: Props & { suggestion: OpenSuggestion }) {
  const { id, title, kind, evidence, roundId, round } = suggestion;
  if (deciding?.id === id)
    return (
      <tr id={`suggestion-${id}`}>
        <td colSpan={head.length}>
          <Decision suggestion={suggestion} plan={plan} {...deciding} />
        </td>
      </tr>
    );
  return (
    <tr id={`suggestion-${id}`}>
      <th scope="row">
        <a href={paths.planDecision(plan.account.id, id)}>
          <bdi>{title}</bdi>
        </a>
      </th>
      <td>{kinds[kind]}</td>
      <td>{headline(suggestion)}</td>
      <td>{evidence.tiers.length > 0 && groupName(evidence.tiers)}</td>
      <td>
        <a href={paths.report(roundId)}>{round.name}</a>
      </td>
    </tr>
  );
}

type DecisionProps = Deciding & { suggestion: OpenSuggestion; plan: Plan };

function Decision({ suggestion, plan, typed, errors }: DecisionProps) {
  const target = paths.suggestion(suggestion.id);
  const field = fieldsIn(typed, errors);
  const lines = plan.actions.filter(({ status }) => !isSettled(status));
  return (
    <div class="open-line" id="decide">
      <h3>
        <bdi>{suggestion.title}</bdi>
      </h3>
      <Evidence suggestion={suggestion} />
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
