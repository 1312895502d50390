import type { Reference } from "#worker/domain/reference/actions.ts";
import { paths } from "../../paths.ts";
import { Asks } from "../references/words.tsx";

type Props = { accountId: string; reference: Reference; timeZone: string };

/** Whether this client speaks for us, and what came of asking. Says nothing where it was never a question. */
export function ReferenceSection({ accountId, reference, timeZone }: Props) {
  const { asks, eligible } = reference;
  if (asks.length === 0 && !eligible) return null;
  return (
    <section>
      <h2>Reference</h2>
      {asks.length > 0 && <Asks asks={asks} timeZone={timeZone} />}
      <p>
        <a href={paths.reference(accountId)}>
          {eligible ? "Ask them to be a reference" : "Write down what they said"}
        </a>
      </p>
    </section>
  );
}
