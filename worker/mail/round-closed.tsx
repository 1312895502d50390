import { paths } from "#web/paths.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, Hello, P } from "./elements.tsx";

/** Tells staff that a round has closed and its report is there. Figures stay behind the sign-in. */
export const roundClosed: MessageKind = {
  mayLeave: ({ round }) => round === "closed",
  async compose(message, facts) {
    const where = facts.rounds.get(message.roundId ?? "");
    if (!where) return null;
    const { round, account } = where;
    const { invited, completed } = facts.turnout.get(round.id) ?? { invited: 0, completed: 0 };
    return {
      subject: fitSubject((client) => `The survey of ${client} has closed`, account.name),
      preheader: `${completed} of ${invited} answered. The report is ready.`,
      body: (
        <>
          <Hello {...{ message, facts }} />
          <P>The round below has closed, and its report is ready.</P>
          {message.data["alarming"] === true && (
            <P>
              Our own grade and the client’s lie two grades or more apart, which is why the leaders
              are told too.
            </P>
          )}
          <FactLines
            items={[
              ["Account", account.name],
              ["Round", round.name],
              ["Answered", `${completed} of ${invited}`],
            ]}
          />
          <Button href={facts.links.page(paths.report(round.id))}>Read the report</Button>
        </>
      ),
    };
  },
};
