import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";

type Props = {
  email: string;
  sessions: { id: string; browser: string; createdAt: Date; updatedAt: Date }[];
  timeZone: string;
};

/** Where somebody is signed in, for themselves. */
export function SessionsPage({ email, sessions, timeZone }: Props) {
  return (
    <>
      <PageHeader
        title="Where you are signed in"
        lede={email}
        back={{ href: paths.home, label: "Home" }}
      />
      <section>
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Browser</th>
              <th scope="col">Signed in</th>
              <th scope="col">Last used</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map(({ id, browser, createdAt, updatedAt }) => (
              <tr key={id}>
                <th scope="row">{browser}</th>
                <td>
                  <Time value={createdAt} timeZone={timeZone} />
                </td>
                <td>
                  <Time value={updatedAt} timeZone={timeZone} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          You are signed out after twelve hours without use, and after seven days in any case. If
          you do not know one of these, sign out everywhere: it ends all of them, here too, and
          voids sign-in links that nobody has used yet.
        </p>
        <PostButton action={paths.sessionsEnd} kind="danger">
          Sign out everywhere
        </PostButton>
      </section>
    </>
  );
}
