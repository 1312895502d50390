import { notable } from "#worker/domain/round/note-rules.ts";
import { paths } from "../../paths.ts";
import { spellDay } from "../../ui/date.tsx";
import { Checkbox, FieldGroup, TextArea } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import { Notice } from "../../ui/notice.tsx";
import type { DraftProps } from "./props.ts";
import { tierOrder, tierWords } from "./words.ts";

/** More people than this are not offered one by one. */
const mostOffered = 200;

/** A personal word before the survey, for those whose answer matters most. */
export function NoteForm({ view: { round }, draft, typed, errors, done, timeZone }: DraftProps) {
  const { notes, recipients, noteTemplate } = draft;
  const errorOf = errorIn(errors);
  const sent = new Set(notes.map(({ contactId }) => contactId));
  const people = tierOrder
    .flatMap((tier) => notable(recipients, sent).filter((one) => one.tier === tier))
    .slice(0, mostOffered);
  const ticked = typed.note && new Set(typed.note.noteTo);
  return (
    <section id="note">
      <h2>A word before</h2>
      {done === "note" && <Notice kind="good">The note is on its way.</Notice>}
      <p class="hint">
        A note from you, some days before the launch, raises the number of answers. It goes out at
        once, to nobody twice, and has no link to a survey.
      </p>
      {notes.length > 0 && (
        <p>
          Sent to{" "}
          {notes.map(({ name, sentAt }) => `${name} on ${spellDay(sentAt, timeZone)}`).join(", ")}.
        </p>
      )}
      {people.length > 0 && (
        <details open={typed.note !== undefined}>
          <summary>Write a note</summary>
          <form method="post" action={paths.roundNote(round.id)}>
            <FieldGroup name="noteTo" legend="To" error={errorOf("noteTo")}>
              {people.map((one) => (
                <Checkbox
                  key={one.id}
                  name="noteTo"
                  value={one.id}
                  label={<bdi>{one.name}</bdi>}
                  hint={
                    <>
                      {tierWords[one.tier]}
                      {one.jobTitle && (
                        <>
                          {" · "}
                          <bdi>{one.jobTitle}</bdi>
                        </>
                      )}
                    </>
                  }
                  checked={ticked ? ticked.has(one.id) : one.mostSenior}
                />
              ))}
            </FieldGroup>
            <TextArea
              label="The note"
              hint="It opens with the person’s name and closes with yours; both are added."
              name="note"
              value={typed.note?.note ?? noteTemplate}
              rows={9}
              required
              error={errorOf("note")}
            />
            <div class="actions">
              <button type="submit">Send the note</button>
            </div>
          </form>
        </details>
      )}
    </section>
  );
}
