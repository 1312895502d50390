import type { Standing, Survey } from "#worker/domain/survey/actions.ts";
import { spellDay } from "../../ui/date.tsx";

type Refused = Exclude<Standing, "open">;

export const standingTitle: Record<Refused, string> = {
  closed: "This survey is closed",
  cancelled: "This survey was cancelled",
  revoked: "This link is no longer valid",
  answered: "We have your answers",
};

/** Why this link takes no answers, and what that means for the one who opened it. */
export function StandingText({ survey, standing }: { survey: Survey; standing: Refused }) {
  const { round, settings, asker } = survey;
  const who = asker ? <bdi>{asker.name}</bdi> : <>the person who wrote to you</>;
  if (standing === "answered")
    return round.confidentiality === "confidential" ? (
      <p>
        Thank you. Because nobody can find your answers again, they cannot be shown here, changed or
        sent a second time.
      </p>
    ) : (
      <p>Thank you. There is nothing more to do.</p>
    );
  if (standing === "cancelled")
    return <p>There is nothing left for you to do. No report is made of this survey.</p>;
  if (standing === "revoked")
    return <p>It was withdrawn on our side. If you expected to answer, please ask {who}.</p>;
  return (
    <p>
      It closed on {spellDay(round.closedAt ?? round.closesAt, settings.timeZone)}, so it takes no
      more answers. If there is something we should know, please tell {who}.
    </p>
  );
}
