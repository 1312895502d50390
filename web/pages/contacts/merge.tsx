import type { MergeChoice, MergePreview } from "#worker/domain/contact/actions-merge.ts";
import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import { paths } from "../../paths.ts";
import { Select } from "../../ui/field.tsx";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { plural } from "../../ui/number.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";

/** Whom a record turned out to be. */
export function MergeChoicePage({ choice: { from, others } }: { choice: MergeChoice }) {
  const options = others.map((one) => ({
    value: one.id,
    label: `${nameOrAddress(one)}, ${one.email}`,
  }));
  return (
    <>
      <PageHeader
        title="Merge two records of one person"
        lede={
          <>
            The record of <bdi>{nameOrAddress(from)}</bdi>, {from.email}, will be merged into
            another one of <bdi>{from.accountName}</bdi>.
          </>
        }
        back={{ href: paths.contact(from.id), label: nameOrAddress(from) }}
      />
      {options.length === 0 ? (
        <p>There is no other contact at this account.</p>
      ) : (
        <form method="get" action={paths.contactMerge(from.id)}>
          <Select
            label="The record that stays"
            hint="You see what moves before anything does."
            name="into"
            options={options}
          />
          <div class="actions">
            <button type="submit" class="primary">
              See what moves
            </button>
          </div>
        </form>
      )}
    </>
  );
}

type Props = { preview: MergePreview; errors: FieldError[] };

/** What a merge would move, before it does. */
export function MergePage({ preview, errors }: Props) {
  const { from, into } = preview;
  return (
    <>
      <PageHeader
        title="Merge these two?"
        back={{ href: paths.contact(from.id), label: nameOrAddress(from) }}
      />
      <ErrorSummary title="Nothing was merged" errors={errors} />
      <section>
        <h2>What happens</h2>
        <p>
          <bdi>{nameOrAddress(into)}</bdi>, {into.email}, stays. <bdi>{nameOrAddress(from)}</bdi>,{" "}
          {from.email}, goes, and an import does not bring that record back. This cannot be undone.
        </p>
        <ul>
          {linesOf(preview).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <div class="actions">
          <PostButton action={paths.contactMerge(from.id)} fields={{ into: into.id }} kind="danger">
            Merge
          </PostButton>
          <a href={`${paths.contactMerge(into.id)}?into=${encodeURIComponent(from.id)}`}>
            Keep the other one instead
          </a>
        </div>
      </section>
    </>
  );
}

function linesOf({ from, into, ...preview }: MergePreview): string[] {
  const { moving, bothOpen, bothEnded, comments, cases, optedOut } = preview;
  return [
    moving.length > 0
      ? `${plural(moving.length, "invitation")} with what was answered: ${moving.join(", ")}.`
      : "No invitation moves.",
    comments > 0 && `${plural(comments, "comment")} in reports.`,
    cases > 0 && `${plural(cases, "case")}.`,
    bothOpen.length > 0 && `Both are invited to ${bothOpen.join(", ")}: one of the two links ends.`,
    bothEnded.length > 0 &&
      `Both were invited to ${bothEnded.join(", ")}: what is reported there stays as it is.`,
    from.mostSenior && into.status === "active" && "The mark as the most senior contact moves.",
    optedOut && "This person wants no more mail: that counts for the address that stays, too.",
    from.doNotSurvey && "The mark “do not survey” moves.",
    "What the record that stays does not say (job title, department, language) is filled in.",
  ].filter((line) => line !== false);
}
