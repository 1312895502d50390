import type { KnownRecipient } from "#worker/domain/round/actions-draft.ts";
import { invitedOf } from "#worker/domain/round/gates-rules.ts";
import { paths } from "../../paths.ts";
import { spellDay } from "../../ui/date.tsx";
import { Checkbox } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import { plural } from "../../ui/number.ts";
import type { DraftProps } from "./props.ts";
import { Step } from "./step.tsx";
import { tierOrder, tierWords } from "./words.ts";

/** A level with more people than this starts folded. */
const mostUnfolded = 40;

/** Whom the round asks, level by level, with what speaks for and against each. */
export function RecipientPicker(props: DraftProps) {
  const { view, draft, typed, errors, done, timeZone } = props;
  const { recipients, listed, account } = draft;
  const error = errorIn(errors)("contactIds");
  const ticked = typed.section?.recipients && new Set(typed.section.recipients);
  const shown = recipients.map((one) => ({ ...one, chosen: ticked?.has(one.id) ?? one.chosen }));
  return (
    <Step id="recipients" title="Who is invited" done={done}>
      <p>
        {plural(invitedOf(recipients).length, "person", "people")} of {recipients.length} known at
        this account.
      </p>
      <SeniorGate {...props} />
      {recipients.length === 0 ? (
        <p>
          Nobody at this account is known yet.{" "}
          {props.reachesAccounts ? (
            <>
              <a href={paths.imports}>Import contacts</a> or look at{" "}
              <a href={paths.account(account.id)}>the account</a>.
            </>
          ) : (
            "Ask whoever looks after the account to add whom the round should ask."
          )}
        </p>
      ) : !listed ? (
        <p>
          The choice of recipients stays as it is: this account is too large for a list. The API
          takes a list of any length.
        </p>
      ) : (
        <form method="post" action={paths.roundRecipients(view.round.id)}>
          {error && (
            <p class="error" id="contactIds">
              {error}
            </p>
          )}
          <p class="hint">
            With everybody ticked, people you add to the account before the launch are invited too.
            Inviting somebody again within 180 days needs a written reason.
          </p>
          {tierOrder.map((tier) => {
            const people = shown.filter((one) => one.tier === tier);
            return people.length > 0 && <Level title={tierWords[tier]} {...{ people, timeZone }} />;
          })}
          <div class="actions">
            <button type="submit">Save the recipients</button>
          </div>
        </form>
      )}
    </Step>
  );
}

/** Why one person above all must be asked, and who that is. */
function SeniorGate({ draft: { recipients, account }, reachesAccounts }: DraftProps) {
  const senior = recipients.find(({ mostSenior }) => mostSenior);
  if (!senior)
    return (
      <p>
        A round opens only with the most senior contact among the invited, whose view decides more
        than any other. Nobody here is marked as such:{" "}
        {reachesAccounts ? (
          <a href={paths.account(account.id)}>mark one on the account</a>
        ) : (
          "whoever looks after the account can mark one"
        )}
        .
      </p>
    );
  return (
    <p class="hint">
      <bdi>{senior.name}</bdi> is the most senior contact. A round does not open without this
      person; only when mail cannot reach them does a written explanation do.
    </p>
  );
}

type LevelProps = { title: string; people: KnownRecipient[]; timeZone: string };

function Level({ title, people, timeZone }: LevelProps) {
  const chosen = invitedOf(people).length;
  return (
    <details open={people.length <= mostUnfolded}>
      <summary>
        {title}{" "}
        <span class="n">
          {chosen} of {people.length}
        </span>
      </summary>
      <fieldset>
        <legend class="visually-hidden">{title}</legend>
        {people.map((one) => (
          <Checkbox
            key={one.id}
            name="contactIds"
            value={one.id}
            label={
              <>
                <bdi>{one.name}</bdi>
                {one.mostSenior && <strong> · most senior</strong>}
              </>
            }
            hint={
              <>
                <bdi>{one.jobTitle ?? one.email}</bdi>
                {reasonsFor(one, timeZone).map((reason) => ` · ${reason}`)}
              </>
            }
            checked={one.chosen && one.hindrance === null}
            disabled={one.hindrance !== null}
          />
        ))}
      </fieldset>
    </details>
  );
}

/** What speaks for and against asking this person now. */
function reasonsFor(one: KnownRecipient, timeZone: string): string[] {
  const on = (day: Date) => spellDay(day, timeZone);
  return [
    one.hindrance === "left" && "left the client",
    one.hindrance === "opted_out" && "wants no more mail",
    one.hindrance === "do_not_survey" && "not to be surveyed",
    one.lastAskedAt ? `last asked ${on(one.lastAskedAt)}` : "never asked",
    one.lastAnsweredAt && `last answered ${on(one.lastAnsweredAt)}`,
    one.throttledUntil && `asked lately: not again before ${on(one.throttledUntil)}`,
    one.hindrance === "undeliverable" && "this address takes no mail",
    one.bounced && one.hindrance !== "undeliverable" && "the last mail bounced",
  ].filter((reason) => typeof reason === "string");
}
