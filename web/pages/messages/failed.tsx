import type { FailedMessage } from "#worker/domain/message/actions-failed.ts";
import { failureWords, kindName } from "#worker/domain/message/failure-rules.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { Pagination } from "../../ui/navigation.tsx";
import { Empty, Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";

type Props = {
  messages: FailedMessage[];
  nextCursor: string | null;
  paged: boolean;
  retried: boolean;
  timeZone: string;
};

/** Mail that was given up, and the way to try it once more. */
export function FailedMessages({ messages, nextCursor, paged, retried, timeZone }: Props) {
  return (
    <>
      <PageHeader
        title="Mail that could not be sent"
        lede="Each was given up: refused for good, or tried several times in vain."
      >
        {messages.length > 0 && (
          <PostButton action={paths.messagesRetry} fields={{ all: "1" }}>
            Retry all
          </PostButton>
        )}
      </PageHeader>
      {retried && (
        <Notice kind="good">
          It is on its way once more. What fails again comes back to this page.
        </Notice>
      )}
      {messages.length > 0 ? (
        <FailedTable messages={messages} timeZone={timeZone} />
      ) : (
        <Empty title="No mail has failed">
          <p>Everything that was to be sent was taken by the mail service, or still waits.</p>
        </Empty>
      )}
      <Pagination
        first={paged ? paths.messages : null}
        next={nextCursor && `${paths.messages}?cursor=${nextCursor}`}
      />
    </>
  );
}

function FailedTable({ messages, timeZone }: Pick<Props, "messages" | "timeZone">) {
  return (
    <>
      <p class="hint">
        Retried within a day, a mail that did arrive after all is not sent twice. What nobody needs
        any more, such as a survey that has closed, is not sent.
      </p>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">To</th>
            <th scope="col">Message</th>
            <th scope="col">Written</th>
            <th scope="col" class="num">
              Tries
            </th>
            <th scope="col">What went wrong</th>
            <th scope="col">
              <span class="visually-hidden">Retry</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {messages.map((one) => (
            <FailedRow key={one.id} message={one} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function FailedRow({ message, timeZone }: { message: FailedMessage; timeZone: string }) {
  const { id, kind, recipient, roundId, createdAt, attempts, lastError } = message;
  return (
    <tr>
      <th scope="row">{recipient}</th>
      <td>{roundId ? <a href={paths.round(roundId)}>{kindName(kind)}</a> : kindName(kind)}</td>
      <td>
        <Time value={createdAt} timeZone={timeZone} />
      </td>
      <td class="num" data-label="tries">
        {attempts}
      </td>
      <td>
        {failureWords(lastError)}
        {lastError && <p class="hint">{lastError}</p>}
      </td>
      <td>
        <PostButton action={paths.messagesRetry} fields={{ id }}>
          Retry<span class="visually-hidden"> the mail to {recipient}</span>
        </PostButton>
      </td>
    </tr>
  );
}
