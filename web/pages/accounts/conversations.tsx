import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import { topicWords } from "#worker/domain/conversation/rules.ts";
import type { ConversationOverview } from "#worker/domain/conversation/actions.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { spellHeld } from "../conversations/conversation.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = { accountId: string; overview: ConversationOverview; timeZone: string };

/** What was talked about this year, and the conversations that somebody wrote down. */
export function Conversations({ accountId, overview, timeZone }: Props) {
  const { list, year, covered } = overview;
  return (
    <section>
      <h2>Topics of {year}</h2>
      <CoverageMeter year={year} covered={covered} />
      {list.length > 0 && (
        <table class="list">
          <TableHead columns={["Conversation", "With", "Recorded by", "Recorded on"]} />
          <tbody>
            {list.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <a href={paths.conversation(one.id)}>{spellHeld(one.heldOn)}</a>
                </th>
                <td>
                  <bdi>{nameOrAddress(one)}</bdi>
                </td>
                <td data-label="recorded by">
                  <bdi>{one.recorder ?? "somebody who has left"}</bdi>
                </td>
                <td data-label="on">
                  <Day value={one.recordedAt} timeZone={timeZone} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <a class="button" href={paths.newConversation(accountId)}>
          Record a conversation
        </a>
      </p>
    </section>
  );
}

const segment = 22;
const height = 14;

/** Ten segments, one a topic; what they say stands in words beside them. */
function CoverageMeter({ year, covered }: { year: number; covered: number[] }) {
  const open = topicWords.filter((_, at) => !covered.includes(at + 1));
  const width = segment * topicWords.length;
  return (
    <>
      <svg
        class="coverage"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        aria-hidden="true"
      >
        {topicWords.map((topic, at) => (
          <rect
            key={topic}
            x={at * segment + 1}
            y={1}
            width={segment - 3}
            height={height - 2}
            fill={covered.includes(at + 1) ? "currentColor" : "none"}
            stroke="currentColor"
          />
        ))}
      </svg>
      <p>
        {covered.length} of the ten topics of the annual review were talked about in {year}, in
        closed reviews and recorded conversations.
        {open.length > 0 && open.length < topicWords.length && ` Still open: ${open.join(", ")}.`}
      </p>
    </>
  );
}
