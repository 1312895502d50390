import { paths } from "#web/paths.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, Hello, P } from "./elements.tsx";
import { actionsIn } from "./subject-facts.ts";
import { spellDueDay } from "./words.ts";

/** Tells a line manager of promises that are overdue for two weeks. */
export const actionOverdue: MessageKind = {
  mayLeave: () => true,
  async compose(message, facts) {
    const named = actionsIn(message);
    const late = facts.actions.filter(({ id }) => named.includes(id));
    const [first] = late;
    if (!first) return null;
    return {
      subject:
        late.length === 1
          ? "A promise to a client is two weeks overdue"
          : `${late.length} promises to clients are two weeks overdue`,
      preheader: late.map(({ title }) => title).join(" · "),
      body: (
        <>
          <Hello {...{ message, facts }} />
          <P>
            {late.length === 1
              ? "This promise was due two weeks ago or more. Please talk to whoever owns it: keep it, move the day together with the client, or drop it and say why."
              : "These promises were due two weeks ago or more. Please talk to whoever owns them: keep them, move the day together with the client, or drop them and say why."}
          </P>
          {late.map(({ id, title, account, owner, dueOn }) => (
            <FactLines
              key={id}
              items={[
                ["Promise", title],
                ["Account", account],
                ["Owner", owner ?? "Nobody"],
                ["Was due", spellDueDay(dueOn)],
              ]}
            />
          ))}
          <Button href={facts.links.page(paths.plan(first.accountId))}>Open the plan</Button>
        </>
      ),
    };
  },
};
