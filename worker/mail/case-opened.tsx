import { paths } from "#web/paths.ts";
import { spellTime } from "#web/ui/date.tsx";
import { triggerWords } from "../domain/case/rules.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, Hello, P } from "./elements.tsx";
import { subjectOf } from "./subject-facts.ts";
import { fullName } from "./words.ts";

/** Tells staff that a client needs somebody before the report. What was written stays behind the sign-in. */
export const caseOpened: MessageKind = {
  mayLeave: () => true,
  async compose(message, facts) {
    const found = facts.cases.get(subjectOf(message));
    if (!found) return null;
    const { case: opened, account } = found;
    const due = spellTime(opened.dueAt, facts.settings.timeZone);
    return {
      subject: fitSubject(
        (contact, client) => `Please call ${contact} at ${client}`,
        fullName(found),
        account.name,
      ),
      preheader: `${triggerWords[opened.trigger]}. First contact is due by ${due}.`,
      body: (
        <>
          <Hello {...{ message, facts }} />
          <P>This cannot wait for the report. Please see to it that somebody gets in touch.</P>
          <FactLines
            items={[
              ["Contact", fullName(found)],
              ["Account", account.name],
              ["Why", triggerWords[opened.trigger]],
              ["First contact by", due],
            ]}
          />
          <Button href={facts.links.page(paths.case(opened.id))}>Open the case</Button>
        </>
      ),
    };
  },
};
