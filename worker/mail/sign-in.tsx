import { paths } from "#web/paths.ts";
import { signInMinutes } from "../domain/session/rules.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, P, Small } from "./elements.tsx";
import { subjectOf } from "./subject-facts.ts";

/** The link that signs a member of staff in, once. */
export const signIn: MessageKind = {
  mayLeave: ({ createdAt }, now) => now.getTime() - createdAt.getTime() < signInMinutes * 60 * 1000,
  async compose(message, facts) {
    const to = typeof message.data["to"] === "string" ? message.data["to"] : paths.home;
    return {
      subject: fitSubject(
        (supplier) => `Sign in to ${supplier} client feedback`,
        facts.settings.supplierName,
      ),
      preheader: `The link works once, for ${signInMinutes} minutes.`,
      body: (
        <>
          <P>Hello,</P>
          <P>
            This link signs you in. It works once, and for {signInMinutes} minutes after you asked
            for it.
          </P>
          <Button href={await facts.links.signIn(subjectOf(message), to)}>Sign in</Button>
          <Small>
            You did not ask for it? Then do nothing: without the link nobody gets in, and it ends by
            itself.
          </Small>
        </>
      ),
    };
  },
};
