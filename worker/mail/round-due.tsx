import { paths } from "#web/paths.ts";
import { kindWords } from "../domain/round/rules.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, Hello, P } from "./elements.tsx";
import { spellDeadline } from "./words.ts";

/** Tells whoever looks after an account that its next survey is due and lies there as a draft. */
export const roundDue: MessageKind = {
  mayLeave: ({ round }) => round === "draft",
  async compose(message, facts) {
    const where = facts.rounds.get(message.roundId ?? "");
    if (!where) return null;
    const { round, account } = where;
    const again = message.data["again"] === true;
    return {
      subject: fitSubject(
        (client) =>
          again ? `Still waiting: the survey of ${client}` : `A survey of ${client} is due`,
        account.name,
      ),
      preheader: "A draft is ready. Nothing goes out before you launch it.",
      body: (
        <>
          <Hello {...{ message, facts }} />
          <P>
            {again
              ? `Two weeks ago it was time to ask ${account.name} again, and the draft still lies as it was made.`
              : `By the rhythm on record it is time to ask ${account.name} again. A draft is ready.`}{" "}
            Look through the recipients, give your own grade, and launch it. Nothing goes out before
            that.
          </P>
          <FactLines
            items={[
              ["Account", account.name],
              ["Kind", kindWords[round.kind]],
              ["Last day to answer", spellDeadline(round.closesAt, facts.settings.timeZone)],
            ]}
          />
          <Button href={facts.links.page(paths.round(round.id))}>Look at the draft</Button>
        </>
      ),
    };
  },
};
