import type { ClientView } from "#worker/domain/client-page/actions.ts";
import { Notice } from "../../ui/notice.tsx";
import { emptyForm, type PlanForm } from "./plan-form.ts";
import { PlanSections } from "./plan.tsx";
import { SummarySections } from "./summary.tsx";

/** What stands at the head of a client's page. */
export const clientTitle = ({ accountName, plan }: ClientView): string =>
  plan?.mayAnswer ? `Our plan for ${accountName}` : `What ${accountName} told us`;

type Props = { view: ClientView; form?: PlanForm; thanks?: boolean };

/** A client's page: what came of what they told us. Each part is a section of its own, and left out when empty. */
export function ClientPage({ view, form = emptyForm(null), thanks = false }: Props) {
  const { summary, plan, supplierName, timeZone } = view;
  return (
    <article data-done={thanks ? "" : undefined}>
      <h1 dir="auto">{clientTitle(view)}</h1>
      {thanks && (
        <Notice kind="good">
          Thank you. Your answer is with us at <bdi>{supplierName}</bdi>, and what you agreed to is
          marked below.
        </Notice>
      )}
      {summary && <SummarySections view={view} summary={summary} />}
      {plan && <PlanSections plan={plan} form={form} timeZone={timeZone} />}
    </article>
  );
}
