import { paths } from "../../paths.ts";

const headings: Record<number, string> = {
  401: "Please sign in",
  403: "Not yours to see",
  404: "Not found",
  409: "Not possible now",
  413: "Too large",
  422: "Please check what was sent",
  429: "Too many requests",
  500: "This did not work",
};

/** What happened, in the words of the error; the way on is always the start page. */
export function ErrorPage({ status, message }: { status: number; message: string }) {
  return (
    <section class="narrow">
      <h1>{headings[status] ?? "This did not work"}</h1>
      <p>{message}</p>
      <p>
        <a href={paths.home}>Go to the start page</a>
      </p>
    </section>
  );
}
