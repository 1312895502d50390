import type { OpenView } from "#worker/domain/round/actions-page.ts";
import type { TierCounts } from "#worker/domain/round/actions.ts";
import { paths } from "../../paths.ts";
import { Figures } from "../../ui/figures.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { TableRegion } from "../../ui/table-region.tsx";
import { CancelLink, CloseForm } from "./ending-forms.tsx";
import { Nominations } from "./nominations.tsx";
import type { RoundPageProps } from "./props.ts";
import { Given } from "./self-grade.tsx";
import { tierOrder, tierWords } from "./words.ts";

type Props = RoundPageProps & { open: OpenView };

/** An open round: how many answered, never what. */
export function Open(props: Props) {
  const { view, open, timeZone } = props;
  return (
    <>
      <Turnout {...props} />
      {open.nominations.length > 0 && <Nominations {...props} />}
      {view.selfGrade && (
        <section>
          <h2>Your own grade</h2>
          <Given grade={view.selfGrade} timeZone={timeZone} />
          <p class="hint">Only you see it here. The report shows it beside the client’s.</p>
        </section>
      )}
      <Tests {...props} />
      <section>
        <h2>End the round</h2>
        <p>It closes by itself at the deadline.</p>
        <CloseForm {...props} />
        {view.mayCancel && <CancelLink view={view} />}
      </section>
    </>
  );
}

function Turnout({ view: { round }, open: { invitations, byTier } }: Props) {
  const { invited, sent, bounced, completed, declined } = invitations;
  const of = `of ${invited}`;
  const figures = [
    { label: "Mail sent", value: sent, note: of },
    { label: "Mail came back", value: bounced, note: of },
    ...(declined === null ? [] : [{ label: "Declined", value: declined, note: of }]),
  ];
  return (
    <section>
      <h2>
        {completed} of {invited} have answered
      </h2>
      {byTier ? (
        <>
          <ByTier rows={byTier} />
          <p class="hint">What people answered stays closed until the round is.</p>
        </>
      ) : (
        <>
          <Figures figures={figures} />
          <p class="hint">
            In a confidential round nothing but the total is shown, so that nobody can be picked
            out.
          </p>
        </>
      )}
      <p>
        <a class="button primary" href={paths.roundProgress(round.id)}>
          {byTier ? "Who to call, and what can be changed" : "What can be changed"}
        </a>
      </p>
    </section>
  );
}

const countsOf = (row: Omit<TierCounts, "tier">) => [
  row.completed,
  row.sent,
  row.bounced,
  row.declined,
];

function ByTier({ rows }: { rows: TierCounts[] }) {
  return (
    <TableRegion label="Invitations by level">
      <table>
        <TableHead
          columns={[
            "Level",
            { num: "Answered" },
            { num: "Mail sent" },
            { num: "Mail came back" },
            { num: "Declined" },
          ]}
        />
        <tbody>
          {rows.map((row) => (
            <tr key={row.tier}>
              <th scope="row">{tierWords[row.tier]}</th>
              {countsOf(row).map((count, at) => (
                <td key={at} class="num">
                  {count} <span class="n">of {row.invited}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

function Tests({ view: { round } }: Props) {
  const asked = round.kind === "annual_review" ? (["manager"] as const) : tierOrder;
  return (
    <section>
      <h2>See what they see</h2>
      <p class="hint">
        You get the invitation and the page by mail. What you send there is not stored.
      </p>
      <div class="actions">
        {asked.map((tier) => (
          <PostButton key={tier} action={paths.roundTest(round.id)} fields={{ tier }}>
            Send me a test
            {round.kind === "satisfaction" && ` as ${tierWords[tier].toLowerCase()}`}
          </PostButton>
        ))}
      </div>
    </section>
  );
}
