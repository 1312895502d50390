import { paths } from "../../paths.ts";
import { TextField } from "../../ui/field.tsx";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";

type Props = {
  email?: string;
  to: string;
  errors?: FieldError[];
  local?: boolean;
  /** What the identity provider is called, where there is one. */
  provider?: string | undefined;
};

/** The ways in: an address, and a link by mail; and the identity provider, where there is one. */
export function SignInPage({ email = "", to, errors = [], local = false, provider }: Props) {
  return (
    <section class="narrow">
      <h1>Sign in</h1>
      <ErrorSummary title="The link was not sent" errors={errors} />
      <p>Enter your work address. If you have access, a link to sign in arrives by mail.</p>
      <form method="post" action={paths.signIn}>
        <input type="hidden" name="to" value={to} />
        <TextField
          label="Email address"
          name="email"
          type="email"
          value={email}
          autocomplete="email"
          required
          {...(errors[0] ? { error: errors[0].message } : {})}
        />
        <button type="submit" class="primary">
          Send the link
        </button>
      </form>
      {provider !== undefined && (
        <form method="post" action={paths.oidc}>
          <input type="hidden" name="to" value={to} />
          <button type="submit">Sign in with {provider}</button>
        </form>
      )}
      {local && (
        <p>
          This is a local run: the mail lies in the <a href={paths.outbox}>outbox</a>.
        </p>
      )}
    </section>
  );
}

/** The same for every address, known or not. */
export function SignInSentPage({ local }: { local: boolean }) {
  return (
    <section class="narrow">
      <h1>Look into your mail</h1>
      <p>
        If the address has access, a link is on its way to it. The link works once, for ten minutes.
      </p>
      <p>
        No mail after a few minutes? Look into the junk folder, then{" "}
        <a href={paths.signIn}>ask for another link</a>.
      </p>
      {local && (
        <p>
          This is a local run: the mail lies in the <a href={paths.outbox}>outbox</a>.
        </p>
      )}
    </section>
  );
}
