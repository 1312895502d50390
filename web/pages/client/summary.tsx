import type { ClientView, Summary } from "#worker/domain/client-page/actions.ts";
import type { Heard, HeardArea } from "#worker/domain/client-page/rules.ts";
import { Day } from "../../ui/date.tsx";
import { areaForClient } from "./words.ts";

type Props = { view: ClientView; summary: Summary };

/** What came of one round: thanks, what we heard, what happens next. */
export function SummarySections({ view, summary }: Props) {
  const { heard } = summary;
  return (
    <>
      <Thanks view={view} summary={summary} />
      {heard && <WhatWeHeard heard={heard} />}
      <WhatNext view={view} summary={summary} />
    </>
  );
}

function Thanks({ view: { accountName, timeZone }, summary: { heard, closedAt } }: Props) {
  return (
    <>
      <p>
        Thank you. Our survey of the people at <bdi>{accountName}</bdi> closed on{" "}
        <Day value={closedAt} timeZone={timeZone} />
        {heard ? (
          <>
            : {heard.completed} of the {heard.invited} we asked took the time to answer.
          </>
        ) : (
          ". We are grateful to everyone who took the time to answer."
        )}
      </p>
      {heard ? (
        <p>Here is what we heard. Nobody is named and nobody is quoted.</p>
      ) : (
        <p>
          Fewer than five people answered, so we show no figures: in a group that small they would
          point at somebody.
        </p>
      )}
    </>
  );
}

function WhatWeHeard({ heard: { grade, areas } }: { heard: Heard }) {
  const good = areas.filter(({ weak }) => !weak);
  const weak = areas.filter(({ weak }) => weak).toReversed();
  return (
    <>
      {grade && (
        <p>
          Taken together you give us a <b>{grade.letter}</b>, on a scale from A (beyond what you
          expect) to F (failing). {grade.n} people gave a grade.
        </p>
      )}
      <Areas title="What you think well of" areas={good} />
      <Areas title="What has to get better" areas={weak} />
      {areas.length === 0 && (
        <p>For the single areas too few people answered to show a figure for any of them.</p>
      )}
    </>
  );
}

function Areas({ title, areas }: { title: string; areas: HeardArea[] }) {
  if (areas.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <dl>
        {areas.map(({ key, mean, n, invited }) => (
          <div key={key}>
            <dt>{areaForClient[key]}</dt>
            <dd>
              {mean.toFixed(1)} of 5, from {n} of the {invited} people asked
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function WhatNext({ view: { supplierName, accountName }, summary: { note, by } }: Props) {
  return (
    <section>
      <h2>What happens next</h2>
      {note ? (
        <>
          {note.split("\n").map((line, at) => line.trim() !== "" && <p key={at}>{line}</p>)}
          <p>
            {by && <bdi>{by}</bdi>}
            {by && ", "}
            <bdi>{supplierName}</bdi>
          </p>
        </>
      ) : (
        <p>
          We take this into our next meeting with <bdi>{accountName}</bdi>. If you would like to say
          more, reply to the mail that brought you here.
        </p>
      )}
    </section>
  );
}
