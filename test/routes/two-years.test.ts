import * as tables from "#db/schema.ts";
import { paths } from "#web/paths.ts";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { managedAccount } from "../closed-round.ts";
import {
  api,
  createContact,
  createStaff,
  createToken,
  db,
  post,
  request,
  signIn,
  visit,
} from "../factories.ts";

// Two years of one account, through the pages and mails that its people would use: what the first round finds poor is
// promised, agreed to by the client, kept, and judged by the client's answers to the second.

const launches = [new Date("2026-03-02T09:00:00Z"), new Date("2027-03-01T09:00:00Z")] as const;
const day = 24 * 3600 * 1000;

let clock: ReturnType<typeof createClock>;
beforeEach(() => {
  clock = createClock();
});

type Mail = { kind: string; to: string; subject: string; text: string };

async function setUp() {
  const around = await managedAccount();
  const accountId = around.account.id;
  for (let n = 0; n < 6; n++) await createContact({ accountId, tier: "user" });
  const board = await createContact({
    accountId,
    tier: "board",
    mostSenior: true,
    firstName: "Bea",
  });
  const token = await createToken(around.manager);
  const admin = await createToken(await createStaff({ role: "admin" }));
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await api(token, method, path, body);
    const json = await answer.json<T>();
    expect(answer.status, JSON.stringify(json)).toBeLessThan(300);
    return json;
  };
  const outbox = async (kind: string) => {
    const { messages } = await (await api(admin, "GET", "/outbox")).json<{ messages: Mail[] }>();
    return messages.filter((mail) => mail.kind === kind);
  };
  return { ...around, accountId, board, call, outbox };
}
type House = Awaited<ReturnType<typeof setUp>>;

const linkIn = ({ text }: Mail, kind: string) =>
  new URL(text.split("\n").find((line) => line.includes(`/${kind}/`))!).pathname;

/** One round from draft to close. Every invited person opens their page before they answer it. */
async function runRound(
  house: House,
  launch: Date,
  answer: (page: string) => Record<string, string>,
) {
  const { call, outbox, accountId } = house;
  clock.set(launch);
  const { round } = await call<{ round: { id: string; closesAt: string } }>("POST", "/rounds", {
    accountId,
    kind: "satisfaction",
    name: `Round of ${launch.getFullYear()}`,
    confidentiality: "named",
    modules: [],
  });
  await call("PUT", `/rounds/${round.id}/self-grade`, { grade: "B", reason: "A fair year." });
  const before = (await outbox("invitation")).length;
  await call("POST", `/rounds/${round.id}/launch`, {});
  await clock.advance(new Date(launch.getTime() + 2 * 60 * 1000));
  const mails = (await outbox("invitation")).slice(0, 7);
  expect((await outbox("invitation")).length - before).toBe(7);
  for (const mail of mails) {
    const link = linkIn(mail, "s");
    const page = await (await request(link)).text();
    const given = Object.entries({ "overall-grade": "C", ...answer(page) });
    const asked = given.filter(([key]) => page.includes(`name="${key}"`));
    const sent = await post(link, { intent: "submit", ...Object.fromEntries(asked) });
    expect(sent.status).toBe(200);
  }
  await clock.advance(new Date(new Date(round.closesAt).getTime() + 60_000));
  return round.id;
}

const suggestions = async (house: House) => {
  const cookie = await signIn(house.manager);
  const page = await (await visit(paths.plan(house.accountId), cookie)).text();
  return [...new Set([...page.matchAll(/id="suggestion-([\w-]+)"/g)].map(([, id]) => id!))];
};

/** Makes a suggestion a line of the plan with owner, counterpart, day and measure. */
async function promise({ call, accountId, manager, board }: House, area: string, title: string) {
  const cookie = await signIn(manager);
  const [suggested] = await db.query.suggestion.findMany({
    where: eq(tables.suggestion.subject, area),
  });
  const start = { intent: "accept", title, heard: suggested!.heard, promise: suggested!.promise };
  const accepted = await post(`/suggestions/${suggested!.id}`, start, cookie);
  expect(accepted.status).toBe(303);
  const { actions } = await call<{ actions: { id: string; version: number; title: string }[] }>(
    "GET",
    `/accounts/${accountId}/actions`,
  );
  const line = actions.find((one) => one.title === title)!;
  const terms = {
    version: line.version,
    ownerId: manager.id,
    counterpartId: board.id,
    dueOn: "2026-05-13",
    measure: { area, target: 4 },
  };
  await call("PATCH", `/actions/${line.id}`, terms);
  return line.id;
}

const stored = async (id: string) =>
  (await db.query.action.findFirst({ where: eq(tables.action.id, id) }))!;

/** The client's page with every line's version as it stands there. */
async function agreeToAll(link: string) {
  const page = await (await request(link)).text();
  const versions = [...page.matchAll(/name="(version\.[\w-]+)" value="(\d+)"/g)];
  const fields = Object.fromEntries(versions.map(([, name, value]) => [name!, value!]));
  return post(link, { ...fields, intent: "agree_all", expectations: "That it lasts." });
}

test("a poor area becomes a promise that the client agrees to, that is kept, and that the next round's answers verify; another comes back", async () => {
  const house = await setUp();
  const { call, outbox, accountId, manager, board } = house;
  await runRound(house, launches[0], () => ({ responsiveness: "2", quality: "2", integrity: "5" }));
  expect((await suggestions(house)).length).toBeGreaterThanOrEqual(2);
  const faster = await promise(house, "responsiveness", "Answer within a day");
  const better = await promise(house, "deliverables", "Check every delivery twice");

  const cookie = await signIn(manager);
  await post(paths.planClient(accountId), { contactIds: board.id }, cookie);
  await clock.deliver();
  const link = linkIn((await outbox("plan_sent"))[0]!, "c");
  expect((await agreeToAll(link)).status).toBe(303);
  expect([await stored(faster), await stored(better)]).toMatchObject([
    { status: "agreed", agreedBy: board.id },
    { status: "agreed", agreedBy: board.id },
  ]);

  // Monday, 11 May 2026: both are due on Wednesday.
  await clock.advance(new Date("2026-05-11T07:30:00Z"));
  expect(await outbox("plan_digest")).toMatchObject([
    { to: manager.email, subject: "Your promises this week: 2 due" },
  ]);
  for (const id of [faster, better])
    for (const status of ["in_progress", "done"])
      await call("PATCH", `/actions/${id}`, {
        version: (await stored(id)).version,
        status,
        ...(status === "done" && { doneNote: `Done: ${id}.` }),
      });
  expect(await (await request(link)).text()).toContain(`Done: ${faster}.`);

  const asked: string[] = [];
  const second = await runRound(house, launches[1], (page) => {
    const keys = [...page.matchAll(/name="(verify\.[\w-]+)"/g)].map(([, key]) => key!);
    asked.push([...new Set(keys)].join(" "));
    if (keys.length === 0) return { responsiveness: "4", quality: "2" };
    return {
      responsiveness: "4",
      quality: "2",
      [`verify.${faster}`]: "better",
      [`verify.${better}`]: "same",
    };
  });
  // The six users said it was poor, so they are asked; the board was never asked about either.
  expect(asked.toSorted()).toEqual(["", ...Array(6).fill(asked.find((keys) => keys !== ""))]);
  expect(
    asked
      .find((keys) => keys !== "")!
      .split(" ")
      .toSorted(),
  ).toEqual([`verify.${faster}`, `verify.${better}`].toSorted());
  expect([await stored(faster), await stored(better)]).toMatchObject([
    { status: "verified", verifiedRoundId: second },
    { status: "not_improved", verifiedRoundId: second },
  ]);

  const fresh = await signIn(manager);
  const report = await (await visit(paths.report(second), fresh)).text();
  expect(report).toContain("1 of 2 promises kept, says the client");
  const again = await db.query.suggestion.findMany({
    where: eq(tables.suggestion.kind, "not_improved"),
  });
  expect(again).toMatchObject([{ subject: better, roundId: second, status: "open" }]);
  expect(await suggestions(house)).toContain(again[0]!.id);
  clock.set(new Date(launches[1].getTime() + 30 * day));
  await post(paths.clientFresh(link.split("/")[2]!), {});
  await clock.deliver();
  const renewed = linkIn((await outbox("plan_sent"))[0]!, "c");
  const page = await (await request(renewed)).text();
  expect(page).toContain("You told us that it is better");
  expect(page).toContain("You told us that it is not better, so we are not done");
});
