import type { WebhookEventType } from "#worker/domain/webhook/schema.ts";
import { Time } from "../../ui/date.tsx";
import { State } from "../../ui/state.tsx";

export type Endpoint = {
  id: string;
  url: string;
  events: WebhookEventType[];
  status: "active" | "paused";
  rotatedAt: Date | null;
  failingSince: Date | null;
  createdAt: Date;
};

/** Whether an endpoint is called, and since when it has taken nothing. */
export function EndpointState({ endpoint, timeZone }: { endpoint: Endpoint; timeZone: string }) {
  if (!endpoint.failingSince) return <State value={endpoint.status} />;
  return (
    <>
      <State value="failing" /> since <Time value={endpoint.failingSince} timeZone={timeZone} />
    </>
  );
}
