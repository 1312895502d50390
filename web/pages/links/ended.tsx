import type { LinkStanding } from "#worker/domain/link/rules.ts";
import { CalmPage } from "../survey/calm.tsx";

export const endedTitle: Record<Exclude<LinkStanding, "open">, string> = {
  expired: "This link has expired",
  revoked: "This link was withdrawn",
};

type Props = {
  standing: Exclude<LinkStanding, "open">;
  /** Where to ask for a fresh one. */
  action: string;
  /** What somebody wrote and could not send any more. */
  written?: string[];
};

/** A private link that opens its page no more. Whoever holds it may have got it from somebody else. */
export function LinkEndedPage({ standing, action, written = [] }: Props) {
  const title = endedTitle[standing];
  if (standing === "revoked")
    return (
      <CalmPage title={title}>
        <p>
          Whoever sent it has taken it back, so there is nothing to see here any more. If you think
          that this is a mistake, reply to the mail that it came with.
        </p>
        <NotSent written={written} />
      </CalmPage>
    );
  return (
    <form method="post" action={action}>
      <h1>{title}</h1>
      <p>
        Links like this one work for a while only. We can mail a fresh one to the person this one
        was made for, at the address it was first sent to.
      </p>
      <NotSent written={written} />
      <button type="submit">Mail a fresh link</button>
    </form>
  );
}

/** What was written too late goes back to its writer and is kept nowhere. */
function NotSent({ written }: { written: string[] }) {
  if (written.length === 0) return null;
  return (
    <>
      <p>What you wrote was not sent. Here it is, to copy:</p>
      {written.map((words, at) => (
        <blockquote key={at} dir="auto">
          {words}
        </blockquote>
      ))}
    </>
  );
}

/** Says the same whether or not a mail was sent just now: at most one goes out a day. */
export const FreshLinkPage = () => (
  <CalmPage title="A fresh link is on its way">
    <p>
      It goes by mail to the person this one was made for, and to nobody else. If one was asked for
      within the last 24 hours already, that is the one to look for.
    </p>
  </CalmPage>
);
