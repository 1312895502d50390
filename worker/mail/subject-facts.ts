import {
  listActionsToTell,
  listOpenActions,
  type NoticedAction,
} from "#db/queries/action-notice.ts";
import { listCasesToTell } from "#db/queries/case.ts";
import { listClientLinksTo } from "#db/queries/client-link.ts";
import { listConversationsTo } from "#db/queries/conversation.ts";
import { listNominationsOf, listTestLinks } from "#db/queries/message-facts.ts";
import type { MessageRow } from "#db/queries/message.ts";
import { listNotesTo } from "#db/queries/personal-note.ts";
import { listLaunchesToTell } from "#db/queries/portfolio-launch-progress.ts";
import { listAsksTo } from "#db/queries/reference.ts";
import { listSharesTo } from "#db/queries/share.ts";
import type { Ctx } from "../context.ts";

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

/** Reads what messages of these kinds are about, by its id; where there are none, nothing is read. */
const readerOf =
  (messages: MessageRow[]) =>
  async <Row>(
    kinds: string[],
    list: (ids: string[]) => PromiseLike<Row[]>,
    key: (row: Row) => string,
  ): Promise<Map<string, Row>> => {
    const ids = messages.filter(({ kind }) => kinds.includes(kind)).map(subjectOf);
    const rows = ids.length > 0 ? await list(ids) : [];
    return new Map(rows.map((row) => [key(row), row]));
  };

/** What the messages are about, kind by kind. */
export async function gatherSubjects({ db }: Ctx, messages: MessageRow[]) {
  const ofKind = (kind: string) => messages.filter((message) => message.kind === kind);
  const about = readerOf(messages);
  return {
    testLinks: await about(
      ["test_invitation"],
      (ids) => listTestLinks(db, ids),
      ({ id }) => id,
    ),
    /** By invitation id. */
    nominations: await about(
      ["nomination"],
      (ids) => listNominationsOf(db, ids),
      (one) => one.invitationId,
    ),
    cases: await about(
      ["case_opened"],
      (ids) => listCasesToTell(db, ids),
      (one) => one.case.id,
    ),
    /** Portfolio launches with their drafts that lack our own grade. */
    launches: await about(
      ["self_grades_due"],
      (ids) => listLaunchesToTell(db, ids),
      ({ id }) => id,
    ),
    conversations: await about(
      ["conversation_record"],
      (ids) => listConversationsTo(db, ids),
      (one) => one.conversation.id,
    ),
    asks: await about(
      ["reference_ask"],
      (ids) => listAsksTo(db, ids),
      ({ ask }) => ask.id,
    ),
    clientLinks: await about(
      ["report_released", "plan_sent"],
      (ids) => listClientLinksTo(db, ids),
      ({ link }) => link.id,
    ),
    shares: await about(
      ["report_shared"],
      (ids) => listSharesTo(db, ids),
      ({ link }) => link.id,
    ),
    notes: await notesIn(db, ofKind("personal_note")),
    /** What notices about the plan name: still open, the first due on top. */
    actions: await actionsNamed(db, ofKind("plan_digest"), ofKind("action_overdue")),
  };
}

/** By round id and contact id, with a slash between. */
async function notesIn(db: Ctx["db"], messages: MessageRow[]) {
  const notes = messages.length > 0 ? await listNotesTo(db, messages.map(noteOf)) : [];
  return new Map(notes.map((row) => [`${row.note.roundId}/${row.note.contactId}`, row]));
}

async function actionsNamed(
  db: Ctx["db"],
  digests: MessageRow[],
  notices: MessageRow[],
): Promise<NoticedAction[]> {
  const [digest] = digests;
  const owners = digests.flatMap(({ staffId }) => staffId ?? []);
  const mine = digest ? await listActionsToTell(db, owners, weekOf(digest).until) : [];
  const late = notices.flatMap(actionsIn);
  const named = late.length > 0 ? await listOpenActions(db, late) : [];
  // What is overdue stands in its owner's digest and in the notice about it, and both may leave together.
  return [...new Map([...mine, ...named].map((action) => [action.id, action])).values()];
}
