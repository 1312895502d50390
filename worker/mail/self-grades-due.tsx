import { paths } from "#web/paths.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, Hello, P } from "./elements.tsx";
import { spellDeadline } from "./words.ts";

/** The rest is counted: the page behind the button lists all. */
const mostNamed = 30;

/** Asks an account manager for the own grades of many accounts at once. */
export const selfGradesDue: MessageKind = {
  mayLeave: () => true,
  async compose(message, facts) {
    const { launchId } = message.data;
    const launch = facts.launches.get(typeof launchId === "string" ? launchId : "");
    const accountIds = new Set([message.data["accountIds"]].flat());
    const due = launch?.ungraded.filter(({ accountId }) => accountIds.has(accountId)) ?? [];
    if (!launch || due.length === 0) return null;
    const one = due.length === 1 ? due[0]! : null;
    const by = spellDeadline(launch.gradeBy, facts.settings.timeZone);
    const more = due.length - mostNamed;
    return {
      subject: one
        ? fitSubject((client) => `Your own grade for ${client}`, one.account)
        : `Your own grades for ${due.length} accounts`,
      preheader: `Needed by ${by}, before their clients are asked.`,
      body: (
        <>
          <Hello {...{ message, facts }} />
          <P>
            We are about to ask {one ? one.account : "these clients"} how well we do. Before they
            answer, please write down the grade that you expect
            {one ? "" : " from each"}: a letter and a sentence. Nobody sees it beside the client’s
            before the round closes.
          </P>
          <FactLines
            items={[
              ["Needed by", by],
              ...due
                .slice(0, mostNamed)
                .map(({ account }, at): [string, string] => [at === 0 ? "Accounts" : "", account]),
              ...(more > 0 ? [["", `and ${more} more`] as [string, string]] : []),
            ]}
          />
          <Button href={facts.links.page(one ? paths.round(one.roundId) : paths.home)}>
            {one ? "Give your grade" : "Give your grades"}
          </Button>
        </>
      ),
    };
  },
};
