import type { Conversation } from "#worker/domain/conversation/actions.ts";
import { questionsOf } from "#worker/domain/survey/rules.ts";
import { paths } from "../../paths.ts";
import { viewOf } from "../../questions/index.ts";
import { spellDay, Time } from "../../ui/date.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { fullName } from "../contacts/words.ts";

type Props = { conversation: Conversation; saved: boolean; timeZone: string };

/** A day without a time has no zone to be wrong in. */
export const spellHeld = (heldOn: string): string => spellDay(new Date(`${heldOn}T12:00Z`), "UTC");

/** What was said, and who wrote it down. */
export function ConversationPage({ conversation, saved, timeZone }: Props) {
  const { accountId, accountName, heldOn, recorder, recordedAt } = conversation;
  return (
    <>
      <PageHeader
        title={
          <>
            Conversation with <bdi>{fullName(conversation)}</bdi>
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
      />
      {saved && <Notice kind="good">The record is kept.</Notice>}
      <section>
        <h2>What was said</h2>
        <Answers conversation={conversation} />
      </section>
    </>
  );
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
