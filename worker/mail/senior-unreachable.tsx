import { paths } from "#web/paths.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, Hello, P } from "./elements.tsx";

/** Asks the sponsor to call the most senior contact, whom this round could not reach by mail. */
export const seniorUnreachable: MessageKind = {
  mayLeave: ({ round }) => round === "open",
  async compose(message, facts) {
    const where = facts.rounds.get(message.roundId ?? "");
    if (!where) return null;
    const { round, account } = where;
    const { contactName } = message.data;
    const name = typeof contactName === "string" ? contactName : "the most senior contact";
    return {
      subject: fitSubject(
        (contact, client) => `Please call ${contact} at ${client}`,
        name,
        account.name,
      ),
      preheader: "The survey could not reach the most senior contact.",
      body: (
        <>
          <Hello {...{ message, facts }} />
          <P>
            A round has started without the most senior contact of the account, whom our mail does
            not reach. What that person thinks decides more than any other answer, so please call.
          </P>
          <FactLines
            items={[
              ["Contact", name],
              ["Account", account.name],
              ["Round", round.name],
              ...(round.explanation
                ? [["Explanation", round.explanation] as [string, string]]
                : []),
            ]}
          />
          <Button href={facts.links.page(paths.account(account.id))}>See the account</Button>
        </>
      ),
    };
  },
};
