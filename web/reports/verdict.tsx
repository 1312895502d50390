import type { Report } from "#worker/domain/reports/schema.ts";
import { GradeBadge } from "../ui/grade.tsx";
import { certaintySentence, closureSentence, gapSentence, missingSentence } from "./sentences.ts";

/** Both grades side by side, what lies between them, and how far that may be trusted. */
export function Verdict({ report }: { report: Report }) {
  const { grade, earlyClosure } = report;
  const { client, self, senior } = grade;
  const notes = [
    certaintySentence(grade),
    missingSentence(grade),
    closureSentence(earlyClosure),
  ].filter((note) => note !== null);
  return (
    <section class="verdict" aria-labelledby="verdict">
      <dl class="grades">
        <div>
          <dt>We said</dt>
          <dd>
            <GradeBadge letter={self.letter} size="large" />
          </dd>
        </div>
        <div>
          <dt>The client says</dt>
          <dd>
            <GradeBadge letter={client.letter} size="large" />
          </dd>
        </div>
      </dl>
      <div class="said">
        <h2 id="verdict">{gapSentence(grade)}</h2>
        {notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
        {senior && (
          <p>
            The most senior contact, <bdi>{senior.contact.name}</bdi>
            {senior.contact.title && (
              <>
                {" "}
                (<bdi>{senior.contact.title}</bdi>)
              </>
            )}
            , gave <GradeBadge letter={senior.letter} />
          </p>
        )}
      </div>
    </section>
  );
}
