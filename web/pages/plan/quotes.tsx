import type { OpenSuggestion } from "#worker/domain/suggestion/actions.ts";
import { groupName } from "../../reports/words.ts";

/** What people wrote, with who they are in a named round. For those of us who look after the account. */
export function Quotes({ quotes }: { quotes: OpenSuggestion["quotes"] }) {
  if (quotes.length === 0) return null;
  return (
    <ul class="register quotes">
      {quotes.map(({ roundId, questionKey, position, text, tier, name }) => (
        <li key={`${roundId}${questionKey}${position}`}>
          <blockquote dir="auto">{text}</blockquote>
          <p class="hint">
            {name && (
              <>
                <bdi>{name}</bdi>
                {" · "}
              </>
            )}
            {groupName([tier])}
          </p>
        </li>
      ))}
    </ul>
  );
}
