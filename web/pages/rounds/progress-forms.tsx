import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import type { Progress } from "#worker/domain/round/actions-progress.ts";
import { paths } from "../../paths.ts";
import { Select, TextField } from "../../ui/field.tsx";
import { choicesById, errorIn } from "../../ui/form.ts";
import type { FieldError } from "../../ui/notice.tsx";
import { PostButton } from "../../ui/post-button.tsx";

/** What somebody typed into a form of the page that was refused. */
export type TypedSteering = {
  closesAt?: string;
  /** `reason` is asked for once adding somebody was refused for want of one. */
  addition?: { recipient: string; reason: string; needsReason: boolean };
};

export type ProgressProps = {
  progress: Progress;
  typed: TypedSteering;
  errors: FieldError[];
  done: string | undefined;
  timeZone: string;
};

/** Moves the deadline, earlier or later. */
export function DeadlineForm(props: ProgressProps) {
  const { progress, typed, errors } = props;
  return (
    <details open={typed.closesAt !== undefined}>
      <summary>Move the deadline</summary>
      <form method="post" action={paths.roundDeadline(progress.round.id)}>
        <TextField
          label="Open until the end of"
          name="closesAt"
          type="date"
          value={typed.closesAt ?? progress.closesOn}
          min={progress.today}
          required
          hint="Mail that is sent already names the day it was sent with; what follows names the new one."
          error={errorIn(errors)("closesAt")}
        />
        <div class="actions">
          <button type="submit" class="primary">
            Move the deadline
          </button>
        </div>
      </form>
    </details>
  );
}

/** Invites one more contact of the account. */
export function RecipientForm(props: ProgressProps) {
  const { progress, typed, errors } = props;
  const { round, offered } = progress;
  const errorOf = errorIn(errors);
  const shared = {
    label: "Whom",
    name: "recipient",
    value: typed.addition?.recipient ?? "",
    required: true,
    error: errorOf("recipient"),
  };
  if (offered?.length === 0 && !typed.addition)
    return <p class="hint">Every contact of the account is invited.</p>;
  return (
    <details open={typed.addition !== undefined}>
      <summary>Invite one more person</summary>
      <form method="post" action={paths.roundAddition(round.id)}>
        <p class="hint">
          They get the questions of their level and the same deadline; their reminders count from
          today.
        </p>
        {offered ? (
          <Select {...shared} empty="Choose a contact" options={choicesById(offered)} />
        ) : (
          <TextField {...shared} hint="The address of a contact of this account." maxLength={254} />
        )}
        {typed.addition?.needsReason && (
          <TextField
            label="Why they are asked again"
            name="reason"
            value={typed.addition.reason}
            maxLength={1000}
            error={errorOf("reason")}
          />
        )}
        <div class="actions">
          <button type="submit" class="primary">
            Invite
          </button>
        </div>
      </form>
    </details>
  );
}

/** Whose address was corrected since they were written to: one click sends the invitation there. */
export function Corrections({ progress: { round, named, corrected } }: { progress: Progress }) {
  const action = paths.roundResend(round.id);
  return (
    <section>
      <h2>Corrected addresses</h2>
      <p>
        {corrected === null
          ? "Whoever got a new address since they were invited, and has not answered, can be written to there. How many they are is not shown."
          : `${corrected === 1 ? "One person has" : `${corrected} people have`} a new address that was not written to yet.`}{" "}
        The old link stops working when the new one is sent.
      </p>
      {named && (
        <ul class="register">
          {named.corrected.map((one) => (
            <li key={one.id}>
              <bdi>{nameOrAddress(one)}</bdi>, {one.email}{" "}
              <PostButton action={action} fields={{ invitationId: one.id }}>
                Send again<span class="visually-hidden"> to {nameOrAddress(one)}</span>
              </PostButton>
            </li>
          ))}
        </ul>
      )}
      {(corrected === null || corrected > 1) && (
        <PostButton action={action}>
          {named ? "Send again to everybody" : "Send to the new addresses"}
        </PostButton>
      )}
    </section>
  );
}
