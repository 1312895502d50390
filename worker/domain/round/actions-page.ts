import { listNotes } from "#db/queries/personal-note.ts";
import { listStaff, type StaffRow } from "#db/queries/staff.ts";
import type { FoundRound } from "#db/queries/round.ts";
import type { Ctx } from "../../context.ts";
import { nameOf } from "../contact/rules.ts";
import { tiers, type Tier } from "../contact/schema.ts";
import { loadSettings } from "../setting/actions.ts";
import { isActive } from "../staff/rules.ts";
import type { Finding } from "../survey/lint-asked-rules.ts";
import { minutesOf, questionsOf } from "../survey/rules.ts";
import type { Area, Questionnaire } from "../survey/schema.ts";
import { findRound, requireRound, viewRound, type TierCounts } from "./actions.ts";
import {
  findSelfGrade,
  inspectDraft,
  type KnownRecipient,
  type Questionnaires,
} from "./actions-draft.ts";
import { listNominations, type Nomination } from "./actions-nomination.ts";
import { mostListed } from "./form-rules.ts";
import type { Failure } from "./gates-rules.ts";
import { noteTemplate } from "./note-rules.ts";
import { dayField } from "./rules.ts";
import type { InvitationCounts, Round, SelfGrade } from "./schema.ts";
import { lintOwn } from "./wording-rules.ts";

/** What one tier would be asked, in short. An annual review has minutes for each sitting. */
export type Asked = { tier: Tier; title: string; minutes: number[]; questions: string[] };

export type DraftView = {
  recipients: KnownRecipient[];
  /** False when there are too many to list: then the page says nothing about single people. */
  listed: boolean;
  account: FoundRound["account"];
  administrators: { id: string; name: string }[];
  /** As date fields spell them. */
  today: string;
  closesOn: string;
  /** Who got a personal note, and what one begins with. */
  notes: { contactId: string; name: string; sentAt: Date }[];
  noteTemplate: string;
  /** What an editor would say of each question of its own. */
  findings: Finding[][];
  asked: Asked[];
  /** Areas that a prediction can be made for. */
  areas: Area[];
  failed: Failure[];
};
export type OpenView = {
  invitations: InvitationCounts;
  byTier: TierCounts[] | null;
  nominations: Nomination[];
};

/** A round's page. `draft` and `open` are there in that state only. */
export type RoundView = {
  round: Round;
  account: { id: string; name: string };
  people: { createdBy: string; launchedBy: string; closedBy: string; administrator: string };
  /** Ours. While the round is open only its giver sees it; afterwards the report shows it. */
  selfGrade: SelfGrade | null;
  draft: DraftView | null;
  open: OpenView | null;
  mayCancel: boolean;
};

/** What every page of a round shows, whatever its state; a round out of reach is not found. */
export async function viewRoundPage(ctx: Ctx, roundId: string): Promise<RoundView> {
  const found = await requireRound(ctx, roundId);
  const { round, account } = found;
  const staff = await listStaff(ctx.db);
  const nameOf = (id: string | null) => staff.find((one) => one.id === id)?.name ?? "";
  const ended = round.status === "closed" || round.status === "cancelled";
  return {
    round: viewRound(found),
    account: { id: account.id, name: account.name },
    people: {
      createdBy: nameOf(round.createdBy),
      launchedBy: nameOf(round.launchedBy),
      closedBy: nameOf(round.closedBy),
      administrator: nameOf(round.administratorId),
    },
    selfGrade: ended ? null : await visibleSelfGrade(ctx, found),
    draft: round.status === "draft" ? await viewDraft(ctx, found, staff) : null,
    open: round.status === "open" ? await viewOpen(ctx, found) : null,
    mayCancel: !ended && ctx.actor.kind === "staff" && isAbove(ctx.actor.role),
  };
}

/** Who may be from outside does not see who else works here. */
const isOutsider = ({ actor }: Ctx) =>
  actor.kind === "staff" && actor.role === "independent_administrator";

const isAbove = (role: string) => role === "leader" || role === "admin";

async function visibleSelfGrade(ctx: Ctx, found: FoundRound): Promise<SelfGrade | null> {
  const grade = (await findSelfGrade(ctx, found)) ?? null;
  const mine = ctx.actor.kind === "staff" && grade?.givenBy.id === ctx.actor.id;
  return found.round.status === "draft" || mine ? grade : null;
}

async function viewDraft(ctx: Ctx, found: FoundRound, staff: StaffRow[]): Promise<DraftView> {
  const { round, account } = found;
  const [{ timeZone, supplierName }, notes] = await Promise.all([
    loadSettings(ctx),
    listNotes(ctx.db, round.id),
  ]);
  const { recipients, questionnaires, failed } = await inspectDraft(ctx, found);
  const questions = tiers.flatMap((tier) => {
    const questionnaire = questionnaires[tier];
    return questionnaire ? questionsOf(questionnaire) : [];
  });
  const areas = questions.flatMap((question) => (question.type === "rating" ? question.area : []));
  return {
    recipients,
    listed: recipients.length <= mostListed,
    account,
    administrators: staff
      .filter((one) => isActive(one) && one.id !== account.accountManagerId)
      .filter((one) => !isOutsider(ctx) || one.id === round.administratorId)
      .map(({ id, name }) => ({ id, name })),
    today: dayField(ctx.now, timeZone),
    closesOn: dayField(round.closesAt, timeZone),
    notes: notes.map(({ firstName, lastName, ...note }) => ({
      ...note,
      name: nameOf({ firstName, lastName }),
    })),
    noteTemplate: noteTemplate({
      account: account.name,
      supplier: supplierName,
      kind: round.kind,
    }),
    findings: lintOwn(round.ownQuestions ?? []),
    asked: askedIn(questionnaires),
    // The account manager is no judge of what is said about the account manager.
    areas: [...new Set(areas)].filter((area) => area !== undefined && area !== "account-manager"),
    failed,
  };
}

const askedIn = (questionnaires: Questionnaires): Asked[] =>
  tiers
    .toReversed()
    .flatMap((tier) => (questionnaires[tier] ? [summaryOf(tier, questionnaires[tier])] : []));

function summaryOf(tier: Tier, questionnaire: Questionnaire): Asked {
  const hasSittings = questionnaire.sections.some(({ sitting }) => sitting === 2);
  return {
    tier,
    title: questionnaire.title,
    minutes: hasSittings
      ? ([1, 2] as const).map((sitting) => minutesOf(questionsOf(questionnaire, { sitting })))
      : [minutesOf(questionsOf(questionnaire))],
    questions: questionsOf(questionnaire).map(({ wording }) => wording),
  };
}

async function viewOpen(ctx: Ctx, found: FoundRound): Promise<OpenView> {
  const { invitations, byTier } = await findRound(ctx, found.round.id);
  return { invitations, byTier, nominations: await listNominations(ctx, found) };
}
