import type { Ctx, StaffActor, StaffCtx } from "#worker/context.ts";
import { accepted } from "#worker/errors.ts";
import { saveReview } from "#worker/domain/account/actions-review.ts";
import { digestWeek } from "#worker/domain/action/notice-rules.ts";
import { answerReference, askReference, readReference } from "#worker/domain/reference/actions.ts";
import { defaultSettings } from "#worker/domain/setting/actions.ts";
import { shareReport } from "#worker/domain/share/actions.ts";
import { escalateActions } from "#worker/jobs/overdue-actions.ts";
import { mailPlanDigests } from "#worker/jobs/plan-digest.ts";
import { and, desc, eq } from "drizzle-orm";
import { round } from "../schema.ts";
import type { Calendar } from "./calendar.ts";
import type { Client } from "./people.ts";
import { contactAt } from "./promises.ts";

type Telling = {
  ctx: Ctx;
  calendar: Calendar;
  client: (slug: string) => Client;
  actor: (slug: string) => StaffActor;
};

/** What people did with closed rounds and plans besides: references, meetings, a shared report, and what mail reminded of. */
export async function tellAfterwards(telling: Telling): Promise<void> {
  await tellReferences(telling);
  await tellMeeting(telling);
  await tellShare(telling);
  await remind(telling);
}

const on = ({ ctx, calendar, actor }: Telling, slug: string, daysAgo: number): StaffCtx => ({
  ...ctx,
  actor: actor(slug),
  now: calendar.at(daysAgo, 14, 30),
});

/** One has agreed to speak for us, one has not answered yet. */
async function tellReferences(telling: Telling): Promise<void> {
  const known = await ask(telling, "keller-wirth", 58);
  await ask(telling, "brightwater", 12);
  accepted(
    await answerReference(on(telling, "camille.fournier", 53), known.accountId, known.id, {
      version: 1,
      answer: "agreed",
      laterOn: null,
      note: "Two calls a year at most, and not in the weeks before Christmas.",
    }),
  );
}

async function ask(telling: Telling, slug: string, daysAgo: number) {
  const client = telling.client(slug);
  const { id: accountId } = client.account;
  const day = on(telling, client.demo.manager, daysAgo);
  const { template: text } = await readReference(day, accountId);
  const contactId = contactAt({ client }, "board/0").id;
  return { accountId, ...accepted(await askReference(day, accountId, { contactId, text })) };
}

async function tellMeeting(telling: Telling): Promise<void> {
  const { id } = telling.client("nordhafen").account;
  const held = 38;
  accepted(
    await saveReview(on(telling, "birgit.sandvik", held), id, {
      id: telling.ctx.newId(),
      version: 0,
      heldOn: telling.calendar.date(held),
      notes:
        "We graded ourselves A, they graded us C. The green figures measure our contract, not their terminal. The CFO wants a plan with names and dates before the renewal in June.",
      decisions:
        "Jonas writes the plan this week and puts it to Olaf Petersen. Henrike calls Gesine Thormählen. No offer for the renewal before the nights are quiet.",
      actions:
        "Birgit goes through the rota of the night shift. Jonas spends a late shift at the terminal.",
    }),
  );
}

/** The delivery lead reads the team's view. */
async function tellShare(telling: Telling): Promise<void> {
  const { ctx, client } = telling;
  const last = await ctx.db
    .select()
    .from(round)
    .where(and(eq(round.accountId, client("nordhafen").account.id), eq(round.status, "closed")))
    .orderBy(desc(round.closedAt))
    .get();
  const reader = { name: "Wanda Krüger", email: "wanda.krueger@alder-voss.example" };
  const note = "Before we meet on Thursday: please look at the nights and at the weekends.";
  const day = on(telling, "jonas.feldmann", 36);
  accepted(await shareReport(day, last!.id, { ...reader, note, days: 90 }, ctx.newId()));
}

/** The last Monday's digests, and yesterday what has been overdue for two weeks. */
async function remind({ ctx, calendar }: Telling): Promise<void> {
  const { timeZone } = defaultSettings(ctx.config);
  const morning = (daysAgo: number) => calendar.at(daysAgo, 7, 5);
  const monday = [1, 2, 3, 4, 5, 6, 7].map(morning).find((day) => digestWeek(day, timeZone))!;
  await mailPlanDigests({ ...ctx, now: monday });
  await escalateActions({ ...ctx, now: morning(1) });
}
