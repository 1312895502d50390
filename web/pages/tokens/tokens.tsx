import type { Scope } from "#worker/domain/staff/schema.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Select, TextField } from "../../ui/field.tsx";
import { choicesById, fieldsOf } from "../../ui/form.ts";
import { Empty, ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Token = {
  id: string;
  name: string;
  scope: Scope;
  holder: string;
  createdAt: Date;
  revokedAt: Date | null;
};
export type TokenValues = Record<"staffId" | "name" | "scope", string>;

type Props = {
  tokens: Token[];
  /** Whom a token may act as. */
  holders: { id: string; name: string }[];
  values: TokenValues;
  errors: FieldError[];
  /** A token that was just made: this is the only page that ever shows it. */
  fresh: string | null;
  timeZone: string;
};

const scopes: { value: Scope; label: string }[] = [
  { value: "read", label: "Read only" },
  { value: "write", label: "Read and write" },
];

/** Keys for programs: each acts as one member of staff and sees what that person sees. */
export function TokensPage({ tokens, holders, values, errors, fresh, timeZone }: Props) {
  return (
    <>
      <PageHeader
        title="API tokens"
        lede={
          <>
            Keys for programs. Each acts as one person and sees what that person sees. The calls are
            described in <a href={paths.openApi}>openapi.json</a>.
          </>
        }
      />
      {fresh && <Fresh token={fresh} />}
      <ErrorSummary title="No token was made" errors={errors} />
      {tokens.length === 0 ? (
        <Empty title="No tokens yet">
          <p>Make one below when a program is to read or write here.</p>
        </Empty>
      ) : (
        <TokenTable tokens={tokens} timeZone={timeZone} />
      )}
      <NewTokenForm holders={holders} values={values} errors={errors} />
    </>
  );
}

function Fresh({ token }: { token: string }) {
  return (
    <Notice kind="good">
      <h2>Copy the token now</h2>
      <p>It is kept only as a fingerprint, so no page can show it again.</p>
      <pre tabIndex={0}>{token}</pre>
    </Notice>
  );
}

function TokenTable({ tokens, timeZone }: Pick<Props, "tokens" | "timeZone">) {
  return (
    <table class="list">
      <TableHead columns={["Name", "Acts as", "May", "Made", "State"]} />
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <th scope="row">
              <bdi>{token.name}</bdi>
            </th>
            <td data-label="acts as">
              <bdi>{token.holder}</bdi>
            </td>
            <td>{token.scope === "write" ? "read and write" : "read"}</td>
            <td data-label="made">
              <Day value={token.createdAt} timeZone={timeZone} />
            </td>
            <td>
              {token.revokedAt ? (
                <>
                  revoked <Day value={token.revokedAt} timeZone={timeZone} />
                </>
              ) : (
                <PostButton action={paths.tokenRevoke(token.id)} kind="danger">
                  Revoke <span class="visually-hidden">{token.name}</span>
                </PostButton>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NewTokenForm({ holders, values, errors }: Pick<Props, "holders" | "values" | "errors">) {
  const field = fieldsOf(values, errors);
  return (
    <section>
      <h2>New token</h2>
      <form method="post" action={paths.tokens}>
        <TextField
          label="Name"
          {...field("name")}
          hint="What it is for, such as “CRM import”."
          required
        />
        <Select label="Acts as" {...field("staffId")} options={choicesById(holders)} />
        <Select label="May" {...field("scope")} options={scopes} />
        <button type="submit" class="primary">
          Make the token
        </button>
      </form>
    </section>
  );
}
