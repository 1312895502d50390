import { formerSecretEnds } from "#worker/domain/webhook/rules.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { Facts } from "../../ui/figures.tsx";
import { Pagination } from "../../ui/navigation.tsx";
import { Empty, Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { State } from "../../ui/state.tsx";
import { EndpointState, type Endpoint } from "./state.tsx";

type Delivery = {
  eventId: string;
  type: string;
  status: "waiting" | "delivered" | "failed";
  attempts: number;
  sendAfter: Date;
  createdAt: Date;
  triedAt: Date | null;
  answer: string | null;
};

type Props = {
  endpoint: Endpoint;
  deliveries: Delivery[];
  nextCursor: string | null;
  paged: boolean;
  /** A secret that was just made: this is the only page that ever shows it. */
  secret: string | null;
  done: string | undefined;
  now: Date;
  timeZone: string;
};

const said: Record<string, string> = {
  paused: "Paused. What happens from now on is not kept for it.",
  active: "It is called again, with what waited for it first.",
  again: "It is sent again within a minute.",
};

/** One webhook: what it is told, what came of it, and its secret when that is new. */
export function WebhookPage(props: Props) {
  const { endpoint, secret, done, deliveries, nextCursor, paged, timeZone } = props;
  const words = done && said[done];
  return (
    <>
      <PageHeader
        title={new URL(endpoint.url).host}
        lede={endpoint.url}
        back={{ href: paths.webhooks, label: "Webhooks" }}
      />
      {secret && <Fresh secret={secret} />}
      {words && !secret && <Notice kind="good">{words}</Notice>}
      <Standing {...props} />
      <section>
        <h2>The last 30 days</h2>
        {deliveries.length === 0 ? (
          <Empty title="Nothing yet">
            <p>What this address is told stands here, with how often it was tried.</p>
          </Empty>
        ) : (
          <Log endpointId={endpoint.id} deliveries={deliveries} timeZone={timeZone} />
        )}
        <Pagination
          first={paged ? paths.webhook(endpoint.id) : null}
          next={nextCursor && `${paths.webhook(endpoint.id)}?cursor=${nextCursor}`}
        />
      </section>
    </>
  );
}

function Fresh({ secret }: { secret: string }) {
  return (
    <Notice kind="good">
      <h2>Copy the signing secret now</h2>
      <p>No page shows it again. With it, the other system checks that a call comes from here.</p>
      <pre tabIndex={0}>{secret}</pre>
    </Notice>
  );
}

function Standing({ endpoint, now, timeZone }: Props) {
  const { id, status, rotatedAt } = endpoint;
  const former = rotatedAt && formerSecretEnds(rotatedAt);
  const both = former && former > now && (
    <>
      Two sign: the new one and, until <Time value={former} timeZone={timeZone} />, the one before.
    </>
  );
  return (
    <section>
      <h2>As it is</h2>
      <Facts
        facts={[
          { label: "State", value: <EndpointState endpoint={endpoint} timeZone={timeZone} /> },
          { label: "Is told", value: endpoint.events.join(", ") },
          ...(both ? [{ label: "Signing secrets", value: both }] : []),
        ]}
      />
      <div class="actions">
        {status === "active" ? (
          <PostButton action={paths.webhookStatus(id)} fields={{ status: "paused" }}>
            Pause
          </PostButton>
        ) : (
          <PostButton action={paths.webhookStatus(id)} fields={{ status: "active" }} kind="primary">
            Let it go on
          </PostButton>
        )}
        <PostButton action={paths.webhookRotate(id)}>New signing secret</PostButton>
        <PostButton action={paths.webhookDelete(id)} kind="danger">
          Delete with its log
        </PostButton>
      </div>
      <p class="hint">
        A new secret takes over at once; for 24 hours every call is signed with both. What is not
        taken is tried again, at growing intervals, for three days. If nothing is taken for three
        days, it is paused and you get a mail.
      </p>
    </section>
  );
}

type LogProps = { endpointId: string; deliveries: Delivery[]; timeZone: string };

function Log({ endpointId, deliveries, timeZone }: LogProps) {
  return (
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">When</th>
          <th scope="col">State</th>
          <th scope="col" class="num">
            Tries
          </th>
          <th scope="col">Last answer</th>
          <th scope="col">
            <span class="visually-hidden">Send again</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((one) => (
          <tr key={one.eventId}>
            <th scope="row">
              {one.type}
              <p class="hint">{one.eventId}</p>
            </th>
            <td>
              <Time value={one.createdAt} timeZone={timeZone} />
            </td>
            <td>
              <State value={one.status} />
            </td>
            <td class="num" data-label="tries">
              {one.attempts}
            </td>
            <td data-label="answer">
              {one.answer ?? "none yet"}
              {one.triedAt && (
                <p class="hint">
                  <Time value={one.triedAt} timeZone={timeZone} />
                </p>
              )}
            </td>
            <td>
              {one.status === "waiting" ? (
                <>
                  next try <Time value={one.sendAfter} timeZone={timeZone} />
                </>
              ) : (
                <PostButton
                  action={paths.webhookSendAgain(endpointId)}
                  fields={{ eventId: one.eventId }}
                >
                  Send again<span class="visually-hidden"> {one.eventId}</span>
                </PostButton>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
