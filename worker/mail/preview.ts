import { listRoundsOf } from "#db/queries/message-facts.ts";
import type { StaffCtx } from "../context.ts";
import { AppError } from "../errors.ts";
import { clientLifetime, expiryIn } from "../domain/link/rules.ts";
import type { Questionnaire } from "../domain/survey/schema.ts";
import type { Mail } from "./base.ts";
import { gatherFacts } from "./facts.ts";
import { writeInvitation } from "./invitation.tsx";
import { setLetter } from "./render.tsx";
import { writeReleased } from "./report-released.tsx";

/** The invitation of a round that nobody is invited to yet, as who looks at it would get it. `page` is a path. */
export async function previewInvitation(
  ctx: StaffCtx,
  roundId: string,
  { questionnaire, page }: { questionnaire: Questionnaire; page: string },
): Promise<Mail> {
  const [facts, [where]] = await Promise.all([
    gatherFacts(ctx, []),
    listRoundsOf(ctx.db, [roundId], []),
  ]);
  if (!where) throw new AppError("not_found", "There is no such round.");
  const letter = writeInvitation(facts, {
    name: ctx.actor.name,
    function: "other",
    where,
    questionnaire,
    surveyUrl: facts.links.page(page),
    optOutUrl: null,
  });
  return setLetter(ctx.config, ctx.actor.email, letter, facts);
}

/** The mail that brings a round's summary, as who looks at it would get it. `page` is a path. */
export async function previewReleased(
  ctx: StaffCtx,
  roundId: string,
  { note, page }: { note: string | null; page: string },
): Promise<Mail> {
  const [facts, [where]] = await Promise.all([
    gatherFacts(ctx, []),
    listRoundsOf(ctx.db, [roundId], []),
  ]);
  if (!where) throw new AppError("not_found", "There is no such round.");
  const letter = writeReleased(facts, {
    name: ctx.actor.name,
    where,
    note,
    pageUrl: facts.links.page(page),
    optOutUrl: null,
    expiresAt: expiryIn(clientLifetime, ctx.now, facts.settings.timeZone),
    fresh: false,
  });
  return setLetter(ctx.config, ctx.actor.email, letter, facts);
}
