import * as tables from "#db/schema.ts";
import { releaseReport } from "#worker/domain/release/actions.ts";
import { shareReport } from "#worker/domain/share/actions.ts";
import { addEndpoint } from "#worker/domain/webhook/actions.ts";
import { eventTypes } from "#worker/domain/webhook/rules.ts";
import { runSweeps } from "#worker/jobs/sweeps.ts";
import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { env, long } from "../bindings.ts";
import { closedRound, managedAccount, type Invited } from "../closed-round.ts";
import { empty } from "../emptied.ts";
import {
  createAction,
  createStaff,
  createToken,
  db,
  everythingStored,
  request,
  signIn,
  someDay,
  staffCtx,
  testCtx,
} from "../factories.ts";
import { addressOf } from "../route-world.ts";
import { nameOf, routes } from "../route-table.ts";
import { standInReceiver } from "../receiver.ts";
import { readWorkbook } from "../workbook.ts";

const day = 24 * 3600 * 1000;
const later = new Date(someDay.getTime() + 60 * day);

/** What may differ without a trace: all that is said by too few of a group, and by a round that has too few in all. */
type Hidden = {
  culture: string[];
  recommend: string[];
  aware: string[];
  better: string[];
  interest: string[];
  words: string[];
  few: string[];
  /** Said by all users, so that it is shown: it has to make a difference. */
  responsiveness: string;
};

const one: Hidden = {
  culture: ["1", "1", "1"],
  recommend: ["0", "0", "0"],
  aware: ["unaware", "unaware", "unaware", "unaware"],
  better: ["better", "better", "better"],
  interest: ["1", "1", "1"],
  words: ["zyxone in May", "zyxone in June", "zyxone in July", "zyxone again"],
  few: ["A", "A", "A", "A"],
  responsiveness: "4",
};
const other: Hidden = {
  culture: ["5", "4"],
  recommend: ["10"],
  aware: ["use", "use"],
  better: ["worse", "worse", "same", "better"],
  interest: ["5", "5", "5", "5"],
  words: ["zyxtwo"],
  few: ["F", "F", "D", "C"],
  responsiveness: "4",
};

function peopleOf(hidden: Hidden, actionId: string): Invited[] {
  const users = Array.from({ length: 12 }, () => ({
    tier: "user" as const,
    answers: {
      "overall-grade": "B",
      responsiveness: hidden.responsiveness,
      quality: "3",
      "improve-one-thing": "Call before you write.",
    },
  }));
  const managers = Array.from({ length: 7 }, (_, at) => {
    const said = {
      "understands-culture": hidden.culture[at],
      recommend: hidden.recommend[at],
      "awareness.payroll": hidden.aware[at],
      [`verify.${actionId}`]: hidden.better[at],
      "account-manager-interest": hidden.interest[at],
      "improve-one-thing": hidden.words[at],
    };
    const given = Object.entries(said).filter((entry): entry is [string, string] => !!entry[1]);
    const answers = { "overall-grade": "C", responsiveness: "3", ...Object.fromEntries(given) };
    return { tier: "manager" as const, answers };
  });
  return [...users, ...managers];
}

/** A client with a year before, a round in which some cells are too small, and one in which all are; and their afterlife. */
async function world(hidden: Hidden) {
  await empty();
  vi.useFakeTimers({ toFake: ["Date"], now: later });
  standInReceiver();
  const { account, manager } = await managedAccount();
  await db.update(tables.account).set({ services: ["Payroll"], competitors: ["Northgate"] });
  const [asked] = await db.select().from(tables.account);
  const leader = await createStaff({ role: "leader" });
  const admin = await createStaff({ role: "admin" });
  const administrator = await createStaff({ role: "independent_administrator" });
  const ctx = staffCtx(leader, later);
  await addEndpoint(staffCtx(admin), { url: "https://crm.example.com/hook", events: eventTypes });
  const action = await createAction({
    id: "promise",
    accountId: account.id,
    ownerId: manager.id,
    status: "done",
    doneAt: someDay,
    doneNote: "Two people share the inbox.",
    measure: { area: "culture", target: 4 },
    sourceTiers: ["user", "manager"],
    clientVisible: true,
  });
  const promise = { id: action.id, title: action.title, heard: null, done: "It is.", tiers: [] };
  const round = { administratorId: administrator.id };
  const confidential = {
    account: asked!,
    confidentiality: "confidential" as const,
    modules: ["account-manager" as const, "recommend" as const, "awareness" as const],
  };
  const few = await closedRound({
    ...confidential,
    people: hidden.few.map((grade) => ({
      tier: "user",
      answers: { "overall-grade": grade, quality: grade === "A" ? "5" : "1" },
    })),
    round: { ...round, closesAt: new Date(someDay.getTime() + 10 * day) },
  });
  const main = await closedRound({
    ...confidential,
    people: peopleOf(hidden, action.id),
    promises: [promise],
    predicted: { culture: 4, responsiveness: 4, "account-manager": 5 },
    round: { ...round, closesAt: new Date(someDay.getTime() + 40 * day) },
  });
  await releaseReport(ctx, main.round.id, "Thank you all.");
  const reader = { name: "A Reader", email: "reader@us.example", note: null, days: 90 } as const;
  await shareReport(ctx, main.round.id, reader, "share-of-it");
  await runSweeps(env, later);
  return { account, few, main, people: { leader, admin, administrator, manager } };
}
const roles = long ? ["leader", "admin", "administrator", "manager"] : ["leader", "manager"];
type World = Awaited<ReturnType<typeof world>>;

/** Without what chance and the counters of the factories name, and in no order. */
function plain(text: string): string[] {
  return text
    .replaceAll("%2F", "/")
    .replaceAll(/\b(suggestion-|evt_)[\w-]{22}/g, "$1KEY")
    .replaceAll(/(?<![\w-])(?:[\w-]{22}|[\w-]{43})(?![\w-])/g, "KEY")
    .replaceAll(/\b([a-z-]+)-\d{4}\b/g, "$1-N")
    .split(/[<>\n{}]+/)
    .map((line) => line.trim())
    .filter(Boolean)
    .toSorted();
}

async function read(response: Response): Promise<string> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("spreadsheet")) return `${response.status} ${await response.text()}`;
  return JSON.stringify(readWorkbook(new Uint8Array(await response.arrayBuffer())), null, 1);
}

/** Everything that anybody can open, by who opens it and where. */
async function everythingShown({ account, few, main, people }: World) {
  const shown = new Map<string, string[]>();
  const keep = async (name: string, response: Response) =>
    void shown.set(name, plain(await read(response)));
  const [share] = await db.select().from(tables.shareLink);
  const links = await db
    .select()
    .from(tables.clientLink)
    .where(eq(tables.clientLink.roundId, main.round.id));
  const contactIds = main.contacts.map(({ id }) => id);
  const [notice] = await db
    .select()
    .from(tables.message)
    .where(eq(tables.message.id, `round-closed/${main.round.id}/${people.manager.id}`));
  const { tokens } = testCtx();
  for (const { round, name } of [
    { round: main.round, name: "main" },
    { round: few.round, name: "few" },
  ]) {
    const ids = {
      accounts: account.id,
      contacts: contactIds[0]!,
      open: round.id,
      draft: round.id,
      closed: round.id,
      rounds: round.id,
      staff: people.manager.id,
      actions: "promise",
      outbox: encodeURIComponent(notice!.id),
    };
    for (const [role, staff] of Object.entries(people).filter(([one]) => roles.includes(one))) {
      const cookie = await signIn(staff);
      const authorization = `Bearer ${await createToken(staff)}`;
      for (const route of routes.filter(({ method }) => method === "GET")) {
        const headers: HeadersInit = nameOf(route).includes("/api/")
          ? { authorization }
          : { cookie };
        const address = addressOf(route, ids, "closed");
        const init = { headers };
        await keep(`${name} ${role} ${nameOf(route)}`, await request(address, init));
        if (!route.path.endsWith("/report")) continue;
        for (const audience of ["account_manager", "leader", "team", "client"])
          await keep(
            `${name} ${role} ${nameOf(route)} ${audience}`,
            await request(`${address}?audience=${audience}`, init),
          );
      }
    }
  }
  await keep("shared", await request(`/v/${await tokens.make("share", share!.id)}`));
  for (const [nth, { id }] of links.slice(0, 3).entries())
    await keep(`summary ${nth}`, await request(`/c/${await tokens.make("client", id)}`));
  const token = await createToken(people.admin);
  const outbox = await request("/api/v1/outbox?limit=200", {
    headers: { authorization: `Bearer ${token}` },
  });
  await keep("outbox", outbox);
  return shown;
}

const dump = async () =>
  new Map(
    Object.entries(await everythingStored()).map(
      ([table, rows]) =>
        [table, rows.flatMap((row) => plain(JSON.stringify(row, null, 1))).toSorted()] as const,
    ),
  );

const differing = (one: Map<string, string[]>, two: Map<string, string[]>) =>
  [...new Set([...one.keys(), ...two.keys()])].filter(
    (name) => JSON.stringify(one.get(name)) !== JSON.stringify(two.get(name)),
  );

test(
  "what too few have said leaves no trace in anything that is shown, exported, mailed, told or stored of a confidential round",
  { timeout: 600_000 },
  async () => {
    const first = await everythingShown(await world(one));
    const firstDump = await dump();
    const second = await everythingShown(await world(other));
    const secondDump = await dump();
    expect(first.size).toBeGreaterThan(300);
    expect(differing(first, second)).toEqual([]);
    expect(differing(firstDump, secondDump)).toEqual([]);
    for (const lines of [...first.values(), ...second.values()])
      expect(lines.join("\n")).not.toMatch(/zyx(one|two)/);

    // What is shown does make a difference, or nothing above would mean anything.
    const third = await everythingShown(await world({ ...one, responsiveness: "2" }));
    const told = differing(first, third).map((name) => name.split(" ").slice(0, 3).join(" "));
    expect(told.length).toBeGreaterThan(20);
    for (const name of ["shared", "main leader GET", "main manager GET"])
      expect(
        told.some((each) => each.startsWith(name)),
        name,
      ).toBe(true);
  },
);
