import type { OpenView } from "#worker/domain/round/actions-page.ts";
import { paths } from "../../paths.ts";
import { TextField } from "../../ui/field.tsx";
import { State } from "../../ui/state.tsx";
import type { RoundPageProps } from "./props.ts";

type Props = RoundPageProps & { open: OpenView };
type Nomination = OpenView["nominations"][number];

/** Colleagues that the invited named in their place: invited once somebody here accepts. */
export function Nominations({ view, open, typed }: Props) {
  return (
    <section id="nominations">
      <h2>Proposed in somebody’s place</h2>
      <ul class="register">
        {open.nominations.map((one) => (
          <li key={one.invitationId}>
            <p>
              <bdi>{one.name}</bdi>, {one.email}{" "}
              <span class="n">
                proposed by <bdi>{one.proposedBy}</bdi>
              </span>
            </p>
            {one.status === "proposed" ? (
              <Decision nomination={one} roundId={view.round.id} typed={typed.nomination} />
            ) : (
              <State value={one.status} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

type DecisionProps = {
  nomination: Nomination;
  roundId: string;
  typed: RoundPageProps["typed"]["nomination"];
};

function Decision({ nomination, roundId, typed }: DecisionProps) {
  const named = <span class="visually-hidden"> {nomination.name}</span>;
  return (
    <form method="post" action={paths.roundNominations(roundId)} class="inline">
      <input type="hidden" name="invitationId" value={nomination.invitationId} />
      {typed?.invitationId === nomination.invitationId && (
        <TextField
          label="Why they are asked again"
          name="reason"
          value={typed.reason}
          maxLength={1000}
        />
      )}
      <button type="submit" name="decision" value="accept" class="primary">
        Accept and invite{named}
      </button>
      <button type="submit" name="decision" value="refuse">
        Refuse{named}
      </button>
    </form>
  );
}
