import { paths } from "#web/paths.ts";
import { roleNames } from "../domain/staff/rules.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, P } from "./elements.tsx";

/** Tells a new member of staff where to sign in. It holds no key: signing in sends a link of its own. */
export const staffInvited: MessageKind = {
  mayLeave: () => true,
  async compose(message, facts) {
    const person = facts.staff.find(({ id }) => id === message.staffId);
    if (!person) return null;
    const { supplierName } = facts.settings;
    return {
      subject: fitSubject((supplier) => `Your access to ${supplier} client feedback`, supplierName),
      preheader: "Sign in with this address; there is no password.",
      body: (
        <>
          <P>Hello {person.name},</P>
          <P>
            You now have access to the client feedback of {supplierName}, as{" "}
            {roleNames[person.role].toLowerCase()}. There is no password: enter the address this
            mail came to, and a link to sign in is sent to you.
          </P>
          <Button href={facts.links.page(paths.signIn)}>Go to sign-in</Button>
        </>
      ),
    };
  },
};
