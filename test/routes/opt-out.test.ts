import * as tables from "#db/schema.ts";
import { expect, test } from "vitest";
import { db, launchedRound, post, request, testCtx } from "../factories.ts";

const optedOut = () => db.select().from(tables.optOut);

test("GET /u/:token shows a button and changes nothing", async () => {
  const { invitation } = await launchedRound();
  const response = await request(`/u/${invitation.optOutToken}`);
  expect(response.status).toBe(200);
  const page = await response.text();
  expect(page).toContain(`action="/u/${invitation.optOutToken}"`);
  expect(page).toContain(invitation.contact.email);
  expect(await optedOut()).toEqual([]);
});

test("POST keeps the opt-out as a keyed hash, once, whatever the round's state", async () => {
  const { invitation } = await launchedRound({ round: { status: "closed" } });
  for (const fields of [{}, { "List-Unsubscribe": "One-Click" }] as Record<string, string>[]) {
    const response = await post(`/u/${invitation.optOutToken}`, fields);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("You will get no more surveys");
  }
  const addressHash = await testCtx().tokens.hashAddress(invitation.contact.email.toUpperCase());
  expect(await optedOut()).toMatchObject([{ addressHash }]);
});

test("a mail program's one-click POST is accepted as multipart too", async () => {
  const { invitation } = await launchedRound();
  const body = new FormData();
  body.set("List-Unsubscribe", "One-Click");
  const response = await request(`/u/${invitation.optOutToken}`, { method: "POST", body });
  expect(response.status).toBe(200);
  expect(await optedOut()).toHaveLength(1);
});

test("an unknown link is a calm 404, and a survey link is not an opt-out link", async () => {
  const { invitation } = await launchedRound();
  for (const token of ["AAAAAAAAAAAAAAAAAAAAAA", invitation.token, "x"]) {
    expect((await request(`/u/${token}`)).status).toBe(404);
    expect((await post(`/u/${token}`, {})).status).toBe(404);
  }
  expect(await optedOut()).toEqual([]);
});

test("whoever wants no more mail and answers after all is promised no receipt", async () => {
  const { invitation } = await launchedRound();
  await post(`/u/${invitation.optOutToken}`, {});
  const answers = { intent: "submit", "overall-grade": "B", quality: "4" };
  const thanks = await (await post(`/s/${invitation.token}`, answers)).text();
  expect(thanks).toContain("unless you asked us for no more mail");
  expect(thanks).not.toContain("on its way");
});
