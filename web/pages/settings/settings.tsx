import { contrast, inkOn } from "#worker/domain/setting/rules.ts";
import type { Settings } from "#worker/domain/setting/schema.ts";
import { paths } from "../../paths.ts";
import { Checkbox, Select, TextArea, TextField } from "../../ui/field.tsx";
import { Facts } from "../../ui/figures.tsx";
import { errorIn, fieldsOf } from "../../ui/form.ts";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { FormPart, Parts } from "../../ui/part.tsx";
import { Widths } from "../rounds/preview.tsx";

export type SettingsValues = Record<
  | "supplierName"
  | "timeZone"
  | "accentColour"
  | "footerAddress"
  | "reminderDays"
  | "senderName"
  | "replyTo"
  | "signature"
  | "retentionMonths",
  string
>;

type Props = {
  settings: Settings;
  values: SettingsValues;
  errors: FieldError[];
  timeZones: string[];
  saved: boolean;
  /** What is typed and not saved, and where a mail that shows it lies. */
  preview: { settings: Settings; mail: string } | null;
};

const parts = {
  firm: { id: "firm", title: "Your firm" },
  look: { id: "look", title: "How it looks" },
  mail: { id: "mail", title: "Mail" },
  rounds: { id: "rounds", title: "Rounds and answers" },
  preview: { id: "preview", title: "Preview" },
};

/** How the supplier appears to clients. */
export function SettingsPage({ settings, values, errors, timeZones, saved, preview }: Props) {
  return (
    <>
      <PageHeader
        title="Settings"
        lede="How you appear to clients, on the survey page and in mail, and how long answers are kept."
      >
        <a href={paths.messages}>Mail that could not be sent</a>
        <a href={paths.person}>One person’s data</a>
      </PageHeader>
      {saved && <Notice kind="good">Saved. The next page and the next mail look like this.</Notice>}
      <ErrorSummary title="Nothing was saved" errors={errors} />
      <Parts parts={Object.values(parts)} />
      <SettingsForm {...{ settings, values, errors, timeZones }} />
      <section id={parts.preview.id}>
        <h2>{preview ? "As it would be" : "As it is now"}</h2>
        {preview && <Notice>Nothing of this is saved yet.</Notice>}
        <Sample settings={preview?.settings ?? settings} />
        <MailSample settings={preview?.settings ?? settings} />
      </section>
      {preview && <Widths title="A mail" src={preview.mail} about="invitation" />}
    </>
  );
}

type FormProps = Omit<Props, "saved" | "preview">;

function SettingsForm({ settings, values, errors, timeZones }: FormProps) {
  const field = fieldsOf(values, errors);
  return (
    <form method="post" action={paths.settings} enctype="multipart/form-data">
      <FormPart part={parts.firm}>
        <TextField
          label="Your firm’s name"
          {...field("supplierName")}
          required
          hint="As clients know it: it signs pages and mails."
        />
        <Select
          label="Time zone"
          {...field("timeZone")}
          hint="Deadlines end with the day there, and all times are shown in it."
          options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        />
      </FormPart>
      <FormPart part={parts.look} about="On survey pages, client pages and in mail.">
        <TextField
          label="Logo"
          name="logo"
          type="file"
          accept="image/png,image/jpeg,image/gif,image/webp"
          error={errorIn(errors)("logo")}
          hint="PNG, JPEG, GIF or WebP of at most 1.5 kB. Without one, your name stands in its place."
        />
        <TextField
          label="Accent colour"
          {...field("accentColour")}
          type="color"
          hint="Where it would be hard to read, pages use a darker or lighter shade of it."
        />
        {settings.logo && <Checkbox label="Remove the present logo" name="removeLogo" />}
      </FormPart>
      <MailFields field={field} />
      <FormPart part={parts.rounds}>
        <TextField
          label="Reminders, in days after the invitation"
          {...field("reminderDays")}
          hint="At most three, such as 4, 11, 19. Only who has not answered is reminded. Empty for none."
        />
        <TextField
          label="Months for which answers are kept"
          {...field("retentionMonths")}
          type="number"
          min={6}
          max={120}
          hint="From 6 to 120, from the close of a round. Then comments, names and addresses are deleted, and figures stay."
        />
      </FormPart>
      <div class="actions">
        <button type="submit" class="primary">
          Save
        </button>
        <button
          type="submit"
          name="preview"
          value="yes"
          formmethod="get"
          formaction={`${paths.settings}#preview`}
        >
          Preview
        </button>
        <span class="hint">A preview shows all but a new logo, and saves nothing.</span>
      </div>
    </form>
  );
}

function MailFields({ field }: { field: ReturnType<typeof fieldsOf<SettingsValues>> }) {
  return (
    <FormPart part={parts.mail} about="Every mail to clients.">
      <TextField
        label="Sender’s name"
        {...field("senderName")}
        hint="Empty: whoever looks after the account, and your firm."
      />
      <TextField
        label="Replies go to"
        {...field("replyTo")}
        type="email"
        hint="Empty: to whoever looks after the account. In a confidential round they go to its administrator, whatever stands here."
      />
      <TextArea
        label="Signature"
        {...field("signature")}
        hint="Such as a department and a telephone number. It stands under the names."
      />
      <TextArea
        label="Address in the foot"
        {...field("footerAddress")}
        hint="Many countries ask for a postal address. Leave empty for none."
      />
    </FormPart>
  );
}

/** Drawn, not styled: the page's policy allows no colours of its own. */
function Sample({ settings: { accentColour, supplierName, logo } }: { settings: Settings }) {
  const ratio = contrast(accentColour, "#ffffff");
  return (
    <>
      {logo ? <img src={logo} alt={supplierName} /> : <p class="lede">{supplierName}</p>}
      <svg
        width="240"
        height="48"
        viewBox="0 0 240 48"
        role="img"
        aria-label="A button in your colour"
      >
        <rect width="240" height="48" rx="4" fill={accentColour} />
        <text x="120" y="30" text-anchor="middle" font-weight="600" fill={inkOn(accentColour)}>
          Send my answers
        </text>
      </svg>
      <p>
        {accentColour} on white has a contrast of {ratio.toFixed(1)} to 1
        {ratio >= 4.5 ? ", which reads well." : "; text in it is darkened until it reads well."}
      </p>
    </>
  );
}

/** The parts of a mail that the settings decide. */
function MailSample({ settings }: { settings: Settings }) {
  const { supplierName, senderName, replyTo, signature, footerAddress } = settings;
  const end = ["Name of the account manager", supplierName, ...(signature?.split("\n") ?? [])];
  const facts = [
    {
      label: "Mails come from",
      value: senderName ?? `Name of the account manager, ${supplierName}`,
    },
    { label: "Replies go to", value: replyTo ?? "the account manager" },
    { label: "Mails end with", value: <Lines lines={end} /> },
  ];
  const foot = footerAddress && <Lines lines={footerAddress.split("\n")} />;
  return <Facts facts={[...facts, ...(foot ? [{ label: "In their foot", value: foot }] : [])]} />;
}

const Lines = ({ lines }: { lines: string[] }) => (
  <>
    {lines.map((line, at) => (
      <span key={at}>
        {at > 0 && <br />}
        {line}
      </span>
    ))}
  </>
);
