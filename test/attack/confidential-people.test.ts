import { applyD1Migrations, reset } from "cloudflare:test";
import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { env } from "../bindings.ts";
import { createClock } from "../clock.ts";
import {
  api,
  createAccount,
  createContact,
  createInvitation,
  createRound,
  createStaff,
  createTemplateVersion,
  createToken,
  db,
  post,
  signIn,
  someDay,
  visit,
} from "../factories.ts";

const names = ["ann", "ben", "cay", "dee"] as const;
type Name = (typeof names)[number];

/** An open confidential round of four people, of whom one has answered. What is seen of it is the same whoever it was. */
async function world(answered: Name) {
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  vi.useFakeTimers({ toFake: ["Date"], now: someDay });
  const manager = await createStaff({ id: "manager", name: "Mia", email: "mia@firm.example" });
  const leader = await createStaff({
    id: "leader",
    name: "Leo",
    email: "leo@firm.example",
    role: "leader",
  });
  const admin = await createStaff({
    id: "admin",
    name: "Ada",
    email: "ada@firm.example",
    role: "admin",
  });
  await createAccount({ id: "client", name: "Client", accountManagerId: manager.id });
  await createAccount({ id: "elsewhere", name: "Elsewhere", accountManagerId: manager.id });
  const version = await createTemplateVersion();
  const secret = { confidentiality: "confidential" as const, launchedAt: someDay };
  await createRound({ id: "round", accountId: "client", status: "open", ...secret });
  for (const id of names) {
    await createContact({ id, accountId: "client", lastName: id, mostSenior: id === "dee" });
    const links = { roundId: "round", contactId: id, templateVersionId: version.id };
    const { token } = await createInvitation({
      id: `invitation-${id}`,
      ...links,
      delivery: "sent",
    });
    const sent = { createdAt: someDay, sentAt: someDay, status: "sent" as const, data: {} };
    await db.insert(tables.message).values({
      id: `invitation/invitation-${id}`,
      kind: "invitation",
      recipient: `${id}@client.example`,
      invitationId: `invitation-${id}`,
      roundId: "round",
      ...sent,
    });
    if (id !== answered) continue;
    const fields = { intent: "submit", "overall-grade": "B" };
    expect((await post(`/s/${token}`, fields)).status).toBe(200);
  }
  return {
    manager: await signIn(manager),
    leader: await signIn(leader),
    admin: await signIn(admin),
    token: await createToken(admin),
  };
}
type World = Awaited<ReturnType<typeof world>>;

const shown = [
  ...names.map((name) => `/contacts/${name}`),
  "/accounts/client",
  "/accounts/client/review",
  "/rounds/round",
  "/rounds/round/progress",
  "/rounds/round/release",
  "/rounds/round/report",
  "/contacts/ann/merge?into=ben",
  "/cases",
  "/",
];

/** What a page says; a form may carry an id made for it. */
const said = (html: string) =>
  html.replaceAll(/<(style|script).*?<\/\1>|<[^>]*>/gs, " ").replaceAll(/\s+/g, " ");

/** All that is shown of the round and its people, to who looks after the account and to an admin. */
async function look({ manager, admin, token }: World): Promise<string[]> {
  const seen: string[] = [];
  const keep = async (what: string, response: Response) =>
    seen.push(`${what} ${response.status} ${said(await response.text())}`);
  for (const path of shown) await keep(path, await visit(path, manager));
  for (const path of ["/messages", "/audit", "/audit.csv"])
    await keep(path, await visit(path, admin));
  for (const path of ["/rounds/round", "/accounts/client/contacts", "/contacts/ann", "/outbox"])
    await keep(path, await api(token, "GET", path));
  return seen;
}

const move =
  (accountId: string) =>
  async ({ leader }: World) =>
    post("/contacts/ann/move", { accountId }, leader);
const change =
  (fields: Record<string, string>) =>
  async ({ manager }: World) =>
    post("/contacts/ann", fields, manager);
const merge =
  (from: Name, into: Name) =>
  async ({ leader }: World) =>
    post(`/contacts/${from}/merge`, { into }, leader);
const invite = async ({ manager }: World) =>
  post("/rounds/round/progress/recipients", { recipient: "ann" }, manager);
const resend = async ({ manager }: World) => post("/rounds/round/progress/resend", {}, manager);
const close = async ({ manager }: World) => post("/rounds/round/close", {}, manager);
/** Time passes, and what is due is done and mailed. */
const pass = (minutes: number) => async () => {
  await createClock().advance(new Date(Date.now() + minutes * 60_000));
  return null;
};
const [soon, later] = [pass(2), pass(2 * 24 * 60)];
const address = change({ email: "new@client.example" });
const [gone, back] = [change({ status: "left" }), change({ status: "active" })];

test.each([
  ["invites them once more", [invite]],
  ["notes that they have left, and that they have not after all", [gone, back, invite, later]],
  ["notes that they have left, and closes the round", [gone, close]],
  ["notes that they have left until the round is closed", [gone, close, back]],
  ["moves them to another client", [move("elsewhere"), later]],
  ["moves them to another client and back", [move("elsewhere"), move("client"), invite, later]],
  [
    "moves them to another client until the round is closed",
    [move("elsewhere"), close, move("client")],
  ],
  ["merges them into a colleague", [merge("ann", "ben"), later, close]],
  ["merges a colleague into them", [merge("ben", "ann"), invite, later, close]],
  ["corrects their address and has them written to again", [address, resend, soon, resend]],
  ["corrects their address once they are back", [gone, back, address, resend, soon]],
])(
  "who looks after a confidential round and %s learns not whether they had answered",
  async (_, steps) => {
    const worlds = [];
    for (const answered of ["ann", "cay"] as const) {
      const one = await world(answered);
      const seen = await look(one);
      for (const step of steps) {
        const response = await step(one);
        if (response)
          seen.push(
            `${response.status} ${response.headers.get("location")} ${said(await response.text())}`,
          );
        seen.push(...(await look(one)));
      }
      worlds.push(seen);
    }
    const [one, other] = worlds;
    expect(other!.filter((text, at) => text !== one![at])).toEqual(
      one!.filter((text, at) => text !== other![at]),
    );
  },
);

test("that is tried on a round which one of them really has answered", async () => {
  const { manager, token } = await world("ann");
  expect(await (await visit("/rounds/round/progress", manager)).text()).toContain("of 4");
  const [row] = await db
    .select()
    .from(tables.invitation)
    .where(eq(tables.invitation.id, "invitation-ann"));
  expect(row!.status).toBe("completed");
  expect(await db.$count(tables.sealedResponse)).toBe(1);
  for (const step of [address, resend, soon]) await step({ manager, token, leader: "", admin: "" });
  const outbox = await (await api(token, "GET", "/outbox")).text();
  expect(outbox).toContain("If you have answered already, nothing is left to do.");
  expect(await db.$count(tables.invitation, eq(tables.invitation.status, "completed"))).toBe(1);
});
