import type { Asked, DraftView } from "#worker/domain/round/actions-page.ts";
import { invitedOf, type Failure } from "#worker/domain/round/gates-rules.ts";
import { paths } from "../../paths.ts";
import { spellDay } from "../../ui/date.tsx";
import { TextArea } from "../../ui/field.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { CancelForm } from "./ending-forms.tsx";
import type { RoundPageProps } from "./round.tsx";
import { SelfGradeForm } from "./self-grade.tsx";
import { plural, tierOrder, tierWords } from "./words.ts";

/** The rest is counted. */
const mostNamed = 6;

type Props = RoundPageProps & { draft: DraftView };

/** A draft: our own grade, who is invited, what they are asked, and what is still in the way. */
export function Draft(props: Props) {
  return (
    <>
      <SelfGradeForm {...props} />
      <Invited {...props} />
      <Questions {...props} />
      <LaunchForm {...props} />
      {props.view.mayCancel && <CancelForm {...props} />}
    </>
  );
}

function Invited({ view: { round }, draft: { recipients }, timeZone }: Props) {
  const invited = invitedOf(recipients);
  return (
    <section id="recipients">
      <h2>Who is invited</h2>
      <p>
        {plural(invited.length, "person", "people")} of {recipients.length} known at this account.{" "}
        <a href={paths.roundEdit(round.id)}>Change recipients, questions or deadline</a>
      </p>
      {tierOrder.map((tier) => {
        const people = invited.filter((one) => one.tier === tier);
        return (
          people.length > 0 && (
            <details key={tier} open={people.length <= 12}>
              <summary>
                {tierWords[tier]} <span class="n">{people.length}</span>
              </summary>
              <ul class="register">
                {people.map((one) => (
                  <li key={one.id}>
                    <bdi>{one.name}</bdi>
                    {one.mostSenior && <strong> · most senior</strong>}{" "}
                    <small>
                      <bdi>{one.jobTitle}</bdi>
                      {one.lastInvitedAt && ` · invited ${spellDay(one.lastInvitedAt, timeZone)}`}
                      {one.bounced && " · the last mail bounced"}
                    </small>
                  </li>
                ))}
              </ul>
            </details>
          )
        );
      })}
    </section>
  );
}

const minutesWords = (minutes: number[]): string =>
  minutes.length === 1
    ? `about ${plural(minutes[0]!, "minute")}`
    : `two sittings of about ${minutes.join(" and ")} minutes`;

function Questions({ view: { round }, draft: { asked } }: Props) {
  return (
    <section>
      <h2>What they are asked</h2>
      {asked.length === 0 && <p>Nobody is invited yet, so nothing is asked.</p>}
      <div class="by-level">
        {asked.map((one) => (
          <Questionnaire key={one.tier} roundId={round.id} asked={one} />
        ))}
      </div>
    </section>
  );
}

function Questionnaire({ roundId, asked }: { roundId: string; asked: Asked }) {
  const { tier, questions, minutes } = asked;
  return (
    <div>
      <h3>{tierWords[tier]}</h3>
      <details>
        <summary>
          {plural(questions.length, "question")}, {minutesWords(minutes)}
        </summary>
        <ol>
          {questions.map((wording) => (
            <li key={wording}>{wording}</li>
          ))}
        </ol>
      </details>
      <PostButton action={paths.roundTest(roundId)} fields={{ tier }}>
        Send me a test<span class="visually-hidden"> for {tierWords[tier].toLowerCase()}</span>
      </PostButton>
    </div>
  );
}

function LaunchForm({ view: { round, account }, draft, typed, errors, timeZone }: Props) {
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
              <Gate key={failure.code} {...{ failure, round, account, timeZone }} />
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
              error={errors.find(({ field }) => field === "explanation")?.message}
            />
          )}
          <p class="hint">
            Launching seals your own grade, fixes the questions, and mails{" "}
            {plural(count, "personal invitation")} at once.
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

type GateProps = { failure: Failure; timeZone: string } & Pick<
  RoundPageProps["view"],
  "round" | "account"
>;

/** What fails, and where to put it right. */
function Gate({ failure, round, account, timeZone }: GateProps) {
  return (
    <li>
      {failure.message}{" "}
      {failure.code === "self_grade_missing" && <a href="#self-grade">Give it above</a>}
      {failure.code === "senior_contact_missing" && (
        <>
          {failure.candidates?.map(({ id, name, jobTitle }, index) => (
            <>
              {index > 0 && ", "}
              <a href={paths.contact(id)}>
                <bdi>{name}</bdi>
              </a>
              {jobTitle && ` (${jobTitle})`}
            </>
          ))}{" "}
          <a href={paths.account(account.id)}>All contacts</a>
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
      {failure.code !== "self_grade_missing" && (
        <a href={paths.roundEdit(round.id)}>Change the round</a>
      )}
    </li>
  );
}
