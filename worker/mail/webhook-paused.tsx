import { paths } from "#web/paths.ts";
import { fitSubject } from "./address.ts";
import type { MessageKind } from "./base.ts";
import { Button, Hello, P } from "./elements.tsx";
import { subjectOf } from "./subject-facts.ts";

/** Tells an admin that another system has taken nothing from us for days, and is told nothing any more. */
export const webhookPaused: MessageKind = {
  mayLeave: () => true,
  async compose(message, facts) {
    const { host } = message.data;
    if (typeof host !== "string") return null;
    return {
      subject: fitSubject((name) => `We have stopped calling ${name}`, host),
      preheader: "It has taken nothing for three days, or says that it is gone.",
      body: (
        <>
          <Hello {...{ message, facts }} />
          <P>
            {host} is told what happens in your surveys. For three days it has taken nothing, or it
            has said that it is gone, so we call it no more.
          </P>
          <P>
            What waits for it is kept for 30 days. What happens from now on is not, until you let it
            go on.
          </P>
          <Button href={facts.links.page(paths.webhook(subjectOf(message)))}>
            See what happened
          </Button>
        </>
      ),
    };
  },
};
