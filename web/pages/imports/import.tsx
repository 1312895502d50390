import type { OwnImport } from "#worker/domain/import/actions-preview.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { Figures } from "../../ui/figures.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { plural, spellNumber } from "../../ui/number.ts";
import { Changes, Rejections } from "./lines.tsx";

type Props = { found: OwnImport; timeZone: string };

/** An import: what it would do, how far it is, or what it did. */
export function ImportPage({ found, timeZone }: Props) {
  const titles = {
    reading: "Reading",
    previewed: "Check the import",
    applying: "Import not finished",
    applied: "Imported",
  };
  return (
    <>
      <PageHeader
        title={titles[found.status]}
        lede={
          <>
            <bdi>{found.fileName}</bdi>, read <Time value={found.createdAt} timeZone={timeZone} />
          </>
        }
        back={{ href: paths.imports, label: "Import" }}
      />
      {found.status === "applied" && (
        <Notice kind="good">
          The contacts are in. <a href={paths.accounts}>See the accounts</a>
        </Notice>
      )}
      <Counts found={found} />
      <UnknownOwners found={found} />
      {found.status !== "applied" && <Apply found={found} />}
      <Changes found={found} />
      <Rejections found={found} />
    </>
  );
}

function Counts({ found }: { found: OwnImport }) {
  const soFar = found.status === "applying" ? "so far" : undefined;
  return (
    <>
      <Figures
        figures={[
          { label: "New contacts", value: spellNumber(found.created), note: soFar },
          { label: "Changed", value: spellNumber(found.updated), note: soFar },
          { label: "Unchanged", value: spellNumber(found.unchanged), note: soFar },
          { label: "Lines rejected", value: spellNumber(found.rejected) },
        ]}
      />
      {found.tierAssumed > 0 && (
        <p>
          {spellNumber(found.tierAssumed)} {found.tierAssumed === 1 ? "contact" : "contacts"}{" "}
          without a level in the file:{" "}
          {found.tierAssumed === 1 ? "taken as a user." : "taken as users."} Add a column “Tier” or
          change it on the contact’s page.
        </p>
      )}
    </>
  );
}

function UnknownOwners({ found: { unknownOwners } }: { found: OwnImport }) {
  if (unknownOwners.length === 0) return null;
  return (
    <Notice kind="warn">
      <p>
        Account owners in the file who are nobody here, or whom you may not name:{" "}
        <bdi>{unknownOwners.join(", ")}</bdi>. The contacts are imported all the same. Their
        accounts keep the account manager they have; where they have none, choose one on the
        account’s page.
      </p>
    </Notice>
  );
}

function Apply({ found: { id, status, created, updated, parts } }: { found: OwnImport }) {
  if (status === "previewed" && created + updated === 0)
    return <Notice>There is nothing to import: no line of the file changes anything.</Notice>;
  const begun = status === "applying";
  return (
    <form method="post" action={paths.importApply(id)} data-import>
      {begun && (
        <p>
          {parts.applied} of {plural(parts.total, "part")} are in. What is in stays in; go on with
          the rest.
        </p>
      )}
      <div class="actions">
        <button type="submit" class="primary">
          {begun
            ? "Go on"
            : `Import ${spellNumber(created + updated)} ${created + updated === 1 ? "contact" : "contacts"}`}
        </button>
        <progress
          value={parts.applied}
          max={Math.max(parts.total, 1)}
          aria-label="Parts imported"
          hidden
        />
        <output />
      </div>
    </form>
  );
}
