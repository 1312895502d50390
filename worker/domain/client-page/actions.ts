import * as queries from "#db/queries/client-link.ts";
import type { Ctx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { recordAnswer } from "../agreement/actions-answer.ts";
import { readClientPlan, type ClientPlan } from "../agreement/actions-read.ts";
import { readPlanAnswer } from "../agreement/rules.ts";
import { hashOf, renewLink } from "../link/actions.ts";
import { clientLifetime, expiryIn, standingOf } from "../link/rules.ts";
import { readReportOutside } from "../reports/actions-outside.ts";
import { defaultSettings } from "../setting/actions.ts";
import { heardIn, type Heard } from "./rules.ts";

/** What came of one round. `heard` is null when too few answered: then it only thanks. */
export type Summary = {
  heard: Heard | null;
  closedAt: Date;
  /** What whoever released it wrote, and who that is. */
  note: string | null;
  by: string | null;
};

/** Everything a client's page shows, section by section; a section without anything to say is null. */
export type ClientView = {
  supplierName: string;
  accountName: string;
  timeZone: string;
  summary: Summary | null;
  plan: ClientPlan | null;
};

/** The summary of a closed round under a note. */
export async function readSummary(
  ctx: Ctx,
  round: { id: string; closedAt: Date | null },
  { note, by }: Pick<Summary, "note" | "by">,
): Promise<Summary> {
  const { report } = await readReportOutside(ctx, round.id, "client");
  return { heard: heardIn(report), closedAt: round.closedAt ?? ctx.now, note, by };
}

async function findLink(ctx: Ctx, token: string) {
  const hash = await hashOf(ctx, token);
  const found = hash && (await queries.findClientLink(ctx.db, hash));
  if (!found) throw new AppError("not_found", "Nobody has this link.");
  return {
    ...found,
    settings: found.settings ?? defaultSettings(ctx.config),
    standing: standingOf(found.link, hash, ctx.now),
  };
}

/** A client's page, or how its link stands. Throws not_found when nobody has it. Changes nothing. */
export async function openClientPage(ctx: Ctx, token: string) {
  const found = await findLink(ctx, token);
  const { standing, settings, accountName, round, releaser, link } = found;
  if (standing !== "open") return { standing, settings };
  const [summary, plan] = await Promise.all([
    round?.releasedAt
      ? readSummary(ctx, round, { note: round.releaseNote, by: releaser })
      : Promise.resolve(null),
    readClientPlan(ctx, link.accountId, link.kind === "plan"),
  ]);
  const { supplierName, timeZone } = settings;
  const view: ClientView = { supplierName, accountName, timeZone, summary, plan };
  return { standing, settings, view, by: { ...ofLink(link), name: found.name } };
}

const ofLink = ({
  id,
  accountId,
  contactId,
}: {
  id: string;
  accountId: string;
  contactId: string;
}) => ({
  linkId: id,
  accountId,
  contactId,
});

/**
 * What somebody at the client answers to their plan, as their page sent it. Gives what is wrong with it (`errors`),
 * or the lines that changed since they were read (`outdated`); then nothing was kept.
 */
export async function answerPlan(ctx: Ctx, token: string, sent: ReadonlyMap<string, string[]>) {
  const opened = await openClientPage(ctx, token);
  if (!opened.view?.plan?.mayAnswer) return { ...opened, kind: "closed" as const };
  const read = readPlanAnswer(sent, opened.view.plan.lines);
  if (!read.ok) return { ...opened, kind: "invalid" as const, errors: read.errors };
  const recorded = await recordAnswer(ctx, opened.by, read.answer, sent);
  if (recorded.ok) return { ...opened, kind: "kept" as const };
  return { ...opened, kind: "outdated" as const, outdated: recorded.outdated };
}

/** Mails a fresh link to the contact an expired one was made for, and to nobody else. */
export async function renewClientLink(ctx: Ctx, token: string) {
  const { standing, settings, link, email } = await findLink(ctx, token);
  if (standing === "expired")
    await renewLink(ctx, "client", link, {
      expiresAt: expiryIn(clientLifetime, ctx.now, settings.timeZone),
      mail: {
        kind: link.kind === "plan" ? "plan_sent" : "report_released",
        recipient: email,
        roundId: link.roundId,
      },
    });
  return { standing, settings };
}
