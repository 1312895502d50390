import type { ReferenceAsk, ReferencePage as Page } from "#worker/domain/reference/actions.ts";
import { answerWords } from "#worker/domain/reference/rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Select, TextArea, TextField } from "../../ui/field.tsx";
import { choicesOf, fieldsIn, type Typed } from "../../ui/form.ts";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { dayWords } from "../plan/words.ts";
import { Asks } from "./words.tsx";

type Props = {
  page: Page;
  typed: Typed;
  errors: FieldError[];
  done: "asked" | "answered" | null;
  timeZone: string;
};

/** Asking one client to speak for us, and what they said. */
export function ReferencePage({ page, typed, errors, done, timeZone }: Props) {
  const { account, eligible, asks } = page;
  const [last] = asks;
  return (
    <>
      <ErrorSummary title="Nothing was sent or saved: please look at this again" errors={errors} />
      <PageHeader
        title="Reference"
        lede={<bdi>{account.name}</bdi>}
        back={{ href: paths.account(account.id), label: account.name }}
      />
      {done === "asked" && <Notice kind="good">The mail is on its way.</Notice>}
      {done === "answered" && <Notice kind="good">The answer is kept.</Notice>}
      {eligible ? (
        <Ask page={page} typed={typed} errors={errors} timeZone={timeZone} />
      ) : (
        <NotNow page={page} />
      )}
      {last && <Answer page={page} last={last} typed={typed} errors={errors} />}
      {last && (
        <section>
          <h2>Whom we asked here</h2>
          <Asks asks={asks} timeZone={timeZone} />
        </section>
      )}
    </>
  );
}

/** Which of the conditions fails is not said: an open case may be one that the reader is not to know of. */
function NotNow({ page: { asks, askableFrom, today } }: { page: Page }) {
  if (asks.some(({ answer }) => answer === "agreed"))
    return <p>This client is a reference: they agreed to speak for us.</p>;
  if (askableFrom !== null && askableFrom > today)
    return (
      <p>
        This client was asked already. Nobody is asked twice in a year: not before{" "}
        {dayWords(askableFrom)}.
      </p>
    );
  return (
    <p>
      This client is not among those to ask now. One is when the last named round gave an A, the
      most senior contact at least a B, and no case is open.{" "}
      <a href={paths.references}>See whom you could ask</a>.
    </p>
  );
}

type AskProps = Pick<Props, "page" | "typed" | "errors" | "timeZone">;

function Ask({ page, typed, errors, timeZone }: AskProps) {
  const { account, people, template } = page;
  const eligible = page.eligible!;
  const field = fieldsIn(typed, errors);
  const senior = people.find(({ id }) => id === eligible.seniorId) ?? people[0];
  if (!senior)
    return <p>Nobody here takes mail from us. You could ask in person and note it in the plan.</p>;
  return (
    <section>
      <h2>Ask by mail</h2>
      <p>
        <a href={paths.report(eligible.roundId)}>
          <bdi>{eligible.roundName}</bdi>
        </a>
        , closed <Day value={eligible.closedAt} timeZone={timeZone} />, gave an A (
        {eligible.graded ?? 0} of {eligible.invited} graded);{" "}
        <bdi>{eligible.senior || "the most senior contact"}</bdi> gave {eligible.seniorLetter}. No
        case is open.
      </p>
      <form method="post" action={paths.reference(account.id)}>
        <Select
          {...field("contactId", "To", senior.id)}
          options={people.map(({ id, name, jobTitle, mostSenior }) => ({
            value: id,
            label: [name, jobTitle, mostSenior && "most senior"].filter(Boolean).join(", "),
          }))}
        />
        <TextArea
          {...field("text", "The mail", template)}
          rows={10}
          required
          hint="It opens with the person’s name and closes with the account manager’s; both are added. An answer goes to the account manager."
        />
        <button type="submit" class="primary">
          Send it
        </button>
      </form>
    </section>
  );
}

type AnswerProps = Pick<Props, "page" | "typed" | "errors"> & { last: ReferenceAsk };

function Answer({ page: { account }, last, typed, errors }: AnswerProps) {
  const field = fieldsIn(typed, errors);
  return (
    <section>
      <h2>What they said</h2>
      <form method="post" action={paths.referenceAnswer(account.id)}>
        <input type="hidden" name="askId" value={last.id} />
        <input type="hidden" name="version" value={last.version} />
        <Select
          {...field("answer", `Answer of ${last.contact}`, last.answer)}
          options={choicesOf(answerWords)}
          empty="None yet"
        />
        <TextField
          {...field("laterOn", "If later, from when on?", last.laterOn)}
          type="date"
          hint="Nobody is asked twice in a year, whatever stands here."
        />
        <TextArea {...field("note", "Note", last.note)} rows={3} hint="For what, with whom, how." />
        <button type="submit">Keep the answer</button>
      </form>
    </section>
  );
}
