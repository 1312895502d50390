import { paths } from "../../paths.ts";
import { PageHeader } from "../../ui/page-header.tsx";

const headings: Record<number, string> = {
  400: "This could not be read",
  401: "Please sign in",
  403: "Not yours to see",
  404: "Not found",
  409: "Not possible now",
  410: "No longer there",
  413: "Too large",
  415: "Not a kind we can read",
  422: "Please check what was sent",
  429: "Too many requests",
  500: "This did not work",
};

/** What happened in a few words, for the page and for its title. */
export const errorTitle = (status: number): string => headings[status] ?? headings[500]!;

/** What happened, in the words of the error; the way on is always the start page. */
export function ErrorPage({ status, message }: { status: number; message: string }) {
  return (
    <PageHeader title={errorTitle(status)} lede={message}>
      <a class="button" href={paths.home}>
        Go to the start page
      </a>
    </PageHeader>
  );
}
