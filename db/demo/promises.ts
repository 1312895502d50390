import type { Ctx, StaffActor, StaffCtx } from "#worker/context.ts";
import { accepted } from "#worker/errors.ts";
import { changeAction, createAction } from "#worker/domain/action/actions.ts";
import type { ActionChange } from "#worker/domain/action/schema.ts";
import { sendPlan } from "#worker/domain/agreement/actions.ts";
import { answerPlan, openClientPage } from "#worker/domain/client-page/actions.ts";
import { decideSuggestion } from "#worker/domain/suggestion/actions.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import { and, eq } from "drizzle-orm";
import { action, clientLink, suggestion } from "../schema.ts";
import type { Calendar } from "./calendar.ts";
import type { Client, Contact } from "./people.ts";
import type { DemoPlan, DemoPromise } from "./plan.ts";

type Promising = {
  ctx: Ctx;
  calendar: Calendar;
  client: Client;
  /** Who looks after the account, and everybody's id by the name the story uses. */
  manager: StaffActor;
  staffIds: Map<string, string>;
  /** Story's name of a promise → the action that it became. */
  promised: Map<string, string>;
};

/** Lives through one plan: suggestions accepted, put to the client, answered, begun and done, each on its day. */
export async function tellPlan(telling: Promising, plan: DemoPlan, roundId: string): Promise<void> {
  for (const promise of plan.promises) await write(telling, plan, promise, roundId);
  const counterpart = contactAt(telling, plan.counterpart);
  accepted(await sendPlan(on(telling, plan.sent), telling.client.account.id, [counterpart.id]));
  await answer(telling, plan, counterpart);
  for (const promise of plan.promises) await keep(telling, promise);
}

/** The link by which a contact reads the plan of their account. */
export const findPlanLink = (ctx: Ctx, contactId: string) =>
  ctx.db
    .select()
    .from(clientLink)
    .where(and(eq(clientLink.contactId, contactId), eq(clientLink.kind, "plan")))
    .get();

const on = ({ ctx, calendar, manager }: Promising, daysAgo: number, hours = 11): StaffCtx => ({
  ...ctx,
  actor: manager,
  now: calendar.at(daysAgo, hours, 10),
});

/** A contact by tier and place, such as `board/0`. */
export function contactAt({ client }: Pick<Promising, "client">, place: string): Contact {
  const [tier, at] = place.split("/");
  return client.contacts[tier as Tier][Number(at)]!;
}

async function write(
  telling: Promising,
  plan: DemoPlan,
  line: DemoPromise,
  roundId: string,
): Promise<void> {
  const day = on(telling, plan.written);
  const { title, heard, promise, area } = line;
  const id = line.suggested
    ? await accept(day, roundId, line, line.suggested)
    : accepted(await createAction(day, telling.client.account.id, { title, heard, promise })).action
        .id;
  telling.promised.set(line.slug, id);
  const terms = {
    ...(area && { area }),
    ownerId: telling.staffIds.get(line.owner)!,
    counterpartId: contactAt(telling, plan.counterpart).id,
    dueOn: telling.calendar.date(line.due),
    measure: line.measure ? { area: line.measure[0], target: line.measure[1] } : null,
    measureText: line.measureText ?? null,
    keepDoing: line.keepDoing ?? false,
  };
  accepted(await changeAction(day, id, { version: 1, ...terms }));
}

async function accept(
  day: StaffCtx,
  roundId: string,
  { title, heard, promise }: DemoPromise,
  subject: string,
): Promise<string> {
  const found = await day.db
    .select()
    .from(suggestion)
    .where(and(eq(suggestion.roundId, roundId), eq(suggestion.subject, subject)))
    .get();
  if (!found) throw new Error(`No round suggests “${title}”.`);
  const decision = { intent: "accept" as const, title, heard, promise };
  return accepted(await decideSuggestion(day, found.id, decision)).actionId!;
}

/** The client answers on their own page, as its form would send it. */
async function answer(telling: Promising, plan: DemoPlan, by: Contact): Promise<void> {
  const { daysAgo, agreed, changes = {}, ...words } = plan.answer;
  const day = { ...on(telling, daysAgo, 17), actor: { kind: "respondent" as const } };
  const link = await findPlanLink(day, by.id);
  const token = await day.tokens.make("client", link!.id);
  const sent = new Map(Object.entries(words).map(([key, text]) => [key, [text]]));
  const { view } = await openClientPage(day, token);
  for (const { id, version } of view!.plan!.lines) sent.set(`version.${id}`, [String(version)]);
  for (const slug of agreed) sent.set(`reply.${telling.promised.get(slug)}`, ["agree"]);
  for (const [slug, text] of Object.entries(changes)) {
    sent.set(`reply.${telling.promised.get(slug)}`, ["change"]);
    sent.set(`text.${telling.promised.get(slug)}`, [text]);
  }
  const { kind } = await answerPlan(day, token, sent);
  if (kind !== "kept") throw new Error(`The answer to a plan was not kept: ${kind}`);
}

async function keep(telling: Promising, { slug, started, done }: DemoPromise): Promise<void> {
  const id = telling.promised.get(slug)!;
  const move = async (daysAgo: number, change: Omit<ActionChange, "version">) => {
    const row = await telling.ctx.db.select().from(action).where(eq(action.id, id)).get();
    accepted(
      await changeAction(on(telling, daysAgo, 15), id, { version: row!.version, ...change }),
    );
  };
  if (started !== undefined) await move(started, { status: "in_progress" });
  if (done) await move(done[0], { status: "done", doneNote: done[1] });
}
