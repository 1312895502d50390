import { nameOf } from "#worker/domain/contact/rules.ts";
import type { OpenedRecord } from "#worker/domain/conversation/actions-confirm.ts";
import { paths } from "../../paths.ts";
import { viewOf } from "../../questions/index.ts";
import type { Filled } from "../../questions/view.ts";
import { ErrorSummary } from "../../ui/notice.tsx";
import { spellHeld } from "./conversation.tsx";

type Props = {
  record: OpenedRecord;
  token: string;
  filled: Filled;
  errors?: { key: string; message: string }[];
};

/** What the contact sees of a record: every answer as it was written down, to confirm or to correct. */
export function RecordPage({ record, token, filled, errors = [] }: Props) {
  const { conversation, contact, settings } = record;
  return (
    <form
      method="post"
      action={paths.record(token)}
      data-kept="browser"
      data-sent={errors.length > 0 ? "" : undefined}
    >
      <ErrorSummary
        title="Not confirmed yet: please look at this again"
        errors={errors.map(({ key, message }) => ({ field: key, message }))}
      />
      <div class="letter">
        <h1>What we wrote down</h1>
        <p>
          Dear <bdi>{nameOf(contact)}</bdi>,
        </p>
        <p>
          This is our record of the conversation on {spellHeld(conversation.heldOn)}. Change what is
          wrong, then confirm it. What you leave as it is stands as it is.
        </p>
        <p>
          If our annual review is open and you have not answered it, this counts as your answer, and
          you can still replace it by the link of that review. Your changes are then read when it
          has closed; otherwise those at {settings.supplierName} who look after{" "}
          <bdi>{record.accountName}</bdi> read them at once.
        </p>
      </div>
      {conversation.questionnaire.sections.map(({ key, title, questions }) => (
        <section key={key}>
          {title && <h2>{title}</h2>}
          {questions.map((question) => {
            const { Input } = viewOf(question);
            const error = errors.find(
              (one) => one.key === question.key || one.key === `${question.key}.comment`,
            )?.message;
            return <Input key={question.key} {...{ question, filled, error }} />;
          })}
        </section>
      ))}
      <div class="sending">
        <button type="submit">Confirm this record</button>
      </div>
    </form>
  );
}
