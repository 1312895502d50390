import type { AccountForm } from "#worker/domain/account/actions-page.ts";
import { monthNames } from "#worker/domain/account/cadence-rules.ts";
import type { AccountFields } from "#worker/domain/account/form-rules.ts";
import { timeZones } from "#worker/domain/setting/rules.ts";
import { paths } from "../../paths.ts";
import { Select, TextArea, TextField } from "../../ui/field.tsx";
import { choicesById, fieldsOf } from "../../ui/form.ts";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { FormPart, Parts } from "../../ui/part.tsx";

const months = monthNames.map((label, at) => ({ value: String(at + 1), label }));

/** What is on record stands among them, under whatever name it was written. */
const zonesWith = (own: string) =>
  [...new Set([...(own === "" ? [] : [own]), ...timeZones()])].map((zone) => ({
    value: zone,
    label: zone.replaceAll("_", " "),
  }));

const parts = {
  who: { id: "who", title: "Who they are" },
  responsible: { id: "responsible", title: "Who of us is responsible" },
  business: { id: "business", title: "The business" },
  review: { id: "review", title: "The annual review" },
  rhythm: { id: "rhythm", title: "How often we ask" },
};

type Props = { form: AccountForm; values: AccountFields; errors: FieldError[] };

/** What is on record about an account, to be changed. */
export function AccountEditPage({ form, values, errors }: Props) {
  const { account } = form;
  const field = fieldsOf(values, errors);
  return (
    <>
      <PageHeader
        title="Details of the account"
        back={{ href: paths.account(account.id), label: account.name }}
      />
      <ErrorSummary title="This is not saved yet" errors={errors} />
      <Parts parts={Object.values(parts)} />
      <form method="post" action={paths.accountEdit(account.id)}>
        <FormPart part={parts.who}>
          <TextField label="Name" {...field("name")} required maxLength={200} />
          <TextField label="Country" {...field("country")} maxLength={60} />
          <TextField
            label="Parent account"
            hint="The name of another of your accounts, or nothing."
            {...field("parentId")}
            maxLength={200}
          />
          <Select
            label="Time zone"
            hint="Invitations that are spread over days arrive in its working hours."
            {...field("timeZone")}
            options={zonesWith(values.timeZone)}
            empty="Ours"
          />
          <TextField label="Segment" {...field("segment")} maxLength={60} />
        </FormPart>
        <Responsible form={form} field={field} />
        <Business field={field} />
        <Review field={field} />
        <Rhythm field={field} />
        <div class="actions">
          <button type="submit" class="primary">
            Save
          </button>
          <a href={paths.account(account.id)}>Leave unchanged</a>
        </div>
      </form>
    </>
  );
}

type Field = ReturnType<typeof fieldsOf<AccountFields>>;

function Responsible({ form: { staff, mayHandOver }, field }: { form: AccountForm; field: Field }) {
  const options = choicesById(staff);
  return (
    <FormPart part={parts.responsible}>
      {mayHandOver ? (
        <Select
          label="Account manager"
          hint="Whoever hands an account over still never sees what was said about them."
          {...field("accountManagerId")}
          options={options}
          empty="Nobody"
        />
      ) : (
        <p class="hint">
          You are the account manager. Your line manager or a leader can change it.
        </p>
      )}
      <Select
        label="Sponsor"
        hint="A senior person of ours. Silence of their most senior contact is for the sponsor to follow up."
        {...field("sponsorId")}
        options={options}
        empty="Nobody"
      />
    </FormPart>
  );
}

function Business({ field }: { field: Field }) {
  return (
    <FormPart part={parts.business}>
      <TextField
        label="Annual revenue"
        hint="What they pay us in a year, in whole units."
        {...field("annualRevenue")}
        maxLength={20}
      />
      <TextField
        label="Currency"
        hint="Its code, such as EUR."
        {...field("currency")}
        maxLength={3}
      />
      <TextArea
        label="Services we offer them"
        hint="One on each line, at most 20. The question on known services names them."
        {...field("services")}
      />
      <TextArea
        label="Services they use already"
        hint="Those of the list above that need no question: everybody there knows them."
        {...field("servicesInUse")}
      />
      <TextArea
        label="Competitors there"
        hint="One on each line, at most 20. The question on how we compare names them."
        {...field("competitors")}
      />
    </FormPart>
  );
}

function Review({ field }: { field: Field }) {
  return (
    <FormPart part={parts.review}>
      <TextField
        label="Matter to ask about"
        hint="The review asks what they plan for it: “energy costs”, “the move to Lyon”."
        {...field("matter")}
        maxLength={200}
      />
      <TextArea
        label="Observation that opens the question"
        hint="The client reads it as written."
        {...field("matterObservation")}
      />
    </FormPart>
  );
}

function Rhythm({ field }: { field: Field }) {
  return (
    <FormPart part={parts.rhythm}>
      <TextField
        label="Months from one survey to the next"
        hint="When they are over, a round is drafted and the account manager is told. Nothing goes out by itself."
        {...field("cadenceMonths")}
        type="number"
        min={1}
        max={60}
        required
      />
      <Select
        label="Preferred month"
        hint="For a rhythm of whole years: the draft comes when this month begins."
        {...field("preferredMonth")}
        options={months}
        empty="No preference"
      />
    </FormPart>
  );
}
