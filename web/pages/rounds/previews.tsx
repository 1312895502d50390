import type { Asked } from "#worker/domain/round/actions-page.ts";
import { paths } from "../../paths.ts";
import { plural } from "../../ui/number.ts";
import { PostButton } from "../../ui/post-button.tsx";
import type { DraftProps } from "./props.ts";
import { minutesWords, tierWords } from "./words.ts";

/** What each invited level will see: in a list, as page and mail, or in one's own mailbox. */
export function Previews({ view: { round }, draft: { asked } }: DraftProps) {
  return (
    <section id="preview">
      <h2>What each level will see</h2>
      {asked.length === 0 && <p>Nobody is invited yet, so nothing is asked.</p>}
      <div class="by-level">
        {asked.map((one) => (
          <Level key={one.tier} roundId={round.id} asked={one} />
        ))}
      </div>
    </section>
  );
}

function Level({ roundId, asked }: { roundId: string; asked: Asked }) {
  const { tier, questions, minutes } = asked;
  const forWhom = <span class="visually-hidden"> for {tierWords[tier].toLowerCase()}</span>;
  return (
    <div>
      <h3>{tierWords[tier]}</h3>
      <details>
        <summary>
          {plural(questions.length, "question")}, {minutesWords(minutes)}
        </summary>
        <ol>
          {questions.map((wording, at) => (
            <li key={at}>{wording}</li>
          ))}
        </ol>
      </details>
      <div class="actions">
        <a class="button" href={paths.roundPreview(roundId, tier)}>
          See page and mail{forWhom}
        </a>
        <PostButton action={paths.roundTest(roundId)} fields={{ tier }}>
          Send me a test{forWhom}
        </PostButton>
      </div>
    </div>
  );
}
