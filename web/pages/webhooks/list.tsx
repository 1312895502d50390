import { eventTypes, eventWords } from "#worker/domain/webhook/rules.ts";
import type { WebhookEventType } from "#worker/domain/webhook/schema.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Checkbox, FieldGroup, TextField } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import { Empty, ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { EndpointState, type Endpoint } from "./state.tsx";
import { TableHead } from "../../ui/table-head.tsx";

export type WebhookValues = { url: string; events: string[] };

type Props = {
  endpoints: Endpoint[];
  values: WebhookValues;
  errors: FieldError[];
  deleted: boolean;
  timeZone: string;
};

/** Other systems that are told of what happens here. */
export function WebhooksPage({ endpoints, values, errors, deleted, timeZone }: Props) {
  return (
    <>
      <PageHeader
        title="Webhooks"
        lede="Other systems, such as your CRM, that are called when something happens here. They learn which round, account, case or action it is about; never a name or an answer."
      />
      {deleted && <Notice kind="good">Deleted. It is not called any more.</Notice>}
      <ErrorSummary title="No webhook was added" errors={errors} />
      {endpoints.length === 0 ? (
        <Empty title="Nobody is called yet">
          <p>Add the address of the system that is to know, below.</p>
        </Empty>
      ) : (
        <EndpointTable endpoints={endpoints} timeZone={timeZone} />
      )}
      <NewWebhookForm values={values} errors={errors} />
    </>
  );
}

function EndpointTable({ endpoints, timeZone }: Pick<Props, "endpoints" | "timeZone">) {
  return (
    <table class="list">
      <TableHead columns={["Address", "Is told", "Added", "State"]} />
      <tbody>
        {endpoints.map((endpoint) => (
          <tr key={endpoint.id}>
            <th scope="row">
              <a href={paths.webhook(endpoint.id)}>{endpoint.url}</a>
            </th>
            <td>{endpoint.events.join(", ")}</td>
            <td data-label="added">
              <Day value={endpoint.createdAt} timeZone={timeZone} />
            </td>
            <td>
              <EndpointState endpoint={endpoint} timeZone={timeZone} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NewWebhookForm({ values, errors }: Pick<Props, "values" | "errors">) {
  const errorOf = errorIn(errors);
  return (
    <section>
      <h2>New webhook</h2>
      <form method="post" action={paths.webhooks}>
        <TextField
          label="Address"
          name="url"
          value={values.url}
          hint="Such as https://crm.yourfirm.com/hooks/feedback. It is called by POST with JSON, signed as Standard Webhooks says."
          required
          error={errorOf("url")}
        />
        <FieldGroup name="events" legend="What it is told" error={errorOf("events")}>
          {eventTypes.map((type) => (
            <Checkbox
              key={type}
              name={type}
              label={eventWords[type]}
              hint={eventHints[type]}
              checked={values.events.includes(type)}
            />
          ))}
        </FieldGroup>
        <button type="submit" class="primary">
          Add the webhook
        </button>
      </form>
    </section>
  );
}

const eventHints: Record<WebhookEventType, string> = {
  "round.closed": "round.closed: which round and account.",
  "response.submitted":
    "response.submitted: which round and account, not who. Never for confidential rounds, where the time alone could tell.",
  "case.opened":
    "case.opened: which case and account, and what raised it. Not the cases that are kept from the account manager.",
  "action.changed":
    "action.changed: which action and account, its state and version. Not the actions that are kept from the account manager.",
};
