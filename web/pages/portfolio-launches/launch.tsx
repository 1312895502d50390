import type { LaunchView } from "#worker/domain/portfolio-launch/actions.ts";
import { weekdayNames } from "#worker/domain/portfolio-launch/form-rules.ts";
import type { Hours } from "#worker/domain/portfolio-launch/trickle-rules.ts";
import { kindWords } from "#worker/domain/round/rules.ts";
import { paths } from "../../paths.ts";
import { Day, Time } from "../../ui/date.tsx";
import { Facts, Figures } from "../../ui/figures.tsx";
import { errorIn } from "../../ui/form.ts";
import { Pagination, Tabs } from "../../ui/navigation.tsx";
import { TextArea } from "../../ui/field.tsx";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { plural } from "../../ui/number.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { LaunchAccounts } from "./accounts.tsx";

type Shown = "all" | "draft" | "ungraded" | "open" | "over";
type Props = {
  view: LaunchView;
  shown: Shown;
  paged: boolean;
  done: string | undefined;
  /** An explanation that could not be kept. */
  typed: string | undefined;
  errors: FieldError[];
  timeZone: string;
};

const doneWords: Record<string, string> = {
  made: "The rounds are prepared, and account managers are asked for their own grades.",
  started: "What is ready is launched within the next minutes.",
  stopped: "Stopped: no round opens and no invitation leaves until you let it go on.",
  explained: "Kept. Launch those that are ready again, and it counts for them.",
  unexplained: "The explanation is taken back for what is not launched yet.",
  resumed: "It goes on. Invitations that were held are spread anew from now on.",
};

/** One portfolio launch: how far it is, what it lacks, and the way to go on or stop. */
export function LaunchPage({ view, shown, paged, done, typed, errors, timeZone }: Props) {
  const { launch, accounts, people, lines, nextCursor } = view;
  const here = paths.portfolioLaunch(launch.id);
  const tab = (value: Shown, label: string) => ({
    href: value === "all" ? here : `${here}?shown=${value}`,
    label,
    current: value === shown,
  });
  const address = shown === "all" ? here : `${here}?shown=${shown}`;
  const next = `${address}${shown === "all" ? "?" : "&"}cursor=${nextCursor ?? ""}`;
  return (
    <>
      <PageHeader
        title={launch.name}
        back={{ href: paths.portfolioLaunches, label: "Portfolio launches" }}
      >
        <a href={paths.portfolioLaunchCsv(launch.id)}>Save as CSV</a>
      </PageHeader>
      <ErrorSummary
        title={typed === undefined ? "Nothing was launched" : "Nothing was saved"}
        errors={errors}
      />
      {done && doneWords[done] && <Notice kind="good">{doneWords[done]}</Notice>}
      <Standing view={view} timeZone={timeZone} />
      {people.invited > 0 && <Mail people={people} timeZone={timeZone} />}
      <section>
        <h2>Accounts</h2>
        <Tabs
          label="Accounts by state"
          tabs={[
            tab("all", `All ${accounts.all}`),
            tab("draft", `To launch ${accounts.draft}`),
            tab("ungraded", `Own grade missing ${accounts.ungraded}`),
            tab("open", `Open ${accounts.open}`),
            tab("over", `Over ${accounts.over}`),
          ]}
        />
        <LaunchAccounts lines={lines} gradeBy={launch.gradeBy} timeZone={timeZone} />
        <Pagination first={paged ? address : null} next={nextCursor && next} />
      </section>
      {accounts.draft > 0 && (
        <Explanation launch={launch} typed={typed} error={errorIn(errors)("explanation")} />
      )}
      <Settings view={view} timeZone={timeZone} />
    </>
  );
}

/** What can be launched, what cannot yet, and the buttons. */
function Standing({ view, timeZone }: Pick<Props, "view" | "timeZone">) {
  const { launch, accounts, people } = view;
  const { draft, ungraded, unmarked, queued } = accounts;
  return (
    <section>
      <h2>{launch.stoppedAt ? "Stopped" : draft > 0 ? "To launch" : "All launched"}</h2>
      {launch.stoppedAt && (
        <p>
          Since <Time value={launch.stoppedAt} timeZone={timeZone} /> no round opens.{" "}
          {plural(people.held, "invitation is", "invitations are")} held. What was handed to the
          mail service before cannot be called back.
        </p>
      )}
      {draft > 0 && (
        <p>
          {plural(draft, "account waits", "accounts wait")} to be launched.{" "}
          {ungraded > 0 && `${plural(ungraded, "lacks", "lack")} our own grade. `}
          {unmarked > 0 && `In ${unmarked} nobody is marked as the most senior contact. `}
          {queued > 0 &&
            `${plural(queued, "is", "are")} being launched right now, some dozens a minute.`}
        </p>
      )}
      <div class="actions">
        {!launch.stoppedAt && draft > ungraded && (
          <PostButton action={paths.portfolioLaunchStart(launch.id)} kind="primary">
            Launch those that are ready
          </PostButton>
        )}
        {launch.stoppedAt || people.held > 0 ? (
          <PostButton action={paths.portfolioLaunchResume(launch.id)} kind="primary">
            Let it go on
          </PostButton>
        ) : (
          (queued > 0 || people.waiting > 0) && (
            <PostButton action={paths.portfolioLaunchStop(launch.id)} kind="danger">
              Stop
            </PostButton>
          )
        )}
      </div>
    </section>
  );
}

type ExplanationProps = {
  launch: LaunchView["launch"];
  typed: string | undefined;
  error: string | undefined;
};

/** One reason for all accounts, so that nobody has to open each draft to write it. */
const Explanation = ({ launch, typed, error }: ExplanationProps) => (
  <section>
    <h2>One explanation for all accounts</h2>
    <form method="post" action={paths.portfolioLaunchExplanation(launch.id)}>
      <p>
        Where people were invited less than 180 days ago, or none of a level is invited, a round
        opens only with a written reason. One written here counts for every account of this launch
        that needs it, and is kept with its round. A most senior contact who cannot be reached is
        explained on the draft of the account.
      </p>
      <TextArea
        label="Why these accounts are asked all the same"
        name="explanation"
        value={typed ?? launch.explanation ?? ""}
        rows={3}
        error={error}
      />
      <div class="actions">
        <button type="submit">Keep this explanation</button>
        {launch.explanation && <span class="hint">Leave it empty to take it back.</span>}
      </div>
    </form>
  </section>
);

function Mail({ people, timeZone }: { people: LaunchView["people"]; timeZone: string }) {
  const note = `of ${people.invited}`;
  return (
    <section>
      <h2>The mail</h2>
      <Figures
        figures={[
          { label: "Waiting", value: people.waiting, note },
          { label: "Sent", value: people.sent, note },
          { label: "Mail came back", value: people.bounced, note },
          { label: "Answered", value: people.answered, note },
        ]}
      />
      {people.lastAt !== null && (
        <p>
          The last invitation leaves <Time value={new Date(people.lastAt)} timeZone={timeZone} />.
        </p>
      )}
      {people.short > 0 && (
        <Notice kind="warn">
          In {plural(people.short, "round")} the last people invited have less than two weeks to
          answer. Move the deadline on the page of the round.
        </Notice>
      )}
    </section>
  );
}

const hour = (value: number) => `${String(value).padStart(2, "0")}:00`;

/** "Monday to Friday", or the days one by one. */
function weekdayWords(weekdays: number[]): string {
  const days = weekdays.toSorted((a, b) => a - b);
  const [first, last] = [days[0]!, days.at(-1)!];
  const names = days.map((one) => weekdayNames[one - 1]);
  const joined = days.length > 2 && last - first === days.length - 1;
  return joined ? `${names[0]} to ${names.at(-1)}` : names.join(", ");
}

const hoursWords = ({ fromHour, toHour, weekdays }: Hours) =>
  `${hour(fromHour)} to ${hour(toHour)}, ${weekdayWords(weekdays)}, in the time zone of the account`;

function Settings({
  view: { launch, accounts, createdBy },
  timeZone,
}: Pick<Props, "view" | "timeZone">) {
  return (
    <section>
      <h2>How it runs</h2>
      <Facts
        facts={[
          { label: "Kind of round", value: kindWords[launch.kind] },
          { label: "Each is open for", value: plural(launch.windowDays, "day") },
          {
            label: "Own grades needed by",
            value: <Day value={launch.gradeBy} timeZone={timeZone} />,
          },
          {
            label: "Invitations leave over",
            value: plural(launch.trickle.days, "working day"),
          },
          { label: "Between", value: hoursWords(launch.trickle) },
          ...(launch.explanation && accounts.draft === 0
            ? [{ label: "Explained for all accounts", value: launch.explanation }]
            : []),
          {
            label: "Prepared by",
            value: (
              <>
                <bdi>{createdBy}</bdi>, <Day value={launch.createdAt} timeZone={timeZone} />
              </>
            ),
          },
        ]}
      />
    </section>
  );
}
