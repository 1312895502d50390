import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import type { Conversation } from "#worker/domain/conversation/actions.ts";
import { questionsOf } from "#worker/domain/survey/rules.ts";
import { paths } from "../../paths.ts";
import { viewOf } from "../../questions/index.ts";
import { spellDay, Time } from "../../ui/date.tsx";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";

type Props = {
  conversation: Conversation;
  errors: FieldError[];
  saved: boolean;
  timeZone: string;
};

/** A day without a time has no zone to be wrong in. */
export const spellHeld = (heldOn: string): string => spellDay(new Date(`${heldOn}T12:00Z`), "UTC");

/** What was said, and who wrote it down. */
export function ConversationPage({ conversation, errors, saved, timeZone }: Props) {
  const { accountId, accountName, heldOn, recorder, recordedAt } = conversation;
  return (
    <>
      <PageHeader
        title={
          <>
            Conversation with <bdi>{nameOrAddress(conversation)}</bdi>
          </>
        }
        lede={
          <>
            Held on {spellHeld(heldOn)}. Recorded by{" "}
            <bdi>{recorder ?? "somebody who has left"}</bdi> on{" "}
            <Time value={recordedAt} timeZone={timeZone} />.
          </>
        }
        back={{ href: paths.account(accountId), label: accountName }}
      >
        {!conversation.mailedAt && !conversation.confirmedAt && (
          <PostButton action={paths.conversationMail(conversation.id)} kind="primary">
            Mail it for confirmation
          </PostButton>
        )}
      </PageHeader>
      <ErrorSummary title="Not mailed" errors={errors} />
      {saved && <Notice kind="good">The record is kept.</Notice>}
      <p>
        <Confirmation conversation={conversation} timeZone={timeZone} />
      </p>
      <section>
        <h2>What was said</h2>
        <Answers conversation={conversation} />
      </section>
    </>
  );
}

type ConfirmationProps = Pick<Props, "conversation" | "timeZone">;

function Confirmation({ conversation, timeZone }: ConfirmationProps) {
  const { confirmedAt, mailedAt, roundId, sealed } = conversation;
  if (confirmedAt)
    return (
      <>
        Confirmed by the contact on <Time value={confirmedAt} timeZone={timeZone} />.
        {roundId && (
          <>
            {" "}
            It counts as their answer in <a href={paths.round(roundId)}>this round</a>.
            {sealed && " What they may have changed is shown when the round has closed."}
          </>
        )}
      </>
    );
  if (mailedAt)
    return (
      <>
        Mailed to the contact on <Time value={mailedAt} timeZone={timeZone} />; not confirmed yet.
      </>
    );
  return <>Not confirmed by the contact: in an open round it does not count as an answer.</>;
}

function Answers({ conversation: { questionnaire, answers } }: Pick<Props, "conversation">) {
  return (
    <dl>
      {questionsOf(questionnaire)
        .filter(({ key }) => key in answers || `${key}.comment` in answers)
        .map((question) => {
          const answer = answers[question.key];
          const comment = answers[`${question.key}.comment`];
          return (
            <div key={question.key}>
              <dt>{question.wording}</dt>
              {answer !== undefined && (
                <dd dir="auto">{viewOf(question).words(question, answer)}</dd>
              )}
              {comment !== undefined && <dd dir="auto">{comment}</dd>}
            </div>
          );
        })}
    </dl>
  );
}
