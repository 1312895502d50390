import * as tables from "#db/schema.ts";
import {
  createAccount,
  createAction,
  createContact,
  createInvitation,
  createRound,
  createStaff,
  createTemplateVersion,
  db,
  post,
  signIn,
} from "./factories.ts";
import { gradeAll, prepareLaunch } from "./portfolio-launch.ts";

const day = 24 * 3600 * 1000;
const days = 24;

/** One time that the sweeps run, and what happens to them then. */
export type Step = { at: Date; times?: number; atOnce?: boolean; lost?: boolean };

/** When sweeps run in such a world: twice a day. */
export const stepsOf = (start: Date): Step[] =>
  Array.from({ length: days * 2 }, (_, n) => ({
    at: new Date(start.getTime() + Math.floor(n / 2) * day + (n % 2) * 5.8 * 3_600_000 + 120_000),
  }));

/** Something for every sweep to do within three weeks; all keys are named, so that two such worlds can be compared. */
export async function createBusyWorld(start: Date): Promise<void> {
  const on = (days: number) => new Date(start.getTime() + days * day);
  const dayOf = (days: number) => on(days).toISOString().slice(0, 10);
  const long = on(-1500);
  const staff = (id: string, more = {}) => createStaff({ id, email: `${id}@us.example`, ...more });
  const leader = await staff("leader", { role: "leader" });
  const line = await staff("line");
  const manager = await staff("manager", { lineManagerId: line.id });
  const owned = { accountManagerId: manager.id, createdAt: long };
  const account = (id: string) => createAccount({ id, ...owned });
  const person = (accountId: string, name: string, more = {}) => {
    const id = `${accountId}-${name}`;
    return createContact({ id, accountId, email: `${id}@client.example`, ...more });
  };
  const version = await createTemplateVersion();
  const open = { status: "open" as const, launchedAt: start, closesAt: on(21) };

  // Reminders, a postponement, somebody who has answered, and a close.
  await account("asked");
  await createRound({ id: "asked", accountId: "asked", ...open });
  const silent = { status: "invited" as const };
  const states = {
    silent,
    quiet: silent,
    later: { status: "postponed" as const, postponedUntil: on(6) },
    done: { status: "completed" as const, revision: 1 },
    no: { status: "declined" as const },
  };
  const invite = async (round: string, name: string, state: object) => {
    const contact = await person(round, name);
    const links = { roundId: round, contactId: contact.id, templateVersionId: version.id };
    const id = `${round}-${name}`;
    await createInvitation({ ...links, id, invitedAt: start, delivery: "sent", ...state });
    if ("revision" in state)
      await db.insert(tables.response).values({
        roundId: round,
        id,
        tier: "user",
        revision: 1,
        submittedAt: start,
        answers: { "overall-grade": "B" },
      });
  };
  for (const [name, state] of Object.entries(states)) await invite("asked", name, state);

  // The second half of an annual review.
  await account("annual");
  await createRound({ id: "annual", accountId: "annual", kind: "annual_review", ...open });
  await invite("annual", "half", states.done);

  // A round that is due, proposed, and not touched.
  await account("due");
  await person("due", "one");

  // A plan: a promise that goes overdue, and one that waits for the client.
  await account("plan");
  await createRound({ id: "plan", accountId: "plan", ...open });
  const action = { accountId: "plan", ownerId: manager.id, createdAt: start, updatedAt: start };
  await createAction({ ...action, id: "late", status: "in_progress", dueOn: dayOf(3) });
  await createAction({ ...action, id: "waits", dueOn: dayOf(40) });

  // A round that is over for longer than answers are kept.
  await account("old");
  const over = { status: "closed" as const, launchedAt: long, closesAt: long, closedAt: long };
  await createRound({ id: "old", accountId: "old", ...over });
  await db.insert(tables.report).values({
    roundId: "old",
    accountId: "old",
    kind: "satisfaction",
    method: 1,
    closedAt: long,
    year: long.getUTCFullYear(),
    invited: 1,
    completed: 1,
    figures: {} as never,
  });
  await db.insert(tables.response).values({
    roundId: "old",
    id: "gone",
    tier: "user",
    revision: 1,
    submittedAt: long,
    answers: { "overall-grade": "B", "improve-one-thing": "Nothing." },
  });

  // A portfolio launch whose mails are spread over a day's working hours.
  await account("launched");
  await person("launched", "board", { tier: "board", mostSenior: true });
  await person("launched", "user");
  const cookie = await signIn(leader);
  const path = await prepareLaunch(cookie, ["launched"], { gradeBy: dayOf(7), days: "1" });
  await gradeAll(manager.id);
  await post(`${path}/start`, {}, cookie);
}
