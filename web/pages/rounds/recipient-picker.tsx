import type { RoundForm } from "#worker/domain/round/actions-form.ts";
import type { Recipient } from "#worker/domain/round/gates-rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { plural, tierOrder, tierWords } from "./words.ts";

type Props = { form: RoundForm; error: string | undefined; timeZone: string };

const hindranceWords = { left: "left the client", opted_out: "wants no more mail" };
/** A level with more people than this starts folded. */
const mostUnfolded = 40;

/** Whom the round asks, level by level, everybody ticked at first. */
export function RecipientPicker({ form, error, timeZone }: Props) {
  const { recipients, surveyable, account } = form;
  const out = recipients.filter(({ hindrance }) => hindrance !== null);
  return (
    <section>
      <h2>Who is invited</h2>
      {error && (
        <p class="error" id="contactIds">
          {error}
        </p>
      )}
      <Explanation form={form} />
      {tierOrder.map((tier) => {
        const people = recipients.filter((one) => one.tier === tier && one.hindrance === null);
        return people.length > 0 && <Level title={tierWords[tier]} {...{ people, timeZone }} />;
      })}
      {out.length > 0 && (
        <p class="hint">
          Not to be invited:{" "}
          {out.map((one) => `${one.name} (${hindranceWords[one.hindrance!]})`).join(", ")}.
        </p>
      )}
      {surveyable === 0 && (
        <p>
          Nobody at this account can be invited yet. <a href={paths.imports}>Import contacts</a> or
          look at <a href={paths.account(account.id)}>the account</a>.
        </p>
      )}
    </section>
  );
}

function Explanation({ form: { recipients, surveyable, roundId } }: { form: RoundForm }) {
  if (recipients.length === 0 && surveyable > 0)
    return (
      <p>
        {roundId ? "The choice of recipients stays as it is" : "Everybody is invited"}: with{" "}
        {plural(surveyable, "contact")} this account is too large for a list. The API takes a list
        of any length.
      </p>
    );
  return (
    <>
      <input type="hidden" name="listed" value="yes" />
      <p class="hint">
        With everybody ticked, people you add to the account before the launch are invited too. Who
        was invited elsewhere within 180 days is marked; inviting them again needs a reason.
      </p>
    </>
  );
}

type LevelProps = { title: string; people: Recipient[]; timeZone: string };

function Level({ title, people, timeZone }: LevelProps) {
  return (
    <details open={people.length <= mostUnfolded}>
      <summary>
        {title} <span class="n">{plural(people.length, "person", "people")}</span>
      </summary>
      <fieldset>
        <legend class="visually-hidden">{title}</legend>
        {people.map((one) => (
          <label class="check" key={one.id}>
            <input type="checkbox" name="contactIds" value={one.id} checked={one.chosen} />
            <span>
              <bdi>{one.name}</bdi>
              {one.mostSenior && <strong> · most senior</strong>}
              <small>
                <bdi>{one.jobTitle ?? one.email}</bdi>
                {one.lastInvitedAt && (
                  <>
                    {" · invited "}
                    <Day value={one.lastInvitedAt} timeZone={timeZone} />
                  </>
                )}
                {one.bounced && " · the last mail bounced"}
              </small>
            </span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
