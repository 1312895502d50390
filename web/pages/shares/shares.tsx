import type { SharesView } from "#worker/domain/share/actions.ts";
import { lifetimes, usualLifetime } from "#worker/domain/link/rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Select, TextArea, TextField } from "../../ui/field.tsx";
import { fieldsOf } from "../../ui/form.ts";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { TableRegion } from "../../ui/table-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";

export type ShareFields = { name: string; email: string; note: string; days: string };
export const emptyShare: ShareFields = {
  name: "",
  email: "",
  note: "",
  days: String(usualLifetime),
};

type Props = {
  view: SharesView;
  typed: ShareFields;
  errors: FieldError[];
  done: string | undefined;
  timeZone: string;
};

const doneWords: Record<string, string> = {
  shared: "The link is made, and a mail with it is on its way.",
  revoked: "The link is revoked. It opens nothing any more.",
};

/** Private links to a report's team view: what they show, for whom there is one, and a form for the next. */
export function SharesPage({ view, typed, errors, done, timeZone }: Props) {
  const { round, account, shares } = view;
  const page = paths.roundSharesPage(round.id);
  const said = done && doneWords[done];
  return (
    <>
      <PageHeader
        title="Share with the team"
        lede="A private link for one person of the delivery team, a partner or a third party. It shows figures only: no names, nobody’s own words, and nothing of fewer than five people."
        back={{ href: paths.report(round.id), label: `Report: ${account.name}` }}
      />
      {said && <Notice kind="good">{said}</Notice>}
      <ErrorSummary title="No link was made" errors={errors} />
      {shares.length > 0 && <ShareTable view={view} timeZone={timeZone} />}
      <section>
        <h2>What the link shows</h2>
        <TableRegion label="The page behind the link">
          <iframe
            class="preview"
            src={page}
            title="The page behind the link"
            width="1024"
            height="560"
          />
        </TableRegion>
        <p>
          <a href={page}>Open it by itself</a>
        </p>
      </section>
      <ShareForm view={view} typed={typed} errors={errors} />
    </>
  );
}

function ShareTable({ view: { round, shares }, timeZone }: Pick<Props, "view" | "timeZone">) {
  return (
    <section>
      <h2>Who has a link</h2>
      <table class="list">
        <TableHead columns={["For", "Made by", "Made", "Works until", "State"]} />
        <tbody>
          {shares.map((share) => (
            <tr key={share.id}>
              <th scope="row">
                <bdi>{share.name}</bdi> <span class="n">{share.email}</span>
              </th>
              <td data-label="made by">
                <bdi>{share.author}</bdi>
              </td>
              <td data-label="made">
                <Day value={share.createdAt} timeZone={timeZone} />
              </td>
              <td data-label="until">
                <Day value={share.expiresAt} timeZone={timeZone} />
              </td>
              <td>
                {share.standing === "revoked" ? (
                  "revoked"
                ) : (
                  <>
                    {share.standing === "expired" && "expired "}
                    <PostButton action={paths.shareRevoke(round.id, share.id)} kind="danger">
                      Revoke <span class="visually-hidden">the link for {share.name}</span>
                    </PostButton>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ShareForm({ view, typed, errors }: Pick<Props, "view" | "typed" | "errors">) {
  const field = fieldsOf(typed, errors);
  const days = lifetimes.map((count) => ({ value: String(count), label: `${count} days` }));
  return (
    <section>
      <h2>New link</h2>
      <form method="post" action={paths.roundShares(view.round.id)}>
        <input type="hidden" name="key" value={view.key} />
        <TextField label="For whom" {...field("name")} required maxLength={120} />
        <TextField
          label="Email address"
          {...field("email")}
          type="email"
          hint="The link is mailed there, and a fresh one too should it be asked for."
          required
        />
        <TextArea label="A word with it (optional)" {...field("note")} rows={3} />
        <Select label="Works for" {...field("days")} options={days} />
        <button type="submit" class="primary">
          Mail the link
        </button>
      </form>
    </section>
  );
}
