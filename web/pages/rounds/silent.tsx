import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import type { Person, Progress } from "#worker/domain/round/actions-progress.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { levelWords } from "../contacts/words.ts";
import { TableHead } from "../../ui/table-head.tsx";

type Caller = NonNullable<Progress["named"]>["caller"];

/** The silent people that a call may move: the most senior contact and the board. */
export function Calls({
  calls,
  caller,
  timeZone,
}: {
  calls: Person[];
  caller: Caller;
  timeZone: string;
}) {
  if (calls.length === 0) return null;
  return (
    <section>
      <h2>Worth a call</h2>
      <p>
        {caller ? (
          <>
            Best made by <bdi>{caller.name}</bdi>
            {caller.phone && ` (${caller.phone})`}.
          </>
        ) : (
          "Nobody looks after this account: choose who calls."
        )}{" "}
        A call may ask for an answer, not for a grade.
      </p>
      <ul class="register">
        {calls.map((one) => (
          <li key={one.id}>
            <Name person={one} />{" "}
            <span class="n">
              {[one.jobTitle, one.mostSenior && "the most senior contact"]
                .filter(Boolean)
                .join(", ")}
            </span>{" "}
            <State person={one} timeZone={timeZone} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type SilentProps = {
  roundId: string;
  people: Person[];
  nextCursor: string | null;
  timeZone: string;
};

/** Everybody who may still answer a named round and has not. */
export function Silent({ roundId, people, nextCursor, timeZone }: SilentProps) {
  return (
    <section id="silent">
      <h2>Who has not answered</h2>
      {people.length === 0 ? (
        <p>Everybody who can answer has.</p>
      ) : (
        <>
          <SilentTable people={people} timeZone={timeZone} />
          <div class="actions">
            {nextCursor && (
              <a
                class="button"
                href={`${paths.roundProgress(roundId)}?${new URLSearchParams({ cursor: nextCursor }).toString()}#silent`}
              >
                More people
              </a>
            )}
            <a class="button" href={paths.roundSilentCsv(roundId)}>
              Save all as CSV
            </a>
          </div>
        </>
      )}
    </section>
  );
}

function SilentTable({ people, timeZone }: Pick<SilentProps, "people" | "timeZone">) {
  return (
    <table class="list people">
      <TableHead columns={["Person", "Level", "Job title", "State"]} />
      <tbody>
        {people.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <Name person={one} />
            </th>
            <td>{levelWords[one.tier]}</td>
            <td>{one.jobTitle && <bdi>{one.jobTitle}</bdi>}</td>
            <td>
              <State person={one} timeZone={timeZone} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Name = ({ person }: { person: Person }) => (
  <a href={paths.contact(person.contactId)}>
    <bdi>{nameOrAddress(person)}</bdi>
  </a>
);

function State({ person, timeZone }: { person: Person; timeZone: string }) {
  if (person.delivery === "bounced") return <>Mail came back: correct the address</>;
  if (person.delivery === "complained") return <>Reported our mail: write no more</>;
  if (person.postponedUntil)
    return (
      <>
        Asked to be left until <Day value={person.postponedUntil} timeZone={timeZone} />
      </>
    );
  return <>{person.delivery === "queued" ? "Mail not sent yet" : "No answer yet"}</>;
}
