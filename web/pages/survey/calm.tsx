import type { ComponentChildren } from "preact";

type Props = {
  title: string;
  /** What was typed has arrived: the copy of it in the browser may go. */
  done?: boolean;
  children?: ComponentChildren;
};

/** A page with nothing to do on it: what happened, what was kept, what comes next. */
export function CalmPage({ title, done, children }: Props) {
  return (
    <article data-done={done ? "" : undefined}>
      <h1>{title}</h1>
      {children}
    </article>
  );
}

const problems: Record<number, { title: string; text: string }> = {
  404: {
    title: "This link opens nothing",
    text: "Mail programs sometimes cut a long link short. Copy the whole link from the mail, or reply to the mail and ask for a new one.",
  },
  413: {
    title: "This was too much to take in",
    text: "Nothing was stored. Go back: your answers are still on the page. Shorten the longest ones and send them again.",
  },
  429: {
    title: "One moment, please",
    text: "This page was opened very often within a minute. Nothing is lost: wait a minute and load it again.",
  },
  503: {
    title: "We did not get through",
    text: "Something on our side takes too long. Nothing is lost: wait a minute and load the page again.",
  },
};

/** When the request itself could not be served. The words are the page's own where it has some. */
export const problemOf = (status: number, message: string) =>
  problems[status] ?? {
    title: status < 500 ? "This did not work" : "This failed on our side",
    text: message,
  };
