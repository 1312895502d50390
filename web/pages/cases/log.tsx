import type { CasePage as Page } from "#worker/domain/case/actions.ts";
import { localTime } from "#worker/domain/case/pace-rules.ts";
import { contactWayWords } from "#worker/domain/case/rules.ts";
import { paths } from "../../paths.ts";
import { Day, Time } from "../../ui/date.tsx";
import { Checkbox, Select, TextArea, TextField } from "../../ui/field.tsx";
import { choicesOf, fieldsIn, type Typed } from "../../ui/form.ts";
import type { FieldError } from "../../ui/notice.tsx";

type Props = { page: Page; typed: Typed; errors: FieldError[]; timeZone: string };

const gone = "somebody who has left";

/** Every time that somebody spoke with the client about it, or tried to. */
export function ContactLog({ page, typed, errors, timeZone }: Props) {
  const { contacts } = page.log;
  const field = fieldsIn(typed, errors);
  return (
    <section>
      <h2>Contact log</h2>
      {contacts.length === 0 && <p>Nobody has written down a contact yet.</p>}
      {contacts.map(({ id, at, how, person, reached, said, by }) => (
        <div key={id}>
          <p>
            <strong>
              {contactWayWords[how]}, <bdi>{person}</bdi>
            </strong>{" "}
            <span class="n">
              <Time value={at} timeZone={timeZone} />, <bdi>{by ?? gone}</bdi>
              {!reached && ", nobody reached"}
            </span>
          </p>
          <p class="written" dir="auto">
            {said}
          </p>
        </div>
      ))}
      <details open={"said" in typed}>
        <summary>Write down a contact</summary>
        <form method="post" action={paths.caseContacts(page.case.id)}>
          <TextField
            {...field("at", "When", localTime(page.now, timeZone))}
            type="datetime-local"
            required
          />
          <Select {...field("how", "How", "call")} options={choicesOf(contactWayWords)} />
          <TextField {...field("person", "With whom", page.case.contact.name)} required />
          <TextArea {...field("said", "What was said", null)} required />
          <Checkbox
            name="missed"
            label="Nobody was reached"
            hint="It stays in the log and is no first contact."
            checked={typed["missed"] === "yes"}
          />
          <button type="submit">Add to the log</button>
        </form>
      </details>
    </section>
  );
}

/** What bears the case out. A link is shown as what it is and opens a page of its own. */
export function CaseEvidence({ page, typed, errors, timeZone }: Props) {
  const { evidence } = page.log;
  const field = fieldsIn(typed, errors);
  return (
    <section>
      <h2>Evidence</h2>
      {evidence.length === 0 && <p>Nothing is attached yet.</p>}
      {evidence.map(({ id, kind, title, content, addedAt, by }) => (
        <div key={id}>
          <p>
            <strong>
              <bdi>{title}</bdi>
            </strong>{" "}
            <span class="n">
              <Day value={addedAt} timeZone={timeZone} />, <bdi>{by ?? gone}</bdi>
            </span>
          </p>
          {kind === "link" ? (
            <p>
              <a href={content} rel="noopener noreferrer" target="_blank">
                {content}
              </a>
            </p>
          ) : (
            <p class="written" dir="auto">
              {content}
            </p>
          )}
        </div>
      ))}
      <details open={"evidenceTitle" in typed}>
        <summary>Attach evidence</summary>
        <form method="post" action={paths.caseEvidence(page.case.id)}>
          <TextField {...field("evidenceTitle", "What it is", null)} required />
          <TextField
            {...field("link", "Address of a page", null)}
            hint="It begins with https://. Leave it empty to write or paste words instead."
          />
          <TextArea {...field("words", "Words", null)} hint="From a mail, a minute, a ticket." />
          <button type="submit">Attach</button>
        </form>
      </details>
    </section>
  );
}
