import type { NoticedAction } from "#db/queries/action-notice.ts";
import { paths } from "#web/paths.ts";
import { digestParts } from "../domain/action/notice-rules.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, Hello, P } from "./elements.tsx";
import { weekOf } from "./subject-facts.ts";
import { spellDueDay } from "./words.ts";

const day = 24 * 60 * 60 * 1000;

/** On Monday: what of the improvement plans is this person's, this week. */
export const planDigest: MessageKind = {
  mayLeave: ({ createdAt }, now) => now.getTime() - createdAt.getTime() < day,
  async compose(message, facts) {
    const mine = facts.actions.filter(({ ownerId }) => ownerId === message.staffId);
    if (mine.length === 0) return null;
    const { overdue, thisWeek, waiting } = digestParts(mine, weekOf(message));
    const counts = [
      ...(thisWeek.length > 0 ? [`${thisWeek.length} due`] : []),
      ...(overdue.length > 0 ? [`${overdue.length} overdue`] : []),
    ];
    return {
      subject:
        counts.length === 0
          ? "Your promises: the client has the word"
          : `Your promises this week: ${counts.join(", ")}`,
      preheader: mine.map(({ title }) => title).join(" · "),
      body: (
        <>
          <Hello {...{ message, facts }} />
          <P>This is what the plans say is yours this week.</P>
          <Part title="Overdue" actions={overdue} />
          <Part title="Due this week" actions={thisWeek} />
          <Part title="Waiting for the client to agree" actions={waiting} />
          <Button href={facts.links.page(paths.home)}>Open your list</Button>
        </>
      ),
    };
  },
};

function Part({ title, actions }: { title: string; actions: NoticedAction[] }) {
  if (actions.length === 0) return null;
  return (
    <>
      <P>{title}:</P>
      <FactLines items={actions.map(lineOf)} />
    </>
  );
}

const lineOf = ({ dueOn, title, account }: NoticedAction): [string, string] => [
  spellDueDay(dueOn),
  `${title} (${account})`,
];
