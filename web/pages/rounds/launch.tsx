import { invitedOf, type Failure } from "#worker/domain/round/gates-rules.ts";
import { paths } from "../../paths.ts";
import { spellDay } from "../../ui/date.tsx";
import { TextArea } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import { plural } from "../../ui/number.ts";
import type { DraftProps, RoundPageProps } from "./props.ts";

/** The rest is counted. */
const mostNamed = 6;

/** Every gate that stands against the launch, and where to open it. */
export function LaunchForm({
  view: { round, account },
  draft,
  reachesAccounts,
  typed,
  errors,
  timeZone,
}: DraftProps) {
  const { failed, recipients } = draft;
  const count = invitedOf(recipients).length;
  const blocked = failed.some(({ explainable }) => !explainable);
  return (
    <section id="launch">
      <h2>Launch</h2>
      {failed.length > 0 && (
        <>
          <p>{blocked ? "Before the round can open:" : "The round opens once you explain:"}</p>
          <ul class="gates">
            {failed.map((failure) => (
              <Gate
                reachesAccounts={reachesAccounts}
                key={failure.code}
                {...{ failure, account, timeZone }}
              />
            ))}
          </ul>
        </>
      )}
      {!blocked && (
        <form method="post" action={paths.roundLaunch(round.id)}>
          {failed.length > 0 && (
            <TextArea
              label="Explanation"
              hint="Kept with the round, for everybody who looks after it."
              name="explanation"
              value={typed.explanation ?? ""}
              required
              error={errorIn(errors)("explanation")}
            />
          )}
          <p class="hint">
            Launching seals {reachesAccounts ? "your" : "our"} own grade, fixes the questions, and
            mails {plural(count, "personal invitation")} at once.
          </p>
          <div class="actions">
            <button type="submit" class="primary">
              Launch and invite {plural(count, "person", "people")}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

type GateProps = {
  reachesAccounts: boolean;
  failure: Failure;
  timeZone: string;
} & Pick<RoundPageProps["view"], "account">;

/** The section of a draft where each gate is opened. */
export const placeOf: Record<Failure["code"], string> = {
  self_grade_missing: "self-grade",
  senior_contact_missing: "recipients",
  tier_missing: "recipients",
  throttled: "recipients",
  over_budget: "questions",
  no_recipients: "recipients",
};

/** What fails, and where to put it right. */
function Gate({ failure, account, reachesAccounts, timeZone }: GateProps) {
  return (
    <li>
      {failure.code === "self_grade_missing" && !reachesAccounts
        ? "Our own grade is missing. Whoever looks after the account gives it."
        : failure.message}{" "}
      {failure.code === "senior_contact_missing" && (
        <>
          {failure.candidates?.map(({ id, name, jobTitle }, index) => (
            <>
              {index > 0 && ", "}
              {reachesAccounts ? (
                <a href={paths.contact(id)}>
                  <bdi>{name}</bdi>
                </a>
              ) : (
                <bdi>{name}</bdi>
              )}
              {jobTitle && ` (${jobTitle})`}
            </>
          ))}{" "}
          {reachesAccounts && <a href={paths.account(account.id)}>All contacts</a>}
        </>
      )}
      {failure.contacts && (
        <small>
          {failure.contacts
            .slice(0, mostNamed)
            .map(({ name, invitedAt }) => `${name} on ${spellDay(invitedAt, timeZone)}`)
            .join(", ")}
          {failure.contacts.length > mostNamed &&
            ` and ${failure.contacts.length - mostNamed} more`}
          .
        </small>
      )}{" "}
      <a href={`#${placeOf[failure.code]}`}>Go to that step</a>
    </li>
  );
}
