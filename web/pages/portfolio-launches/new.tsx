import type { AccountChoices } from "#worker/domain/account/actions-list.ts";
import type { LaunchChoice } from "#worker/domain/portfolio-launch/actions-new.ts";
import { weekdayNames, type LaunchFields } from "#worker/domain/portfolio-launch/form-rules.ts";
import type { LaunchFilter } from "#worker/domain/portfolio-launch/schema.ts";
import { paths } from "../../paths.ts";
import { Checkbox, FieldGroup, Select, TextField } from "../../ui/field.tsx";
import { errorIn, fieldsOf } from "../../ui/form.ts";
import { Empty, ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { plural } from "../../ui/number.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { KindChoice } from "../rounds/choose-kind.tsx";
import { AccountPicker, LaunchFilterForm } from "./choose.tsx";

type Props = {
  accounts: LaunchChoice[];
  more: boolean;
  choices: AccountChoices;
  filter: LaunchFilter;
  fields: LaunchFields;
  /** Whether the fields were typed: then what is ticked stays as it was. */
  typed: boolean;
  errors: FieldError[];
  timeZone: string;
};

/** Which accounts to ask together, and how. */
export function NewLaunchPage(props: Props) {
  const { accounts, more, choices, filter, fields, typed, errors, timeZone } = props;
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
  const address = query.size > 0 ? `?${query.toString()}` : "";
  const free = accounts.filter(({ open }) => !open).length;
  return (
    <>
      <PageHeader
        title="New portfolio launch"
        lede="Each account gets a draft. Its account manager is asked for an own grade; you launch what is ready."
        back={{ href: paths.portfolioLaunches, label: "Portfolio launches" }}
      />
      <ErrorSummary title="Nothing is prepared yet" errors={errors} />
      <section>
        <h2>Which accounts</h2>
        <LaunchFilterForm filter={filter} choices={choices} />
      </section>
      {accounts.length === 0 ? (
        <Empty title={address ? "No account matches this" : "No accounts yet"}>
          <p>
            {address ? (
              <a href={paths.newPortfolioLaunch}>Show all accounts</a>
            ) : (
              <a class="button primary" href={paths.imports}>
                Import contacts
              </a>
            )}
          </p>
        </Empty>
      ) : (
        <form method="post" action={`${paths.portfolioLaunches}${address}`}>
          <input type="hidden" name="id" value={fields.id} />
          <p>
            {plural(free, "account")} of {accounts.length} can be asked.
            {more && " There are more: narrow the choice above, and launch the others after these."}
          </p>
          <details
            open={accounts.length <= mostUnfolded || errorIn(errors)("accountIds") !== undefined}
          >
            <summary>Choose among them</summary>
            <AccountPicker
              accounts={accounts}
              chosen={typed ? new Set(fields.accountIds) : null}
              error={errorIn(errors)("accountIds")}
              timeZone={timeZone}
            />
          </details>
          <What fields={fields} errors={errors} />
          <When fields={fields} errors={errors} />
          <div class="actions">
            <button type="submit" class="primary">
              Prepare the rounds
            </button>
            <span class="hint">
              Account managers are told at once. No client is written to before you launch.
            </span>
          </div>
        </form>
      )}
    </>
  );
}

/** A longer list starts folded, so that what follows is in reach. */
const mostUnfolded = 30;

type PartProps = Pick<Props, "fields" | "errors">;

function What({ fields, errors }: PartProps) {
  const field = fieldsOf(fields, errors);
  return (
    <section>
      <h2>What they are asked</h2>
      <KindChoice kind={fields.kind} error={errorIn(errors)("kind")} />
      <TextField
        label="Name"
        hint="Of the launch and of its rounds; clients do not see it."
        {...field("name")}
        required
        maxLength={120}
      />
      <TextField
        label="Days a round is open"
        hint="Counted from the day on which it is launched."
        {...field("windowDays")}
        type="number"
        min={7}
        max={90}
        required
      />
      <TextField
        label="Own grades needed by"
        hint="Each account manager gets one mail with all accounts and this day."
        {...field("gradeBy")}
        type="date"
        required
      />
    </section>
  );
}

const hours = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({
    value: String(from + at),
    label: `${String(from + at).padStart(2, "0")}:00`,
  }));

function When({ fields, errors }: PartProps) {
  const errorOf = errorIn(errors);
  const field = fieldsOf(fields, errors);
  return (
    <section>
      <h2>When the invitations leave</h2>
      <TextField
        label="Spread over so many working days"
        hint="Reminders count from the day on which each person was invited."
        {...field("days")}
        type="number"
        min={1}
        max={30}
        required
      />
      <Select
        label="From"
        hint="In the time zone of the account."
        {...field("fromHour")}
        options={hours(0, 23)}
      />
      <Select label="To" {...field("toHour")} options={hours(1, 24)} />
      <FieldGroup name="weekdays" legend="On" error={errorOf("weekdays")}>
        {weekdayNames.map((name, at) => (
          <Checkbox
            key={name}
            label={name}
            name="weekdays"
            value={String(at + 1)}
            checked={fields.weekdays.includes(String(at + 1))}
          />
        ))}
      </FieldGroup>
      {(errorOf("short") || fields.short) && (
        <div id="short">
          <Checkbox
            label="Launch it like this all the same"
            hint="Whoever is invited last has less than two weeks to answer."
            name="short"
            checked={fields.short}
          />
        </div>
      )}
    </section>
  );
}
