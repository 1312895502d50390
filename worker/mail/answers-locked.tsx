import { paths } from "#web/paths.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, P } from "./elements.tsx";

/** Tells the admin that a confidential round cannot close, because its answers cannot be opened. */
export const answersLocked: MessageKind = {
  mayLeave: ({ round }) => round === "open",
  async compose(message, facts) {
    const where = facts.rounds.get(message.roundId ?? "");
    if (!where) return null;
    const { round, account } = where;
    return {
      subject: fitSubject((client) => `The survey of ${client} cannot close`, account.name),
      preheader: "Its answers cannot be opened. Nothing is lost.",
      body: (
        <>
          <P>Hello,</P>
          <P>
            The deadline of the confidential round below has passed, and its answers cannot be
            opened: their key is missing, or SEALING_SECRET is not the one it was launched with.
            Every answer is kept as it is, and we try again each minute.
          </P>
          <FactLines
            items={[
              ["Account", account.name],
              ["Round", round.name],
            ]}
          />
          <P>
            If the secret was changed, put the former one back. If the key is gone for good, nobody
            can open these answers any more: cancel the round and ask again.
          </P>
          <Button href={facts.links.page(paths.round(round.id))}>See the round</Button>
        </>
      ),
    };
  },
};
