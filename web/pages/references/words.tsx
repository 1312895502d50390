import { answerWords } from "#worker/domain/reference/rules.ts";
import type { ReferenceAsk } from "#worker/domain/reference/actions.ts";
import { spellDay } from "../../ui/date.tsx";
import { dayWords } from "../plan/words.ts";

/** What came of asking: "agreed", "later, from 3 May 2027 on", "no answer yet". */
export function answered({ answer, laterOn }: Pick<ReferenceAsk, "answer" | "laterOn">): string {
  if (answer === null) return "no answer yet";
  const word = answerWords[answer].toLowerCase();
  return answer === "later" && laterOn ? `${word}, from ${dayWords(laterOn)} on` : word;
}

/** Every time somebody at the account was asked, the latest first. */
export function Asks({ asks, timeZone }: { asks: ReferenceAsk[]; timeZone: string }) {
  return (
    <ul>
      {asks.map((ask) => (
        <li key={ask.id}>
          <bdi>{ask.contact}</bdi>, asked {spellDay(ask.askedAt, timeZone)} by{" "}
          <bdi>{ask.asker ?? "somebody who has left"}</bdi>: <strong>{answered(ask)}</strong>
          {ask.note && (
            <p class="written" dir="auto">
              {ask.note}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
