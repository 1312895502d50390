import { annualReview } from "#templates/annual-review.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { launchedRound, post, signIn, visit } from "../factories.ts";

let world: Awaited<ReturnType<typeof launchedRound>>;
let cookie: string;
beforeEach(async () => {
  world = await launchedRound({
    definition: annualReview,
    round: { kind: "annual_review" },
    contact: { firstName: "Ada", lastName: "Lovelace" },
  });
  cookie = await signIn(world.manager);
  const said = {
    sitting: "1",
    "overall-grade": "B",
    "whom-else": "Petra Keller, head of logistics",
    "communication-amount": "too_little",
    "communication-timing": "na",
    "communication-form": ["phone", "in_person"],
  };
  const sent = await post(`/s/${world.invitation.token}`, { intent: "submit", ...said });
  expect(sent.status).toBe(200);
});

const close = () => post(`/rounds/${world.round.id}/close`, {}, cookie);
const contactPage = async () =>
  (await visit(`/contacts/${world.invitation.contact.id}`, cookie)).text();
const accountPage = async () => (await visit(`/accounts/${world.account.id}`, cookie)).text();

describe("how somebody likes to hear from us", () => {
  test("stands on their page, in words, once the review is closed", async () => {
    await close();
    const page = await contactPage();
    expect(page).toContain("How much do you hear from us?");
    expect(page).toContain("Less than I would like");
    expect(page).toContain("By phone, In person");
    expect(page).not.toContain("How often would you like an update");
  });

  test("is kept from everybody until then, like every answer", async () => {
    expect(await contactPage()).not.toContain("By phone");
  });
});

describe("whom somebody would have us know", () => {
  test("stands on the account’s page once the review is closed, with who said so and a way to add them", async () => {
    await close();
    const page = await accountPage();
    expect(page).toContain("Petra Keller, head of logistics");
    expect(page).toContain("Ada Lovelace");
    expect(page).toContain(`/accounts/${world.account.id}/contacts/new`);
  });

  test("is kept from everybody until then", async () => {
    expect(await accountPage()).not.toContain("Petra Keller");
  });
});
