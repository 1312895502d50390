import type { Ctx } from "../../context.ts";
import { csvDay, writeCsv } from "../../csv.ts";
import { everyLine } from "../../cursor.ts";
import { loadSettings } from "../setting/actions.ts";
import { listRounds } from "./actions.ts";
import { confidentialityWords, kindWords, statusWords } from "./rules.ts";
import type { Round, RoundStatus } from "./schema.ts";

const exportedAtOnce = 1000;
const heading = [
  "Account",
  "Round",
  "Kind",
  "Confidentiality",
  "State",
  "Made",
  "Launched",
  "Deadline",
  "Closed",
];

/** Every round within reach, of one state or of all, the newest first, as CSV. */
export async function exportRounds(ctx: Ctx, status: RoundStatus | undefined): Promise<string> {
  const { timeZone } = await loadSettings(ctx);
  const rounds = await everyLine(
    exportedAtOnce,
    (listed) => listRounds(ctx, { status, ...listed }),
    (page) => page.rounds,
  );
  return writeCsv(
    heading,
    rounds.map((round) => lineOf(round, timeZone)),
  );
}

function lineOf(round: Round, timeZone: string) {
  const day = (at: string | Date | null) => csvDay(at === null ? null : new Date(at), timeZone);
  return [
    round.accountName,
    round.name,
    kindWords[round.kind],
    confidentialityWords[round.confidentiality],
    statusWords[round.status],
    day(round.createdAt),
    day(round.launchedAt),
    day(round.closesAt),
    day(round.closedAt),
  ];
}
