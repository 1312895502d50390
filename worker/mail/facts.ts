import {
  listActionsToTell,
  listOpenActions,
  type NoticedAction,
} from "#db/queries/action-notice.ts";
import { listCasesToTell } from "#db/queries/case.ts";
import { listClientLinksTo } from "#db/queries/client-link.ts";
import { listConversationsTo } from "#db/queries/conversation.ts";
import * as queries from "#db/queries/message-facts.ts";
import type { MessageRow } from "#db/queries/message.ts";
import { listLaunchesToTell } from "#db/queries/portfolio-launch-progress.ts";
import { listNotesTo } from "#db/queries/personal-note.ts";
import { listSharesTo } from "#db/queries/share.ts";
import { listAsksTo } from "#db/queries/reference.ts";
import { listStaff, type StaffRow } from "#db/queries/staff.ts";
import type { Ctx } from "../context.ts";
import { loadSettings } from "../domain/setting/actions.ts";
import type { Settings } from "../domain/setting/schema.ts";
import type { Questionnaire } from "../domain/survey/schema.ts";
import { linksOf, type Links } from "./links.ts";

type Rows<List extends (...args: never[]) => PromiseLike<unknown[]>> = Awaited<ReturnType<List>>;
export type Respondent = Rows<typeof queries.listRespondents>[number];
export type RoundFacts = Rows<typeof queries.listRoundsOf>[number];

/** Everything that rendering a set of messages needs, read in a fixed number of queries. */
export type Facts = {
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
  testLinks: Map<string, Rows<typeof queries.listTestLinks>[number]>;
  /** By invitation id. */
  nominations: Map<string, Rows<typeof queries.listNominationsOf>[number]>;
  /** By round id and contact id, with a slash between. */
  notes: Map<string, Rows<typeof listNotesTo>[number]>;
  cases: Map<string, Rows<typeof listCasesToTell>[number]>;
  /** Portfolio launches with their drafts that lack our own grade. */
  launches: Map<string, Rows<typeof listLaunchesToTell>[number]>;
  conversations: Map<string, Rows<typeof listConversationsTo>[number]>;
  asks: Map<string, Rows<typeof listAsksTo>[number]>;
  clientLinks: Map<string, Rows<typeof listClientLinksTo>[number]>;
  shares: Map<string, Rows<typeof listSharesTo>[number]>;
  /** What notices about the plan name: still open, the first due on top. */
  actions: NoticedAction[];
};

const by = <T>(rows: T[], key: (row: T) => string) => new Map(rows.map((row) => [key(row), row]));
const distinct = (values: (string | null)[]) => [...new Set(values.filter((one) => one !== null))];

/** The id that follows the step in a message's id: `test/TESTLINK` → `TESTLINK`. */
export const subjectOf = (message: MessageRow): string => message.id.split("/")[1] ?? "";

/** `personal-note/ROUND/CONTACT` → its round and contact. */
function noteOf({ id }: MessageRow) {
  const [, roundId = "", contactId = ""] = id.split("/");
  return { roundId, contactId };
}

type Week = { monday: string; until: string };
/** The week of a digest, as it was when the digest was queued. */
export const weekOf = ({ data }: MessageRow): Week => data as Week; // -- `mailPlanDigests` writes it so.
/** The actions that a notice was queued for. */
export const actionsIn = ({ data }: MessageRow): string[] => data["actionIds"] as string[]; // -- As `escalateActions` writes it.

async function actionsFor(ctx: Ctx, messages: MessageRow[]): Promise<NoticedAction[]> {
  const ofKind = (kind: string) => messages.filter((message) => message.kind === kind);
  const [digest] = ofKind("plan_digest");
  const owners = distinct(ofKind("plan_digest").map(({ staffId }) => staffId));
  const late = ofKind("action_overdue").flatMap(actionsIn);
  return (
    await Promise.all([
      digest ? listActionsToTell(ctx.db, owners, weekOf(digest).until) : [],
      late.length > 0 ? listOpenActions(ctx.db, late) : [],
    ])
  ).flat();
}

async function launchesIn({ db }: Ctx, messages: MessageRow[]): Promise<Facts["launches"]> {
  const ids = messages.filter(({ kind }) => kind === "self_grades_due").map(subjectOf);
  return by(ids.length > 0 ? await listLaunchesToTell(db, distinct(ids)) : [], ({ id }) => id);
}

export async function gatherFacts(ctx: Ctx, messages: MessageRow[]): Promise<Facts> {
  const { db } = ctx;
  const invitationIds = distinct(messages.map(({ invitationId }) => invitationId));
  const namedRounds = distinct(messages.map(({ roundId }) => roundId));
  const ofKind = (kind: string) => messages.filter((message) => message.kind === kind);
  const [settings, staff, respondents, rounds, testLinks, nominations] = await Promise.all([
    loadSettings(ctx),
    listStaff(db),
    queries.listRespondents(db, invitationIds),
    queries.listRoundsOf(db, namedRounds, invitationIds),
    queries.listTestLinks(db, ofKind("test_invitation").map(subjectOf)),
    queries.listNominationsOf(db, ofKind("nomination").map(subjectOf)),
  ]);
  const surveyed = [...respondents.map(({ invitation }) => invitation), ...testLinks];
  const openedCases = ofKind("case_opened").map(subjectOf);
  const noted = ofKind("personal_note").map(noteOf);
  const recorded = ofKind("conversation_record").map(subjectOf);
  const released = ofKind("report_released").map(subjectOf);
  const shared = ofKind("report_shared").map(subjectOf);
  const asked = ofKind("reference_ask").map(subjectOf);
  const [versions, turnout, cases, notes, conversations, asks, clientLinks, shares] =
    await Promise.all([
      queries.listVersions(db, distinct(surveyed.map((one) => one.templateVersionId))),
      queries.listTurnout(db, distinct(ofKind("round_closed").map(({ roundId }) => roundId))),
      openedCases.length > 0 ? listCasesToTell(db, openedCases) : [],
      noted.length > 0 ? listNotesTo(db, noted) : [],
      recorded.length > 0 ? listConversationsTo(db, recorded) : [],
      asked.length > 0 ? listAsksTo(db, asked) : [],
      released.length > 0 ? listClientLinksTo(db, released) : [],
      shared.length > 0 ? listSharesTo(db, shared) : [],
    ]);
  return {
    settings,
    staff,
    adminEmail: ctx.config.ADMIN_EMAIL,
    links: linksOf(ctx),
    respondents: by(respondents, ({ invitation }) => invitation.id),
    rounds: by(rounds, ({ round }) => round.id),
    questionnaires: new Map(versions.map(({ id, definition }) => [id, definition])),
    turnout: by(turnout, ({ roundId }) => roundId),
    testLinks: by(testLinks, ({ id }) => id),
    nominations: by(nominations, ({ invitationId }) => invitationId),
    notes: by(notes, ({ note }) => `${note.roundId}/${note.contactId}`),
    cases: by(cases, (found) => found.case.id),
    launches: await launchesIn(ctx, messages),
    conversations: by(conversations, ({ conversation }) => conversation.id),
    asks: by(asks, ({ ask }) => ask.id),
    clientLinks: by(clientLinks, ({ link }) => link.id),
    shares: by(shares, ({ link }) => link.id),
    actions: await actionsFor(ctx, messages),
  };
}
