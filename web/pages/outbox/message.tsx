import type { OutboxMessage } from "#worker/domain/message/schema.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { Facts } from "../../ui/figures.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { State } from "../../ui/state.tsx";

/** One mail: its head, and both its twins. */
export function OutboxMessagePage({
  message,
  timeZone,
}: {
  message: OutboxMessage;
  timeZone: string;
}) {
  return (
    <>
      <PageHeader
        title={<bdi>{message.subject}</bdi>}
        back={{ href: paths.outbox, label: "Outbox" }}
      />
      <Head message={message} timeZone={timeZone} />
      {!message.text && <Gone status={message.status} />}
      {message.html && (
        <section>
          <h2>As HTML</h2>
          <iframe
            class="mail"
            title={`HTML of: ${message.subject}`}
            src={paths.outboxMessageHtml(message.id)}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
          />
        </section>
      )}
      {message.text && (
        <section>
          <h2>As text</h2>
          <pre class="mail" dir="auto">
            {linked(message.text)}
          </pre>
        </section>
      )}
    </>
  );
}

const fates: Record<OutboxMessage["status"], string> = {
  sent: "It went out, and its reader still has it.",
  queued: "It still waits, and will not go out.",
  cancelled: "It never went out.",
  failed: "It was tried, and never taken.",
};

const Gone = ({ status }: Pick<OutboxMessage, "status">) => (
  <Notice>
    {fates[status]} Of a mail only the facts are kept that it is put together from, so that a copy
    of the database holds no private link. What this one was about has been done, changed or deleted
    since: it cannot be put together again.
  </Notice>
);

function Head({ message, timeZone }: { message: OutboxMessage; timeZone: string }) {
  const lines: [string, string][] = [["To", message.to], ...Object.entries(message.headers)];
  return (
    <Facts
      facts={[
        ...lines.map(([label, value]) => ({ label, value: <bdi>{value}</bdi> })),
        { label: "State", value: <State value={message.status} /> },
        {
          label: "Written",
          value: <Time value={new Date(message.createdAt)} timeZone={timeZone} />,
        },
      ]}
    />
  );
}

/** A line that is a link becomes one; the text itself stays as it is. */
const linked = (text: string) =>
  text.split("\n").map((line, at) => (
    <span key={at}>
      {/^https?:\/\/\S+$/.test(line) ? <a href={line}>{line}</a> : line}
      {"\n"}
    </span>
  ));
