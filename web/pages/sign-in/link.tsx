import { paths } from "../../paths.ts";

type Props = { action: string; to: string; name?: string };

/** What a sign-in link opens. Mail scanners follow links, so that only the button signs in. */
export function SignInLinkPage({ action, to, name }: Props) {
  return (
    <section class="narrow">
      <h1>Sign in</h1>
      <p>{name ? `This local run lets you in as ${name}.` : "One press, and you are in."}</p>
      <form method="post" action={action}>
        <input type="hidden" name="to" value={to} />
        <button type="submit" class="primary">
          {name ? `Sign in as ${name}` : "Sign in"}
        </button>
      </form>
    </section>
  );
}

/** A link that was used, or is older than ten minutes. */
export function SpentLinkPage({ to }: { to: string }) {
  const again = to === paths.home ? paths.signIn : `${paths.signIn}?to=${encodeURIComponent(to)}`;
  return (
    <section class="narrow">
      <h1>This link has ended</h1>
      <p>A sign-in link works once, for ten minutes. This one was used already or is too old.</p>
      <p>
        <a class="button primary" href={again}>
          Ask for a new link
        </a>
      </p>
    </section>
  );
}
