import * as queries from "#db/queries/message-facts.ts";
import type { MessageRow } from "#db/queries/message.ts";
import { listStaff, type StaffRow } from "#db/queries/staff.ts";
import type { Ctx } from "../context.ts";
import { loadSettings } from "../domain/setting/actions.ts";
import type { Settings } from "../domain/setting/schema.ts";
import type { Questionnaire } from "../domain/survey/schema.ts";
import { linksOf, type Links } from "./links.ts";
import { gatherSubjects } from "./subject-facts.ts";

type Rows<List extends (...args: never[]) => PromiseLike<unknown[]>> = Awaited<ReturnType<List>>;
export type Respondent = Rows<typeof queries.listRespondents>[number];
export type RoundFacts = Rows<typeof queries.listRoundsOf>[number];

/** Everything that rendering a set of messages needs, read in a fixed number of queries. */
export type Facts = Awaited<ReturnType<typeof gatherSubjects>> & {
  settings: Settings;
  adminEmail: string;
  links: Links;
  staff: StaffRow[];
  /** By invitation id. */
  respondents: Map<string, Respondent>;
  rounds: Map<string, RoundFacts>;
  /** By template version id. */
  questionnaires: Map<string, Questionnaire>;
  turnout: Map<string, { invited: number; completed: number }>;
};

const by = <T>(rows: T[], key: (row: T) => string) => new Map(rows.map((row) => [key(row), row]));
const distinct = (values: (string | null)[]) => [...new Set(values.filter((one) => one !== null))];

export async function gatherFacts(ctx: Ctx, messages: MessageRow[]): Promise<Facts> {
  const { db } = ctx;
  const invitationIds = distinct(messages.map(({ invitationId }) => invitationId));
  const namedRounds = distinct(messages.map(({ roundId }) => roundId));
  const closed = messages.filter(({ kind }) => kind === "round_closed");
  const [settings, staff, respondents, rounds, turnout, subjects] = await Promise.all([
    loadSettings(ctx),
    listStaff(db),
    queries.listRespondents(db, invitationIds),
    queries.listRoundsOf(db, namedRounds, invitationIds),
    queries.listTurnout(db, distinct(closed.map(({ roundId }) => roundId))),
    gatherSubjects(ctx, messages),
  ]);
  const asked = [
    ...respondents.map(({ invitation }) => invitation),
    ...subjects.testLinks.values(),
  ];
  const pinned = distinct(asked.map(({ templateVersionId }) => templateVersionId));
  const versions = await queries.listVersions(db, pinned);
  return {
    ...subjects,
    settings,
    staff,
    adminEmail: ctx.config.ADMIN_EMAIL,
    links: linksOf(ctx),
    respondents: by(respondents, ({ invitation }) => invitation.id),
    rounds: by(rounds, ({ round }) => round.id),
    questionnaires: new Map(versions.map(({ id, definition }) => [id, definition])),
    turnout: by(turnout, ({ roundId }) => roundId),
  };
}
