import {
  countProgress,
  findRoundBefore,
  listCorrected,
  listNotAsked,
  listSilent,
  listSilentSeniors,
} from "#db/queries/round-progress.ts";
import type { FoundRound } from "#db/queries/round.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { Ctx } from "../../context.ts";
import { everyLine, pageOf, readPosition, type Listed } from "../../cursor.ts";
import { writeCsv } from "../../csv.ts";
import { refuse, type Outcome } from "../../errors.ts";
import { nameOrAddress } from "../contact/rules.ts";
import { tiers, type Tier } from "../contact/schema.ts";
import { loadSettings } from "../setting/actions.ts";
import { activeOf } from "../staff/rules.ts";
import { requireRound, viewRound } from "./actions.ts";
import { dayField } from "./rules.ts";
import type { Round } from "./schema.ts";

const perPage = 50;
const mostCalls = 20;
const mostCorrected = 50;
/** Beyond this many a list of contacts is no help: then an address is asked for. */
const mostOffered = 200;
const exportedAtOnce = 1000;

type Counts = { invited: number; delivered: number; started: number; completed: number };
export type TierProgress = Counts & {
  tier: Tier;
  /** The same level in the round before; null when that did not ask it, or there was none. */
  before: { invited: number; completed: number } | null;
};
export type Person = Awaited<ReturnType<typeof listSilent>>[number];

/** How an open round goes. Of a confidential one there are totals only, and nothing of any person. */
export type Progress = {
  round: Round;
  total: Counts & { bounced: number };
  named: {
    tiers: TierProgress[];
    before: { id: string; name: string } | null;
    calls: Person[];
    /** Who should make the calls: the sponsor, else the account manager. */
    caller: { name: string; phone: string | null } | null;
    silent: Person[];
    nextCursor: string | null;
    corrected: Person[];
  } | null;
  /**
   * How many were written to under an address that has been corrected since. Null in a confidential round: there who has
   * answered is written to again as well, and no number is shown.
   */
  corrected: number | null;
  /** Contacts that could be invited as well; null when they are too many to list. */
  offered: { id: string; name: string }[] | null;
  today: string;
  closesOn: string;
};

const notOpen = refuse("round_not_open", "This round is not open, so there is nothing to follow.");

/** How a round goes while it is open. Refuses `round_not_open`. */
export async function viewProgress(
  ctx: Ctx,
  roundId: string,
  cursor?: string,
): Promise<Outcome<{ progress: Progress }>> {
  const found = await requireRound(ctx, roundId);
  const { round, account } = found;
  if (round.status !== "open") return notOpen;
  const [rows, corrected, others, { timeZone }] = await Promise.all([
    countProgress(ctx.db, roundId),
    listCorrected(ctx.db, roundId, mostCorrected),
    listNotAsked(ctx.db, { roundId, accountId: account.id }, mostOffered + 1),
    loadSettings(ctx),
  ]);
  const sum = (key: keyof Counts | "bounced") => rows.reduce((all, row) => all + row[key], 0);
  const named =
    round.confidentiality === "named"
      ? {
          ...(await viewPeople(ctx, found, cursor)),
          ...(await compare(ctx, found, rows)),
          corrected,
        }
      : null;
  return {
    ok: true,
    progress: {
      round: viewRound(found),
      total: {
        invited: sum("invited"),
        delivered: sum("delivered"),
        started: sum("started"),
        completed: sum("completed"),
        bounced: sum("bounced"),
      },
      named,
      corrected: named && corrected.length,
      offered:
        others.length > mostOffered
          ? null
          : others.map(({ id, firstName, lastName, email }) => ({
              id,
              name: nameOrAddress({ firstName, lastName, email }),
            })),
      today: dayField(ctx.now, timeZone),
      closesOn: dayField(round.closesAt, timeZone),
    },
  };
}

async function pageOfSilent(ctx: Ctx, roundId: string, { cursor, limit }: Listed) {
  const after = readPosition(cursor);
  const rows = await listSilent(ctx.db, roundId, { after, limit: limit + 1 });
  return pageOf(rows, limit, ({ lastName, id }) => [lastName, id]);
}

async function viewPeople(ctx: Ctx, { round, account }: FoundRound, cursor: string | undefined) {
  const [{ page, nextCursor }, calls, staff] = await Promise.all([
    pageOfSilent(ctx, round.id, { cursor, limit: perPage }),
    listSilentSeniors(ctx.db, round.id, mostCalls),
    listStaff(ctx.db),
  ]);
  return {
    calls,
    caller: activeOf(staff, account.sponsorId) ?? activeOf(staff, account.accountManagerId),
    silent: page,
    nextCursor,
  };
}

type Rows = Awaited<ReturnType<typeof countProgress>>;

/** Beside each level the one before, as it stood at its close; a confidential round has no levels to show. */
async function compare(ctx: Ctx, { round, account }: FoundRound, rows: Rows) {
  const before = await findRoundBefore(ctx.db, {
    accountId: account.id,
    kind: round.kind,
    before: round.launchedAt ?? ctx.now,
  });
  const shown = before?.confidentiality === "named" ? before : null;
  const earlier = shown ? await countProgress(ctx.db, shown.id) : [];
  return {
    before: shown && { id: shown.id, name: shown.name },
    tiers: tiers.toReversed().flatMap((tier) => {
      const row = rows.find((one) => one.tier === tier);
      const past = earlier.find((one) => one.tier === tier);
      return row ? [{ ...row, before: past ?? null }] : [];
    }),
  };
}

/** Who has not answered a named round, as CSV. Refuses `round_not_open` and `confidential`. */
export async function exportSilent(
  ctx: Ctx,
  roundId: string,
): Promise<Outcome<{ csv: string; fileName: string }>> {
  const { round } = await requireRound(ctx, roundId);
  if (round.status !== "open") return notOpen;
  if (round.confidentiality !== "named")
    return refuse("confidential", "A confidential round shows nothing of single people.");
  const { timeZone } = await loadSettings(ctx);
  const rows = await everyLine(
    exportedAtOnce,
    (listed) => pageOfSilent(ctx, roundId, listed),
    ({ page }) => page,
  );
  const csv = writeCsv(
    [
      "First name",
      "Last name",
      "Email",
      "Job title",
      "Level",
      "Most senior",
      "Mail",
      "Postponed to",
    ],
    rows.map((one) => [
      one.firstName,
      one.lastName,
      one.email,
      one.jobTitle,
      one.tier,
      one.mostSenior ? "yes" : "",
      one.delivery,
      one.postponedUntil ? dayField(one.postponedUntil, timeZone) : "",
    ]),
  );
  return { ok: true, csv, fileName: `not-answered-${dayField(ctx.now, timeZone)}.csv` };
}
