import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import type { RecordForm } from "#worker/domain/conversation/actions.ts";
import { paths } from "../../paths.ts";
import { viewOf } from "../../questions/index.ts";
import type { Filled } from "../../questions/view.ts";
import { Select, TextField } from "../../ui/field.tsx";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";

type Props = { form: RecordForm; filled: Filled; errors: FieldError[] };

/** The annual review as a conversation: somebody of ours asks and writes down, question by question. */
export function NewConversationPage({ form, filled, errors }: Props) {
  const { account, contacts, questionnaire, today } = form;
  const errorOf = (...names: string[]) =>
    errors.find(({ field }) => names.includes(field))?.message;
  return (
    <>
      <ErrorSummary title="Not kept yet: please look at this again" errors={errors} />
      <PageHeader
        title="Record a conversation"
        lede="Write down what was said, during the conversation or afterwards. Leave out what did not come up."
        back={{ href: paths.account(account.id), label: account.name }}
      />
      <form method="post" action={paths.newConversation(account.id)}>
        <Select
          label="With whom"
          name="contactId"
          value={filled("contactId")[0] ?? null}
          error={errorOf("contactId")}
          options={contacts.map((one) => ({ value: one.id, label: nameOrAddress(one) }))}
          empty="Choose a person"
        />
        <TextField
          label="Held on"
          name="heldOn"
          type="date"
          value={filled("heldOn")[0] ?? today}
          max={today}
          error={errorOf("heldOn")}
        />
        {questionnaire.sections.map(({ key, title, questions }) => (
          <section key={key}>
            {title && <h2>{title}</h2>}
            {questions.map((question) => {
              const { Input } = viewOf(question);
              const error = errorOf(question.key, `${question.key}.comment`);
              return <Input key={question.key} {...{ question, filled, error }} />;
            })}
          </section>
        ))}
        <button type="submit" class="primary">
          Keep this record
        </button>
      </form>
    </>
  );
}
