import type { AccountReview } from "#worker/domain/account/actions-review.ts";
import { riskWords } from "#worker/domain/account/risk-rules.ts";
import { paths } from "../../paths.ts";
import { spellDay } from "../../ui/date.tsx";
import type { FieldError } from "../../ui/notice.tsx";
import { ErrorSummary, Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { State } from "../../ui/state.tsx";
import type { Typed } from "../../ui/form.ts";
import { dayWords } from "../plan/words.ts";
import { Meetings } from "./meetings.tsx";
import { Cases, LastPlan, NextDates } from "./plan.tsx";
import { Coverage, Standing } from "./standing.tsx";

type Props = {
  review: AccountReview;
  edited: string | undefined;
  typed: Typed;
  errors: FieldError[];
  stale: boolean;
  saved: boolean;
  timeZone: string;
};

/** What a meeting about one account looks at, on one page that prints, and what the meeting writes down. */
export function ReviewPage({ review, saved, timeZone, ...sent }: Props) {
  const { account, today } = review;
  return (
    <>
      <ErrorSummary title="Not saved yet: please look at this again" errors={sent.errors} />
      <PageHeader
        title={<bdi>{account.name}</bdi>}
        back={{ href: paths.account(account.id), label: account.name }}
        lede={
          <>
            Account review, {dayWords(today)}. Account manager:{" "}
            <bdi>{account.manager ?? "nobody yet"}</bdi>. Sponsor:{" "}
            <bdi>{account.sponsor ?? "none"}</bdi>. Risk: <Colour review={review} />
          </>
        }
      />
      {saved && <Notice kind="good">The notes are kept.</Notice>}
      <LastPlan review={review} />
      <Standing review={review} timeZone={timeZone} />
      <Cases review={review} timeZone={timeZone} />
      <Coverage review={review} timeZone={timeZone} />
      <Risk review={review} timeZone={timeZone} />
      <NextDates review={review} />
      <Meetings review={review} {...sent} timeZone={timeZone} />
    </>
  );
}

/** The colour, in words too, with what gave it and what else was looked at. */
function Risk({ review, timeZone }: Pick<Props, "review" | "timeZone">) {
  const { risk, surveyed } = review;
  const others = risk.signs.filter(({ reason }) => !risk.reasons.includes(reason));
  return (
    <section>
      <h2>Risk and survey</h2>
      <p>
        <strong>
          Risk: <Colour review={review} />.
        </strong>{" "}
        {risk.reasons.join(". ")}.
      </p>
      {others.length > 0 && (
        <p class="hint">Also looked at: {others.map(({ reason }) => reason).join(". ")}.</p>
      )}
      <p>
        <strong>Surveyed within 12 months: {surveyed.recently ? "yes" : "no"}.</strong>{" "}
        {surveyed.at
          ? `The last round that somebody answered closed on ${spellDay(surveyed.at, timeZone)}.`
          : "No round has been answered yet."}
      </p>
    </section>
  );
}

const Colour = ({ review: { risk } }: Pick<Props, "review">) => (
  <State value={risk.colour ? riskWords[risk.colour].toLowerCase() : "not known"} />
);
