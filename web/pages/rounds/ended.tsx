import { daysEarly } from "#worker/domain/round/rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { plural } from "../../ui/number.ts";
import type { RoundPageProps } from "./props.ts";

/** A closed round is its report. */
export function Closed({ view: { round, people }, timeZone }: RoundPageProps) {
  const closedAt = new Date(round.closedAt!);
  const early = round.closedBy ? daysEarly(new Date(round.closesAt), closedAt, timeZone) : 0;
  return (
    <section>
      <h2>Closed</h2>
      <p>
        {round.closedBy ? (
          <>
            Closed by hand on <Day value={closedAt} timeZone={timeZone} />
            {people.closedBy && ` by ${people.closedBy}`}
            {early > 0 && `, ${plural(early, "day")} early`}.
          </>
        ) : (
          "Closed at its deadline."
        )}
      </p>
      {round.closeReason && <blockquote>{round.closeReason}</blockquote>}
      <div class="actions">
        <a class="button primary" href={paths.report(round.id)}>
          Read the report
        </a>
        <a class="button" href={paths.brief(round.id)}>
          Brief for the meeting
        </a>
      </div>
    </section>
  );
}

export function Cancelled({ view, reachesAccounts, timeZone }: RoundPageProps) {
  const { round, people } = view;
  return (
    <section>
      <h2>Cancelled</h2>
      <p>
        Cancelled on <Day value={new Date(round.closedAt!)} timeZone={timeZone} />
        {people.closedBy && ` by ${people.closedBy}`}. The links say so, and there is no report.
      </p>
      {round.closeReason && <blockquote>{round.closeReason}</blockquote>}
      {reachesAccounts && (
        <p>
          <a href={`${paths.newRound}?account=${encodeURIComponent(round.accountId)}`}>
            Start another round for this account
          </a>
        </p>
      )}
    </section>
  );
}
