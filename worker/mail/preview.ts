import { paths } from "#web/paths.ts";
import { addWeeks } from "date-fns";
import { listRoundsOf } from "#db/queries/message-facts.ts";
import type { StaffCtx } from "../context.ts";
import { AppError } from "../errors.ts";
import { clientLifetime, expiryIn } from "../domain/link/rules.ts";
import type { Settings } from "../domain/setting/schema.ts";
import { composeQuestionnaire } from "../domain/survey/compose-rules.ts";
import type { Questionnaire } from "../domain/survey/schema.ts";
import type { Mail } from "./base.ts";
import { gatherFacts, type RoundFacts } from "./facts.ts";
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

const sampleClient = { name: "Your client", matter: null, matterObservation: null };
const sampleWeeks = 3;

/** An invitation under settings that need not be saved, signed by who looks at it. */
export async function previewSettings(ctx: StaffCtx, settings: Settings): Promise<Mail> {
  const facts = { ...(await gatherFacts(ctx, [])), settings };
  const round = { kind: "satisfaction", confidentiality: "named", administratorId: null } as const;
  const closesAt = addWeeks(ctx.now, sampleWeeks);
  const account = { ...sampleClient, accountManagerId: ctx.actor.id };
  const questionnaire = composeQuestionnaire({
    ...round,
    tier: "manager",
    modules: [],
    account: { ...sampleClient, services: null, competitors: null },
  });
  const letter = writeInvitation(facts, {
    name: ctx.actor.name,
    function: "other",
    // Only what an invitation reads of a round and its account.
    where: { round: { ...round, closesAt }, account } as RoundFacts,
    questionnaire,
    surveyUrl: facts.links.page(paths.settings),
    optOutUrl: null,
  });
  return setLetter(ctx.config, ctx.actor.email, letter, facts);
}
