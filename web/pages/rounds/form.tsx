import { kindWords } from "#worker/domain/round/rules.ts";
import type { RoundForm as Form } from "#worker/domain/round/actions-form.ts";
import { paths } from "../../paths.ts";
import { Checkbox, Select, TextField } from "../../ui/field.tsx";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { RecipientPicker } from "./recipient-picker.tsx";
import { moduleWords } from "./words.ts";

type Props = { form: Form; errors: FieldError[]; timeZone: string };
type SectionProps = { form: Form; errorOf: (field: string) => string | undefined };

/** A new round, or a draft to change: everything about it on one page. */
export function RoundForm({ form, errors, timeZone }: Props) {
  const { roundId, account, kind } = form;
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message;
  const back = roundId
    ? { href: paths.round(roundId), label: form.fields.name || "The round" }
    : { href: paths.newRound, label: "Another account" };
  return (
    <>
      <PageHeader
        title={roundId ? "Change the round" : `New round: ${kindWords[kind].toLowerCase()}`}
        lede={<bdi>{account.name}</bdi>}
        back={back}
      />
      {!roundId && <Kinds form={form} />}
      <ErrorSummary title="This is not saved yet" errors={errors} />
      <form method="post" action={roundId ? paths.roundEdit(roundId) : paths.rounds}>
        {!roundId && (
          <>
            <input type="hidden" name="accountId" value={account.id} />
            <input type="hidden" name="kind" value={kind} />
          </>
        )}
        <Basics form={form} errorOf={errorOf} />
        {kind === "satisfaction" && <Confidence form={form} errorOf={errorOf} />}
        <RecipientPicker form={form} error={errorOf("contactIds")} timeZone={timeZone} />
        <Modules form={form} errorOf={errorOf} />
        <div class="actions">
          <button type="submit" class="primary">
            {roundId ? "Save the draft" : "Make the draft"}
          </button>
          <span class="hint">Nobody is written to before you launch the round.</span>
        </div>
      </form>
    </>
  );
}

function Kinds({ form: { account, kind } }: { form: Form }) {
  const link = (one: "satisfaction" | "annual_review") =>
    `${paths.newRound}?${new URLSearchParams({ account: account.id, kind: one }).toString()}`;
  return (
    <nav class="tabs" aria-label="Kind of round">
      {(["satisfaction", "annual_review"] as const).map((one) => (
        <a key={one} href={link(one)} aria-current={one === kind ? "page" : undefined}>
          {kindWords[one]}
        </a>
      ))}
    </nav>
  );
}

function Basics({ form, errorOf }: SectionProps) {
  const { name, closesAt } = form.fields;
  return (
    <section>
      <h2>Name and deadline</h2>
      <p class="hint">
        {form.kind === "satisfaction"
          ? "Two to five minutes of rating questions, a set for each level of the client."
          : "Ten questions about the year, most of them to be answered in words, in two sittings of five minutes. Always named."}
      </p>
      <TextField
        label="Name of the round"
        hint="For your lists; the client does not see it."
        name="name"
        value={name}
        required
        maxLength={120}
        error={errorOf("name")}
      />
      <TextField
        label="Last day to answer"
        hint="The round closes by itself when this day ends."
        name="closesAt"
        type="date"
        value={closesAt}
        min={form.today}
        required
        error={errorOf("closesAt")}
      />
    </section>
  );
}

function Confidence({ form, errorOf }: SectionProps) {
  const { confidentiality, administratorId } = form.fields;
  const kinds = [
    {
      value: "named",
      label: "Named",
      hint: "After the close you read who said what. The invitation says so.",
    },
    {
      value: "confidential",
      label: "Confidential",
      hint: "Nobody can ever tell who said what. Figures need at least five answers.",
    },
  ];
  return (
    <section>
      <h2>Named or confidential</h2>
      <fieldset id="confidentiality">
        <legend>Fixed at launch, for good</legend>
        {kinds.map(({ value, label, hint }) => (
          <label class="check" key={value}>
            <input
              type="radio"
              name="confidentiality"
              value={value}
              checked={confidentiality === value}
            />
            <span>
              {label}
              <small>{hint}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <Select
        label="Independent administrator"
        hint="Only for a confidential round: who runs it and gets the replies, in place of the account manager."
        name="administratorId"
        value={administratorId}
        options={form.administrators.map(({ id, name }) => ({ value: id, label: name }))}
        empty="None"
        error={errorOf("administratorId")}
      />
    </section>
  );
}

function Modules({ form, errorOf }: SectionProps) {
  const { account, fields } = form;
  const named = { awareness: account.services, competition: account.competitors };
  const missing = (slug: string) =>
    slug in named && !named[slug as keyof typeof named]?.length
      ? " None is named yet, so this adds nothing."
      : "";
  return (
    <section>
      <h2>Further questions</h2>
      <fieldset id="modules">
        <legend>Add to the standard questions</legend>
        {Object.entries(moduleWords).map(([slug, { label, hint }]) => (
          <Checkbox
            key={slug}
            name="modules"
            value={slug}
            label={label}
            hint={hint + missing(slug)}
            checked={fields.modules.includes(slug)}
          />
        ))}
      </fieldset>
      {errorOf("modules") && <p class="error">{errorOf("modules")}</p>}
    </section>
  );
}
