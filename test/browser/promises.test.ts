import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, openPage, product, signIn } from "./browser.ts";
import { examine } from "./examine.ts";

// Each test goes on from where the one before left the plan, as its people would.

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const asked = "Keep one name on a ticket until it is solved";
const agreed = "Write down every promise, with a name and a date";
const clientPage = () => product.links["Read the plan as the client"]!;

/** The part of the client's page that speaks of one line. */
const lineOf = (page: Page, title: string) =>
  page.locator("section").filter({ has: page.getByRole("heading", { name: title }) });

async function openPlan(page: Page): Promise<void> {
  await signIn(page, "account manager");
  await page.goto("/accounts");
  await page.getByRole("link", { name: "Nordhafen Logistik GmbH", exact: true }).click();
  await page.getByRole("link", { name: "Action plan" }).click();
}

/** Presses Tab until what has the focus matches. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}

test("the client agrees to a line on a phone, without script, and both sides see it", async () => {
  const phone = { viewport: { width: 375, height: 667 }, javaScriptEnabled: false };
  const { page } = await openPage(browser, phone);
  await page.goto(clientPage());
  const line = lineOf(page, asked);
  expect(await line.innerText()).toContain("You asked for a change");
  await line.getByLabel("I agree to this line").check();
  await page.getByLabel("What do you expect of us").fill("The printers first.");
  await page.getByRole("button", { name: "Send my answer" }).click();
  await page.getByText("Thank you. Your answer is with us").waitFor();
  expect(await lineOf(page, asked).innerText()).toContain("Agreed by Olaf Petersen");
  await page.context().close();

  const staff = await openPage(browser, { javaScriptEnabled: false });
  await openPlan(staff.page);
  const row = staff.page.getByRole("row").filter({ hasText: asked });
  expect(await row.innerText()).toContain("Agreed with the client");
  await staff.page.context().close();
});

test("staff write in a line by keyboard, which takes the client's yes away, and the client gives it again by keyboard", async () => {
  const { page, problems } = await openPage(browser);
  await openPlan(page);
  await page.getByRole("link", { name: agreed }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/edit=/);
  await tabTo(page, "textarea[name=promise]");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Each promise goes on a list that you can see within the hour.");
  await tabTo(page, ".line button");
  await page.keyboard.press("Enter");
  await page.getByText("Saved.").waitFor();
  const row = page.getByRole("row").filter({ hasText: agreed });
  expect(await row.innerText()).toContain("Changed since Olaf Petersen agreed");

  await page.goto(clientPage());
  expect(await lineOf(page, agreed).innerText()).toContain("It changed since it was agreed");
  await tabTo(page, "input[name^='reply.'][value=agree]");
  await page.keyboard.press("Space");
  await tabTo(page, "button[value=answer]");
  await page.keyboard.press("Enter");
  await page.getByText("Thank you. Your answer is with us").waitFor();
  expect(await lineOf(page, agreed).innerText()).toContain("Agreed by Olaf Petersen");
  expect(problems).toEqual([]);
  await page.context().close();
});

test("who saves what somebody else has changed sees both versions, and loses nothing typed", async () => {
  const first = await openPage(browser);
  const second = await openPage(browser);
  for (const { page } of [first, second]) {
    await openPlan(page);
    await page.getByRole("link", { name: agreed }).click();
    await page.getByLabel("What we heard").waitFor();
  }
  const write = async (page: Page, words: string) => {
    await page.getByLabel("What we heard").fill(words);
    await page.getByRole("button", { name: "Save", exact: true }).click();
  };
  await write(first.page, "You remind us too often.");
  await first.page.getByText("Saved.").waitFor();
  await write(second.page, "You keep the list that we should keep.");
  const both = second.page.locator("tr tr").filter({ hasText: "What we heard" });
  await both.waitFor();
  expect(await both.innerText()).toContain("You remind us too often.");
  expect(await second.page.getByLabel("What we heard").inputValue()).toBe(
    "You keep the list that we should keep.",
  );
  expect(await examine(second)).toEqual([]);
  await write(second.page, "You keep the list that we should keep.");
  await second.page.getByText("Saved.").waitFor();
  for (const { page } of [first, second]) await page.context().close();
});

test("axe finds nothing on the client's page when their answer is sent back to them", async () => {
  const watched = await openPage(browser);
  const { page } = watched;
  await page.goto(clientPage());
  await page.getByRole("button", { name: "Send my answer" }).click();
  await page.getByRole("heading", { name: "Not sent yet" }).waitFor();
  expect(await examine(watched)).toEqual([]);
  await page.context().close();
});
