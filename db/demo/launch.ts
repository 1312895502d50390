import type { Ctx, StaffActor } from "#worker/context.ts";
import { accepted } from "#worker/errors.ts";
import { createLaunch } from "#worker/domain/portfolio-launch/actions-new.ts";
import { createRound } from "#worker/domain/round/actions.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import type { NewRound, NewSelfGrade } from "#worker/domain/round/schema.ts";
import type { Calendar } from "./calendar.ts";
import type { Client } from "./people.ts";

type Telling = {
  ctx: Ctx;
  calendar: Calendar;
  client: (slug: string) => Client;
  actor: (slug: string) => StaffActor;
};

const accounts = ["castellani", "ostersund", "hoshino", "alnoor"];
const given: Record<string, NewSelfGrade> = {
  castellani: {
    grade: "C",
    reason: "We have not asked for sixteen months, which says something in itself.",
  },
  ostersund: {
    grade: "B",
    reason:
      "Night alerts reach the right desk within minutes, and nobody has had to chase us since summer.",
  },
};
const prepared = 2;

/** A portfolio launch as a leader prepared it: two drafts with own grades are there, the other grades are asked for. */
export async function tellLaunch({ ctx, calendar, client, actor }: Telling): Promise<void> {
  const name = `Client feedback, ${calendar.month(-10)}`;
  for (const [slug, grade] of Object.entries(given)) {
    const { account, demo } = client(slug);
    const day = { ...ctx, now: calendar.at(prepared + 1, 9, 5), actor: actor(demo.manager) };
    const draft: NewRound = {
      accountId: account.id,
      kind: "satisfaction",
      name,
      confidentiality: "named",
    };
    const { round } = accepted(await createRound(day, draft));
    accepted(await saveSelfGrade(day, round.id, grade));
  }
  const day = { ...ctx, now: calendar.at(prepared, 10, 15), actor: actor("tomasz.wieczorek") };
  accepted(
    await createLaunch(day, {
      id: ctx.newId(),
      kind: "satisfaction",
      name,
      windowDays: 28,
      gradeBy: calendar.date(-5),
      days: 3,
      fromHour: 9,
      toHour: 17,
      weekdays: [1, 2, 3, 4, 5],
      accountIds: accounts.map((slug) => client(slug).account.id),
      short: false,
    }),
  );
}
