import type { History as Changes } from "#worker/domain/action/actions-page.ts";
import { Time } from "../../ui/date.tsx";
import { fieldWords, valueWords } from "./words.ts";

type Props = { history: Changes; timeZone: string };

/** Who changed what of a line and when, the latest first. */
export function History({ history, timeZone }: Props) {
  if (history.length === 0) return null;
  return (
    <details>
      <summary>History of this line</summary>
      <ol class="register" reversed>
        {history.map(({ version, at, byName, byKind, changes, comment }) => (
          <li key={version}>
            <p class="n">
              <Time value={at} timeZone={timeZone} />,{" "}
              {byName ? (
                <bdi>{byName}</bdi>
              ) : byKind === "system" ? (
                "by the answers of a round"
              ) : (
                "somebody who has left"
              )}
            </p>
            {version === 1 && <p>Written down.</p>}
            {changes
              .filter(({ field }) => field in fieldWords)
              .map(({ field, from, to }) => (
                <p key={field}>
                  {fieldWords[field]}: <del>{valueWords(field, from)}</del>{" "}
                  <ins>{valueWords(field, to)}</ins>
                </p>
              ))}
            {comment && <p dir="auto">{comment}</p>}
          </li>
        ))}
      </ol>
    </details>
  );
}
