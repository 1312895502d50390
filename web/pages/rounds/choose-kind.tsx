import { kindWords } from "#worker/domain/round/rules.ts";
import type { RoundKind } from "#worker/domain/round/schema.ts";
import { paths } from "../../paths.ts";
import { Checkbox, FieldGroup } from "../../ui/field.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { kindHints } from "./words.ts";

type Props = { account: { id: string; name: string }; kind: RoundKind };

/** The second step of a new round: what kind it is. From then on there is a draft that keeps every step. */
export function ChooseKind({ account, kind }: Props) {
  return (
    <>
      <PageHeader
        title="New round: choose the kind"
        lede={<bdi>{account.name}</bdi>}
        back={{ href: paths.newRound, label: "Another account" }}
      />
      <form method="post" action={paths.rounds}>
        <input type="hidden" name="accountId" value={account.id} />
        <KindChoice kind={kind} />
        <div class="actions">
          <button type="submit" class="primary">
            Make the draft
          </button>
          <span class="hint">Nobody is written to before you launch the round.</span>
        </div>
      </form>
    </>
  );
}

/** The two kinds of round, with what each asks of the client. */
export const KindChoice = ({ kind, error }: { kind: string; error?: string | undefined }) => (
  <FieldGroup name="kind" legend="Kind of round" error={error}>
    {(["satisfaction", "annual_review"] as const).map((one) => (
      <Checkbox
        key={one}
        type="radio"
        name="kind"
        value={one}
        label={kindWords[one]}
        hint={kindHints[one]}
        checked={one === kind}
      />
    ))}
  </FieldGroup>
);
