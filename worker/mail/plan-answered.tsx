import { paths } from "#web/paths.ts";
import * as z from "zod";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Facts as FactLines, Hello, P } from "./elements.tsx";

/** As `recordAnswer` writes it. */
const Answered = z.object({
  accountId: z.string(),
  accountName: z.string(),
  contactName: z.string(),
  agreed: z.number(),
  changes: z.number(),
});

/** Tells whoever looks after an account that somebody there answered their plan. The words stay behind the sign-in. */
export const planAnswered: MessageKind = {
  mayLeave: () => true,
  async compose(message, facts) {
    const { accountId, accountName, contactName, agreed, changes } = Answered.parse(message.data);
    return {
      subject: fitSubject(
        (contact, client) => `${contact} answered our plan for ${client}`,
        contactName,
        accountName,
      ),
      preheader: changes > 0 ? "There are wishes to change it." : "Nothing is to be changed.",
      body: (
        <>
          <Hello {...{ message, facts }} />
          <P>
            {contactName} at {accountName} has answered our plan.
          </P>
          <FactLines
            items={[
              ["Lines agreed to", String(agreed)],
              ["Lines to change", String(changes)],
            ]}
          />
          <Button href={facts.links.page(paths.planClient(accountId))}>Read the answer</Button>
        </>
      ),
    };
  },
};
