import { actionStatusWords } from "#worker/domain/action/rules.ts";
import type { CasePage as Page } from "#worker/domain/case/actions.ts";
import { paths } from "../../paths.ts";
import { Checkbox, Select, TextArea, TextField } from "../../ui/field.tsx";
import { choicesById, fieldsIn, type Typed } from "../../ui/form.ts";
import type { FieldError } from "../../ui/notice.tsx";

type Props = { page: Page; typed: Typed; errors: FieldError[] };

/** The lines of the plan that came of it, and the form that makes another. */
export function CasePromises({ page, typed, errors }: Props) {
  const { case: one, log, owners, accountInReach } = page;
  const field = fieldsIn(typed, errors);
  return (
    <section>
      <h2>In the action plan</h2>
      {log.actions.length === 0 ? (
        <p>Nothing has been promised because of this yet.</p>
      ) : (
        <ul>
          {log.actions.map(({ id, title, status }) => (
            <li key={id}>
              <a href={paths.action(id)}>
                <bdi>{title}</bdi>
              </a>{" "}
              <span class="n">{actionStatusWords[status].toLowerCase()}</span>
            </li>
          ))}
        </ul>
      )}
      {accountInReach && (
        <details open={"title" in typed}>
          <summary>Turn it into an action</summary>
          <form method="post" action={paths.caseActions(one.id)}>
            <TextField {...field("title", "What will be different", null)} required />
            <TextArea
              {...field("promise", "What we will do", null)}
              hint="In your words. What the client wrote stays in the case."
            />
            <Select
              {...field("actionOwner", "Who sees to it", one.owner?.id ?? null)}
              options={choicesById(owners)}
              empty="Nobody yet"
            />
            <TextField {...field("dueOn", "Due", null)} type="date" />
            <Checkbox
              name="clientVisible"
              label="The client reads it in the plan"
              checked={typed["clientVisible"] === "yes"}
            />
            <button type="submit">Add to the plan</button>
          </form>
        </details>
      )}
    </section>
  );
}
