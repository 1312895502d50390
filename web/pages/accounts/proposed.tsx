import type { AccountPage as Page } from "#worker/domain/account/actions-page.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";

type Props = { accountId: string; proposed: Page["proposed"]; timeZone: string };

/** Whom our contacts would have us know, in their words; adding somebody is for us to do. */
export function Proposed({ accountId, proposed, timeZone }: Props) {
  if (proposed.length === 0) return null;
  return (
    <section>
      <h2>Whom they would have us know</h2>
      <p>
        Named in annual reviews of the last 12 months.{" "}
        <a href={paths.contactNew(accountId)}>Add one as a contact</a>
      </p>
      <ul>
        {proposed.map(({ text, position, roundId, closedAt, firstName, lastName }) => (
          <li key={`${roundId} ${position}`}>
            <bdi>{text}</bdi>
            <p class="hint">
              <bdi>
                {firstName} {lastName}
              </bdi>
              ,{" "}
              <a href={paths.report(roundId)}>
                {closedAt && <Day value={closedAt} timeZone={timeZone} />}
              </a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
