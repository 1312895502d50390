import type { ClientView } from "#worker/domain/client-page/actions.ts";
import { SummarySections } from "./summary.tsx";

/** A client's page: what came of what they told us. Each part is a section of its own, and left out when empty. */
export function ClientPage({ view }: { view: ClientView }) {
  const { summary } = view;
  return (
    <article>
      <h1>
        What <bdi>{view.accountName}</bdi> told us
      </h1>
      {summary && <SummarySections view={view} summary={summary} />}
    </article>
  );
}
