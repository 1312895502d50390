import { confidentialityWords, kindWords } from "#worker/domain/round/rules.ts";
import { paths } from "../../paths.ts";
import { Day, Time } from "../../ui/date.tsx";
import { Facts } from "../../ui/figures.tsx";
import { ErrorSummary, Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { State } from "../../ui/state.tsx";
import { Draft } from "./draft.tsx";
import { Cancelled, Closed } from "./ended.tsx";
import { Open } from "./open.tsx";
import type { RoundPageProps } from "./props.ts";
import { moduleWords } from "./words.ts";

const doneWords: Record<string, string> = {
  made: "The draft is made. Go through it from top to bottom; each step is saved on its own.",
  graded: "Your own grade is saved. You can change it until you launch the round.",
  launched: "The round is open and the invitations are on their way.",
  accepted: "The colleague is invited.",
  refused: "The proposal is refused. Nobody new is invited.",
};

/** One round, as far as it has come. */
export function RoundPage(props: RoundPageProps) {
  const { view, errors, done, viewerEmail } = props;
  const { round, account } = view;
  const doneText =
    done === "test" ? `The test is on its way to ${viewerEmail}.` : done && doneWords[done];
  return (
    <>
      <PageHeader
        title={round.name}
        lede={<bdi>{account.name}</bdi>}
        back={{ href: paths.rounds, label: "Rounds" }}
      />
      {doneText && errors.length === 0 && <Notice kind="good">{doneText}</Notice>}
      <ErrorSummary title="This was not done" errors={errors} />
      <About {...props} />
      {view.draft && <Draft {...props} draft={view.draft} />}
      {view.open && <Open {...props} open={view.open} />}
      {round.status === "closed" && <Closed {...props} />}
      {round.status === "cancelled" && <Cancelled {...props} />}
    </>
  );
}

function About({ view: { round, people }, timeZone }: RoundPageProps) {
  const modules = round.modules.map((slug) => moduleWords[slug].label);
  const own = round.ownQuestions.map(({ wording }) => `“${wording}”`);
  const facts = [
    { label: "State", value: <State value={round.status} /> },
    {
      label: "Kind",
      value: `${kindWords[round.kind]}, ${confidentialityWords[round.confidentiality].toLowerCase()}`,
    },
    ...(people.administrator ? [{ label: "Run by", value: people.administrator }] : []),
    { label: "Deadline", value: <Time value={new Date(round.closesAt)} timeZone={timeZone} /> },
    { label: "Added questions", value: [...modules, ...own].join(", ") || "None" },
    ...(round.launchedAt
      ? [
          {
            label: "Launched",
            value: (
              <>
                <Day value={new Date(round.launchedAt)} timeZone={timeZone} />
                {people.launchedBy && ` by ${people.launchedBy}`}
              </>
            ),
          },
        ]
      : []),
    ...(round.explanation ? [{ label: "Explained", value: round.explanation }] : []),
  ];
  return <Facts facts={facts} />;
}
