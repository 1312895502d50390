import { paths } from "../../paths.ts";

type Props = { token: string; email: string; supplierName: string };

/** A button, because mail scanners open links. */
export function OptOutPage({ token, email, supplierName }: Props) {
  return (
    <form method="post" action={paths.optOut(token)}>
      <h1>No more surveys?</h1>
      <p>
        <bdi>{supplierName}</bdi> will send no more surveys to <b>{email}</b>, no reminders, and
        nothing of what comes of them. This is for good.
      </p>
      <button type="submit">Stop all surveys</button>
    </form>
  );
}

export function OptedOutPage({ email, supplierName }: Omit<Props, "token">) {
  return (
    <article>
      <h1>You will get no more surveys</h1>
      <p>
        <bdi>{supplierName}</bdi> sends no more surveys to <b>{email}</b>, no reminders, and nothing
        of what comes of them. A mail that was on its way at this moment may still arrive.
      </p>
    </article>
  );
}
