import type { OutboxMessage } from "#worker/domain/message/schema.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { Empty } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { State } from "../../ui/state.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = {
  messages: OutboxMessage[];
  nextCursor: string | null;
  /** Whether a provider's key is set, so that mail goes out for real. */
  leaves: boolean;
  timeZone: string;
};

/** Every mail of a local run, newest first. */
export function OutboxPage({ messages, nextCursor, leaves, timeZone }: Props) {
  return (
    <>
      <PageHeader
        title="Outbox"
        lede={
          leaves
            ? "All mail of this run on one machine. A provider’s key is set, so it goes out for real."
            : "What this run on one machine would have mailed. Nothing here has left it."
        }
      />
      {messages.length === 0 ? (
        <Empty title="No mail yet">
          <p>Launch a round or ask for a sign-in link, and the mail appears here.</p>
        </Empty>
      ) : (
        <Messages messages={messages} timeZone={timeZone} />
      )}
      {nextCursor && (
        <p>
          <a href={`${paths.outbox}?cursor=${encodeURIComponent(nextCursor)}`}>Older messages</a>
        </p>
      )}
    </>
  );
}

function Messages({ messages, timeZone }: Pick<Props, "messages" | "timeZone">) {
  return (
    <table class="list">
      <TableHead columns={["Subject", "To", "State", "Written"]} />
      <tbody>
        {messages.map((message) => (
          <tr key={message.id}>
            <th scope="row">
              <a href={paths.outboxMessage(message.id)}>
                <bdi>{message.subject}</bdi>
              </a>
            </th>
            <td>{message.to}</td>
            <td>
              <State value={message.status} />
            </td>
            <td>
              <Time value={new Date(message.createdAt)} timeZone={timeZone} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
