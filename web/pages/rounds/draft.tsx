import { paths } from "../../paths.ts";
import { Basics } from "./basics.tsx";
import { CancelLink } from "./ending-forms.tsx";
import { LaunchForm, placeOf } from "./launch.tsx";
import { Modules } from "./modules.tsx";
import { NoteForm } from "./note-form.tsx";
import { Previews } from "./previews.tsx";
import type { DraftProps } from "./props.ts";
import { RecipientPicker } from "./recipient-picker.tsx";
import { SelfGradeSection } from "./self-grade.tsx";
import { Wording } from "./wording.tsx";

const steps = [
  ["basics", "Kind"],
  ["recipients", "Recipients"],
  ["questions", "Further questions"],
  ["wording", "Wording"],
  ["self-grade", "Our grade"],
  ["preview", "Preview"],
  ["note", "A word before"],
  ["launch", "Launch"],
] as const;

/** A draft, step by step on one page; each step is saved on its own, and nothing goes out before the last. */
export function Draft(props: DraftProps) {
  const { account, failed } = props.draft;
  const waiting = new Set<string>(failed.map(({ code }) => placeOf[code]));
  return (
    <>
      <nav class="tabs" aria-label="Steps of the draft">
        {steps.map(([id, label]) => (
          <a key={id} href={`#${id}`}>
            {label}
            {waiting.has(id) && <strong>&nbsp;to do</strong>}
          </a>
        ))}
      </nav>
      <section>
        <h2>Account</h2>
        <p>
          {props.reachesAccounts ? (
            <>
              <a href={paths.account(account.id)}>
                <bdi>{account.name}</bdi>
              </a>
              . The round asks the people known there.{" "}
              <a href={paths.newRound}>Another account is another round.</a>
            </>
          ) : (
            <>
              <bdi>{account.name}</bdi>. The round asks the people known there. Whoever looks after
              the account keeps its details and contacts.
            </>
          )}
        </p>
      </section>
      <Basics {...props} />
      <RecipientPicker {...props} />
      <Modules {...props} />
      <Wording {...props} />
      <SelfGradeSection {...props} />
      <Previews {...props} />
      <NoteForm {...props} />
      <LaunchForm {...props} />
      {props.view.mayCancel && <CancelLink view={props.view} />}
    </>
  );
}
