import { paths } from "#web/paths.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, Hello, P } from "./elements.tsx";
import { subjectOf } from "./subject-facts.ts";
import { fullName } from "./words.ts";

/** A contact has named a colleague to be asked instead: somebody of ours decides. */
export const nomination: MessageKind = {
  mayLeave: ({ round }) => round === "open",
  async compose(message, facts) {
    const named = facts.nominations.get(subjectOf(message));
    const respondent = facts.respondents.get(message.invitationId ?? subjectOf(message));
    const where = facts.rounds.get(named?.roundId ?? "");
    if (!named || !respondent || !where) return null;
    return {
      subject: fitSubject(
        (name, client) => `${name} proposed for your survey of ${client}`,
        named.name,
        where.account.name,
      ),
      preheader: "Accept or refuse before the round closes.",
      body: (
        <>
          <Hello {...{ message, facts }} />
          <P>
            {fullName(respondent)} says somebody else is the right person to ask. Nobody else is
            invited unless you accept.
          </P>
          <FactLines
            items={[
              ["Proposed", `${named.name}, ${named.email}`],
              ["In place of", fullName(respondent)],
              ["Account", where.account.name],
              ["Round", where.round.name],
            ]}
          />
          <Button href={facts.links.page(paths.round(where.round.id))}>Accept or refuse</Button>
        </>
      ),
    };
  },
};
