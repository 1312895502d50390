import type { Ctx } from "#worker/context.ts";
import { accepted } from "#worker/errors.ts";
import type { Grade } from "#worker/domain/questions/grade.ts";
import { createRound } from "#worker/domain/round/actions.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import type { NewRound, NewSelfGrade } from "#worker/domain/round/schema.ts";
import { askedOf, openSurvey, saveDraft } from "#worker/domain/survey/actions.ts";
import { nominateColleague, postponeSurvey } from "#worker/domain/survey/actions-reply.ts";
import { submitSurvey } from "#worker/domain/survey/actions-submit.ts";
import type { Sitting } from "#worker/domain/survey/rules.ts";
import { addDays, format } from "date-fns";
import { eq } from "drizzle-orm";
import { invitation } from "../schema.ts";
import { answersOf } from "./answers.ts";
import type { Calendar } from "./calendar.ts";
import type { Client, Contact } from "./people.ts";
import { seededRandom } from "./random.ts";

type Opening = { ctx: Ctx; manager: Ctx["actor"]; calendar: Calendar; client: Client };

/** The tiered round that is open at the first start. Gives the contacts whose links are printed. */
export async function openTieredRound(opening: Opening): Promise<Record<string, Contact>> {
  const { client, calendar } = opening;
  const { board, manager, user } = client.contacts;
  const launched = 9;
  const links = await launch(opening, launched, {
    round: {
      accountId: client.account.id,
      kind: "satisfaction",
      name: `Client feedback, ${calendar.month(launched)}`,
      confidentiality: "named",
    },
    own: {
      grade: "B",
      reason:
        "Two new workflows went live on the day we had promised, and nobody noticed, which is the point.",
      predicted: { deliverables: 4.5, responsiveness: 4, relationship: 4, initiative: 3.5 },
    },
  });
  const say = replies(opening, links);
  await say.answer(user[1]!, 8.4, "B", {
    "improve-one-thing": "Let me see where a loan is without opening three screens.",
  });
  await say.answer(user[2]!, 8.1, "C", {
    "responsiveness.comment": "Mornings are fine. After four nobody answers.",
  });
  await say.answer(user[6]!, 1.2, "D", {
    "overall-grade.comment":
      "Two payment runs went out a day late this month, and I heard of both from our own members.",
  });
  await say.answer(user[3]!, 6.9, "A", {});
  await say.draft(user[4]!, 5.2, "B");
  await say.decline(
    user[5]!,
    7.3,
    "Renee Gutierrez",
    `renee.gutierrez@${client.demo.slug}.example`,
  );
  await say.answer(manager[1]!, 7.7, "A", {
    "call-me": "account_manager",
    "call-me.comment": "Before the next release, please: I would like to understand the dates.",
    "most-valuable": "New members are in the system before they have left the branch.",
  });
  await say.postpone(manager[2]!, 6.2, 5);
  await say.answer(board[1]!, 3.6, "B", {
    "benefits.comment":
      "The examiners had fewer questions this year, and your audit trail is the reason.",
  });
  return { user: user[0]!, manager: manager[0]!, board: board[0]! };
}

/** The annual review that is open at the first start. Gives the contact whose link is printed. */
export async function openAnnualReview(opening: Opening): Promise<Contact> {
  const { client, calendar } = opening;
  const { board, manager } = client.contacts;
  const launched = 6;
  const links = await launch(opening, launched, {
    round: {
      accountId: client.account.id,
      kind: "annual_review",
      name: `Annual review ${calendar.year(launched)}`,
      confidentiality: "named",
      contactIds: [...board, ...manager].map(({ id }) => id),
    },
    own: {
      grade: "A",
      reason:
        "No open finding in the audit, and they bring us their plans before they bring them to anyone else.",
    },
  });
  const say = replies(opening, links);
  await say.answer(manager[0]!, 5.1, "A", {}, 1);
  await say.answer(manager[1]!, 4.6, "B", {}, 1);
  await say.answer(manager[1]!, 4.5, "B", {}, 2);
  return board[0]!;
}

/** Through the same doors as everybody: a draft, our own grade, the launch. Gives each contact's link. */
async function launch(
  { ctx, manager, calendar }: Opening,
  daysAgo: number,
  { round, own }: { round: NewRound; own: NewSelfGrade },
): Promise<Map<string, string>> {
  const day = { ...ctx, actor: manager, now: calendar.at(daysAgo) };
  const made = accepted(await createRound(day, round));
  accepted(await saveSelfGrade(day, made.round.id, own));
  accepted(await launchRound(day, made.round.id, {}));
  const sent = await ctx.db
    .select({ id: invitation.id, contactId: invitation.contactId })
    .from(invitation)
    .where(eq(invitation.roundId, made.round.id));
  const links = new Map<string, string>();
  for (const { id, contactId } of sent) links.set(contactId, await ctx.tokens.make("survey", id));
  return links;
}

/** What people do with their links, so many days before the first start. */
function replies({ ctx, calendar, client }: Opening, links: Map<string, string>) {
  const random = seededRandom(`replies ${client.demo.slug}`);
  const used = new Set<string>();
  const at = (daysAgo: number): Ctx => ({
    ...ctx,
    actor: { kind: "respondent" },
    now: calendar.at(Math.ceil(daysAgo), 9 + Math.floor((1 - (daysAgo % 1)) * 8), 20),
  });
  const link = (contact: Contact) => links.get(contact.id)!;
  const form = async (day: Ctx, contact: Contact, grade: Grade, said: Said, sitting?: Sitting) => {
    const questions = askedOf(await openSurvey(day, link(contact)), sitting ?? null);
    const answers = answersOf(questions, { grade, tilt: {}, said, random, used });
    const sent = new Map(Object.entries(answers).map(([key, value]) => [key, [value].flat()]));
    return { intent: "submit" as const, sitting: sitting ?? null, sent };
  };
  return {
    async answer(to: Contact, daysAgo: number, grade: Grade, said: Said, sitting?: Sitting) {
      const day = at(daysAgo);
      expect(
        await submitSurvey(day, link(to), await form(day, to, grade, said, sitting)),
        "accepted",
      );
    },
    async draft(to: Contact, daysAgo: number, grade: Grade) {
      const day = at(daysAgo);
      expect(
        await saveDraft(day, link(to), { ...(await form(day, to, grade, {})), intent: "save" }),
        "saved",
      );
    },
    async decline(to: Contact, daysAgo: number, name: string, email: string) {
      expect(await nominateColleague(at(daysAgo), link(to), { name, email }), "done");
    },
    async postpone(to: Contact, daysAgo: number, days: number) {
      const until = format(addDays(ctx.now, days), "yyyy-MM-dd");
      expect(await postponeSurvey(at(daysAgo), link(to), until), "done");
    },
  };
}

type Said = Record<string, string>;

function expect(result: { kind: string }, kind: string): void {
  if (result.kind !== kind)
    throw new Error(`The demo could not be told: ${JSON.stringify(result)}`);
}
