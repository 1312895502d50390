import type { Ctx } from "#worker/context.ts";
import { tiers, type Tier } from "#worker/domain/contact/schema.ts";
import { grades, type Grade } from "#worker/domain/questions/grade.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import { prepareInvitation } from "#worker/domain/round/actions-launch.ts";
import { sealAnswers } from "#worker/domain/survey/actions-seal.ts";
import { defaultModules, questionsOf } from "#worker/domain/survey/rules.ts";
import { verifyPrefix } from "#worker/domain/survey/verify-rules.ts";
import { addMinutes } from "date-fns";
import { messageRow } from "../queries/message.ts";
import { insertVersions } from "../queries/round-launch.ts";
import { invitation, message, response, round, sealedResponse, selfGrade } from "../schema.ts";
import { answersOf } from "./answers.ts";
import { sweptAfter, type Calendar } from "./calendar.ts";
import type { Client, Contact } from "./people.ts";
import { pinQuestionnaires, type Pinned } from "./questionnaires.ts";
import type { Random } from "./random.ts";
import { tellRelease } from "./release.ts";
import type { DemoRound } from "./round.ts";
import { inserts, runAll } from "./rows.ts";

const windowDays = 21;
/** Rounds that closed within these days have their invitations in the outbox. */
const rememberedDays = 60;
const predictedDays = 500;
const predictedAreas = ["deliverables", "responsiveness", "relationship", "initiative"] as const;

export type Telling = {
  ctx: Ctx;
  calendar: Calendar;
  client: Client;
  random: Random;
  /** Words already used at this account. */
  used: Set<string>;
  administratorId: string;
  /** Story's name of a promise → the action that it became. */
  promised: Map<string, string>;
};

/** Lives through one closed round: opened with all its answers, then closed by the real code at its deadline. Gives its id. */
export async function tellRound(telling: Telling, story: DemoRound): Promise<string> {
  const { ctx, calendar, client } = telling;
  const row = await roundRow(telling, story);
  const pinned = await pinQuestionnaires(ctx, row, client.account, askedTiers(story));
  const invited = await invite(telling, story, row, pinned);
  await runAll(ctx.db, [
    insertVersions(ctx.db, Object.values(pinned)),
    ...inserts(ctx.db, round, [row]),
    ...inserts(ctx.db, selfGrade, [ownGrade(telling, story, row)]),
    ...inserts(
      ctx.db,
      invitation,
      invited.map(({ invitation }) => invitation),
    ),
    ...(await answerRows(telling, row, responses(telling, story, pinned, invited))),
    ...inserts(ctx.db, message, story.closedDaysAgo > rememberedDays ? [] : invited.map(mailOf)),
  ]);
  const now = sweptAfter(calendar.deadline(story.closedDaysAgo));
  const closed = await closeRound({ ...ctx, now }, row.id, {});
  if (!closed.ok) throw new Error(`${row.name} of ${client.demo.name}: ${closed.message}`);
  const readers = invited.filter(({ letter }) => letter !== "b").map(({ contact }) => contact);
  const { closedDaysAgo } = story;
  const remembered = closedDaysAgo <= rememberedDays;
  await tellRelease(telling, { roundId: row.id, closedDaysAgo, readers, remembered });
  return row.id;
}

type RoundRow = Awaited<ReturnType<typeof roundRow>>;
async function roundRow({ ctx, calendar, client, administratorId }: Telling, story: DemoRound) {
  const opened = story.closedDaysAgo + windowDays;
  const annual = story.kind === "annual_review";
  const confidentiality = story.confidential ? ("confidential" as const) : ("named" as const);
  const id = ctx.newId();
  return {
    id,
    accountId: client.account.id,
    publicKey: story.confidential ? await ctx.sealing.makeKey(id) : null,
    kind: story.kind,
    name: annual
      ? `Annual review ${calendar.year(opened)}`
      : `Client feedback, ${calendar.month(opened)}`,
    status: "open" as const,
    confidentiality,
    modules: story.modules ?? defaultModules(story.kind),
    contactIds: null,
    administratorId: story.confidential ? administratorId : null,
    closesAt: calendar.deadline(story.closedDaysAgo),
    createdBy: client.account.accountManagerId!,
    createdAt: calendar.at(opened + 2, 16, 20),
    launchedAt: calendar.at(opened),
    launchedBy: client.account.accountManagerId!,
    explanation: story.explanation ?? null,
    closedAt: null,
    closedBy: null,
    closeReason: null,
  };
}

/** Our own grade; in the last two years with what we expected of a few areas, which lies near the grade. */
function ownGrade(
  { random }: Telling,
  story: DemoRound,
  row: RoundRow,
): typeof selfGrade.$inferInsert {
  const [grade, reason] = story.self;
  const expected = () =>
    Math.min(5, Math.max(1, 5 - grades.indexOf(grade) - random.pick([0, 0, 0.5, 1])));
  const predicted =
    story.closedDaysAgo > predictedDays || story.kind === "annual_review"
      ? {}
      : Object.fromEntries(predictedAreas.map((area) => [area, expected()]));
  return {
    roundId: row.id,
    grade,
    reason,
    predicted,
    givenBy: row.createdBy,
    givenAt: row.createdAt,
  };
}

const askedTiers = (story: DemoRound): Tier[] => tiers.filter((tier) => /[^.]/.test(story[tier]));

type Invited = {
  contact: Contact;
  /** The place of the contact in its tier, and the letter of the story there. */
  place: string;
  letter: string;
  invitation: typeof invitation.$inferInsert & { invitedAt: Date };
};

const isAnswer = (letter: string) => letter === "?" || grades.includes(letter as Grade);

async function invite(
  { ctx, client }: Telling,
  story: DemoRound,
  row: RoundRow,
  pinned: Pinned,
): Promise<Invited[]> {
  const chosen = askedTiers(story).flatMap((tier) =>
    Array.from(story[tier], (letter, at) => ({ tier, letter, place: `${tier}/${at}`, at })).filter(
      ({ letter }) => letter !== ".",
    ),
  );
  const invited: Invited[] = [];
  for (const { tier, letter, place, at } of chosen) {
    const contact = client.contacts[tier][at]!;
    const to = {
      roundId: row.id,
      contactId: contact.id,
      tier,
      templateVersionId: pinned[tier]!.id,
    };
    const links = await prepareInvitation(ctx, to);
    const status = isAnswer(letter) ? "completed" : letter === "x" ? "declined" : "invited";
    invited.push({
      contact,
      place,
      letter,
      invitation: {
        ...links,
        roundId: row.id,
        tier,
        status,
        invitedAt: row.launchedAt,
        revision: status === "completed" && !story.confidential ? 1 : 0,
        delivery: letter === "b" ? "bounced" : "sent",
      },
    });
  }
  return invited;
}

/** Answers as they are stored: in a confidential round sealed, and nothing says whose they are, or when. */
async function answerRows({ ctx }: Telling, row: RoundRow, given: Answered[]) {
  if (row.confidentiality === "named") return inserts(ctx.db, response, given);
  const sealed = await Promise.all(given.map((one) => sealAnswers(ctx, row, one)));
  return inserts(ctx.db, sealedResponse, sealed);
}

type Answered = typeof response.$inferInsert;

/** The answers of everybody who gave a grade. */
function responses(
  { random, used, promised }: Telling,
  story: DemoRound,
  pinned: Pinned,
  invited: Invited[],
): Answered[] {
  const answered = invited.filter(({ letter }) => isAnswer(letter));
  return answered.map(({ contact, place, letter, invitation }) => {
    const questions = questionsOf(pinned[contact.tier]!.definition, {
      ...(contact.function && { function: contact.function }),
    });
    const person = {
      grade: letter === "?" ? null : (letter as Grade),
      tilt: story.tilt ?? {},
      said: { ...story.said?.[place], ...judgements(story, place, promised) },
      random,
      used,
    };
    const after = (0.3 + random.next() * random.next() * (windowDays - 3)) * 24 * 60;
    return {
      roundId: invitation.roundId,
      id: invitation.id,
      tier: contact.tier,
      answers: answersOf(questions, person),
      revision: 1,
      submittedAt: addMinutes(invitation.invitedAt, after),
    };
  });
}

const judgementWords: Record<string, string> = {
  "+": "better",
  "=": "same",
  "-": "worse",
  "?": "na",
};

/** What one person says of the promises that their round asks about. */
function judgements({ judged = {} }: DemoRound, place: string, promised: Map<string, string>) {
  const [tier, at] = place.split("/");
  const said: Record<string, string> = {};
  for (const [slug, letters] of Object.entries(judged)) {
    const word = judgementWords[letters[tier as Tier]?.[Number(at)] ?? ""];
    if (word) said[`${verifyPrefix}${promised.get(slug)}`] = word;
  }
  return said;
}

const mailOf = ({ contact, invitation }: Invited): typeof message.$inferInsert => ({
  ...messageRow(
    {
      id: `invitation/${invitation.id}`,
      kind: "invitation",
      recipient: contact.email,
      invitationId: invitation.id,
      roundId: invitation.roundId,
    },
    invitation.invitedAt,
  ),
  status: "sent",
  attempts: 1,
  sentAt: invitation.invitedAt,
});
