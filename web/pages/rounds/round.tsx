import type { GradeFields, SectionFields } from "#worker/domain/round/form-rules.ts";
import type { NoteFields } from "#worker/domain/round/actions-note.ts";
import type { RoundView } from "#worker/domain/round/actions-page.ts";
import { confidentialityWords, kindWords } from "#worker/domain/round/rules.ts";
import { paths } from "../../paths.ts";
import { Day, Time } from "../../ui/date.tsx";
import { Facts } from "../../ui/figures.tsx";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { State } from "../../ui/state.tsx";
import { Draft } from "./draft.tsx";
import { Cancelled, Closed } from "./ended.tsx";
import { Open } from "./open.tsx";
import { moduleWords } from "./words.ts";

/** What somebody typed into a form of this page that was refused. */
export type Typed = {
  section?: SectionFields;
  note?: NoteFields;
  grade?: GradeFields;
  explanation?: string;
  closeReason?: string;
  /** Asked for once accepting a colleague was refused for want of a reason. */
  nomination?: { invitationId: string; reason: string };
};

export type RoundPageProps = {
  view: RoundView;
  typed: Typed;
  errors: FieldError[];
  /** What was just done here, by its name in the address. */
  done: string | undefined;
  viewerEmail: string;
  /** An independent administrator runs the round and reaches no account. */
  reachesAccounts: boolean;
  timeZone: string;
};

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
