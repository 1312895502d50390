import {
  findManagement,
  findReport,
  findReportParts,
  listNamedResponses,
} from "#db/queries/report.ts";
import type { Ctx, StaffCtx } from "../../context.ts";
import { writeCsv } from "../../csv.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { nameOf } from "../contact/rules.ts";
import type { Question } from "../questions/index.ts";
import { reachOf } from "../account/rules.ts";
import { daysEarly, statusWords } from "../round/rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { byTier, loadQuestionnaires } from "./actions-tally.ts";
import {
  audiencesFor,
  behindFirewall,
  meetsFirewall,
  seenBy,
  seesPeople,
  viewerOf,
  type Viewer,
} from "./audience-rules.ts";
import { csvHeading, csvLine } from "./csv-rules.ts";
import { unknownServices } from "./module-rules.ts";
import type { Audience, Report, ReportContact } from "./schema.ts";
import { questionsAcross } from "./tally-rules.ts";

type Found = NonNullable<Awaited<ReturnType<typeof findReport>>>;
export type Closed = Found & { report: NonNullable<Found["report"]> };

/**
 * The report of a closed round as this audience may see it. Refuses `round_open` before the close and
 * `round_cancelled`; a round out of the actor's reach does not exist. Without an audience, the fullest that is
 * open to the actor; `audiences` are those to choose among, `asked` the questions as they were put.
 */
export async function readReport(
  ctx: StaffCtx,
  roundId: string,
  wanted?: Audience,
): Promise<Outcome<{ report: Report; audiences: Audience[]; asked: Question[] }>> {
  const found = await findClosed(ctx, roundId);
  if (!found.ok) return found;
  const { round, report } = found;
  const { timeZone } = await loadSettings(ctx);
  const { management, comments, senior, pinned } = await findReportParts(ctx.db, {
    roundId,
    accountId: round.accountId,
    viewerId: ctx.actor.id,
    seniorId: report.figures.senior?.contactId ?? null,
  });
  const viewer = viewerOf(ctx.actor, management);
  const audiences = audiencesFor(viewer);
  const audience = wanted ?? audiences[0]!;
  const stored = {
    figures: report.figures,
    senior: senior ? signature(senior) : null,
    comments: comments.map((row) => ({ ...row, contact: row.contact && signature(row.contact) })),
  };
  const asked = questionsAcross(byTier(pinned));
  const seen = seenBy(stored, viewer, audience);
  return {
    ok: true,
    audiences,
    asked,
    report: {
      round: roundOf(found, audience),
      earlyClosure: closureOf(found, audience, timeZone),
      ...seen,
      suggestions: [...seen.suggestions, ...unknownServices(seen, asked)],
    },
  };
}

/**
 * A named round's responses as CSV, one line each, without what the reader may not see. Refuses `round_open`,
 * `round_cancelled` and `confidential_round`.
 */
export async function exportResponses(
  ctx: StaffCtx,
  roundId: string,
): Promise<Outcome<{ csv: string; fileName: string }>> {
  const found = await findClosed(ctx, roundId);
  if (!found.ok) return found;
  const { round } = found;
  if (round.confidentiality === "confidential")
    return refuse(
      "confidential_round",
      "This round is confidential: no list of its answers exists, only the report.",
    );
  const viewer = await loadViewer(ctx, round.accountId);
  const walled = meetsFirewall(viewer, "leader");
  const hidden = walled ? found.report.figures.firewalled : [];
  const asked = await questionsAskedIn(ctx, roundId);
  const questions = asked.filter(({ key }) => !hidden.includes(key));
  const lines = [];
  for (let after = ""; ;) {
    const page = await listNamedResponses(ctx.db, roundId, after, pageSize);
    for (const { contact, tier, submittedAt, answers, recordedBy } of page) {
      const { name, title } = signature(contact);
      const submitted = submittedAt?.toISOString() ?? "";
      const seen = walled ? behindFirewall(answers) : answers;
      lines.push(csvLine([name, title ?? "", tier, submitted], questions, seen, recordedBy));
    }
    if (page.length < pageSize) break;
    after = page.at(-1)!.id;
  }
  return {
    ok: true,
    csv: writeCsv(csvHeading(questions), lines),
    fileName: `responses-${roundId}.csv`,
  };
}

const pageSize = 500;

/** The questions of a round as they were put, over all levels. */
export async function questionsAskedIn(ctx: Ctx, roundId: string): Promise<Question[]> {
  return questionsAcross(await loadQuestionnaires(ctx, roundId));
}

async function findClosed(ctx: StaffCtx, roundId: string): Promise<Outcome<Closed>> {
  const found = await findReport(ctx.db, reachOf(ctx.actor), roundId);
  if (!found) throw new AppError("not_found", "There is no such round.");
  const { report, round } = found;
  if (round.status === "cancelled")
    return refuse("round_cancelled", "This round was cancelled, so it has no report.");
  if (!report)
    return refuse(
      "round_open",
      `This round is not closed yet (it is ${statusWords[round.status].toLowerCase()}). Its report is made at the close.`,
    );
  return { ok: true, ...found, report };
}

async function loadViewer({ db, actor }: StaffCtx, accountId: string): Promise<Viewer> {
  return viewerOf(actor, await findManagement(db, accountId, actor.id));
}

type Named = { id: string; firstName: string; lastName: string; jobTitle: string | null };

const signature = ({ id, firstName, lastName, jobTitle }: Named): ReportContact => ({
  id,
  name: nameOf({ firstName, lastName }),
  title: jobTitle,
});

/** What a report says of its round; the reason written at the close is for staff. */
export const roundOf = ({ round, account }: Closed, audience: Audience): Report["round"] => ({
  id: round.id,
  accountId: round.accountId,
  accountName: account.name,
  kind: round.kind,
  name: round.name,
  status: round.status,
  confidentiality: round.confidentiality,
  modules: round.modules,
  launchedAt: round.launchedAt,
  closesAt: round.closesAt,
  closedAt: round.closedAt,
  closedBy: round.closedBy,
  closeReason: seesPeople(audience) ? round.closeReason : null,
  releasedAt: round.releasedAt,
});

/** Who closed it how early; null when its deadline did. */
export function closureOf(
  { round, report, closer }: Closed,
  audience: Audience,
  timeZone: string,
): Report["earlyClosure"] {
  const days = daysEarly(round.closesAt, report.closedAt, timeZone);
  if (!round.closedBy || days === 0) return null;
  const reason = seesPeople(audience) ? round.closeReason : null;
  return { days, by: closer?.name ?? null, reason };
}
