import type { Ctx } from "../../context.ts";
import { invalid, type Outcome } from "../../errors.ts";
import { cancelRound, closeRound } from "./actions-close.ts";
import { launchRound } from "./actions-launch.ts";
import { decideNomination } from "./actions-nomination.ts";
import { text, type Body } from "./body-rules.ts";
import { faultsOf } from "./form-rules.ts";
import { Ending } from "./schema.ts";

/** The text of a field that says why; null when it is empty. Refuses one that cannot be stored. */
function readReason(body: Body, name: string): Outcome<{ reason: string | null }> {
  const parsed = Ending.safeParse({ reason: text(body, name) });
  if (parsed.success) return { ok: true, reason: parsed.data.reason };
  const message = faultsOf(parsed.error)[0]!.message;
  return invalid(name, message);
}

/** Launches from a form with an `explanation`. */
export async function submitLaunch(ctx: Ctx, roundId: string, body: Body) {
  const why = readReason(body, "explanation");
  return why.ok ? launchRound(ctx, roundId, { explanation: why.reason }) : why;
}

/** Closes from a form with a `closeReason`. */
export async function submitClose(ctx: Ctx, roundId: string, body: Body) {
  const why = readReason(body, "closeReason");
  return why.ok ? closeRound(ctx, roundId, why) : why;
}

/** Cancels from a form with a `cancelReason`. */
export async function submitCancel(ctx: Ctx, roundId: string, body: Body) {
  const why = readReason(body, "cancelReason");
  if (!why.ok) return why;
  const ended = await cancelRound(ctx, roundId, why);
  if (ended.ok || ended.reason !== "invalid") return ended;
  return invalid("cancelReason", ended.message);
}

/** Decides a proposed colleague from a form with `invitationId`, `decision` and perhaps a `reason`. */
export async function submitDecision(ctx: Ctx, roundId: string, body: Body) {
  const why = readReason(body, "reason");
  if (!why.ok) return why;
  const accept = text(body, "decision") === "accept";
  const invitationId = text(body, "invitationId");
  return decideNomination(ctx, roundId, invitationId, { accept, reason: why.reason });
}
