import * as tables from "#db/schema.ts";
import { expect, test } from "vitest";
import { createStaff, db, request, signIn, visit } from "../factories.ts";

test("GET / asks who is not signed in to sign in", async () => {
  const response = await request("/");
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe("/sign-in?to=%2F");
});

test("GET / greets who holds a session", async () => {
  const staff = await createStaff({ name: "Maren Voss" });
  const response = await visit("/", await signIn(staff));
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("Maren Voss");
});

test("GET / sends a deactivated person to sign-in at their next request", async () => {
  const staff = await createStaff();
  const cookie = await signIn(staff);
  await db.update(tables.staff).set({ deactivatedAt: new Date() });
  expect((await visit("/", cookie)).status).toBe(302);
});
