import { paths } from "../../paths.ts";

/** Shown while the browser goes on to the identity provider. */
export function ToProviderPage({ label, url }: { label: string; url: string }) {
  return (
    <section class="narrow">
      <h1>Sign in</h1>
      <p>You go on to {label}, and come back signed in.</p>
      <p>
        <a class="button primary" href={url}>
          Go on
        </a>
      </p>
    </section>
  );
}

/** Who came back from the identity provider and was not let in. */
export function NotSignedInPage({ message }: { message: string }) {
  return (
    <section class="narrow">
      <h1>You are not signed in</h1>
      <p>{message}</p>
      <p>
        <a class="button primary" href={paths.signIn}>
          Go to sign-in
        </a>
      </p>
    </section>
  );
}
