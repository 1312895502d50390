import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, openPage, product, signIn, type Role, type Watched } from "./browser.ts";
import { examine } from "./examine.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const longName = "Neue Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau GmbH";
const contacts = [
  "First Name;Last Name;Email;Company;Tier;Most senior",
  `Ruth;Okafor;ruth@client.example;${longName};board;yes`,
  `عبد الرحمن;الهاشمي;abd@client.example;${longName};manager;`,
  `Jan;;jan at client;${longName};user;`,
].join("\n");

async function enter(role: Role): Promise<Watched> {
  const watched = await openPage(browser);
  await signIn(watched.page, role);
  return watched;
}

/** Sends the form of the page past the browser's own checks. */
async function sendUnchecked(page: Page, button: string): Promise<void> {
  await page.locator("main form").evaluateAll((forms) => {
    for (const form of forms) (form as HTMLFormElement).noValidate = true;
  });
  await page.getByRole("button", { name: button }).click();
}

/** The browser gives the focus at its next drawing after the load, so this waits for it. */
const summaryTakesFocus = (page: Page) =>
  page.waitForFunction(() => document.activeElement?.classList.contains("summary"));

test("contacts come in by file, with a preview that shows what changes and what is rejected", async () => {
  const watched = await enter("admin");
  const { page } = watched;
  await page.goto("/imports");
  await page.setInputFiles("[type=file]", {
    name: "contacts.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(contacts),
  });
  await page.getByRole("button", { name: "Preview the import" }).click();
  expect(await page.locator("main").innerText()).toContain("ruth@client.example");
  expect(await examine(watched)).toEqual([]);
  await page.getByRole("button", { name: "Import 2 contacts" }).click();
  await page.getByText("Imported").first().waitFor();
  expect(await examine(watched)).toEqual([]);
  await page.goto("/accounts");
  await page.getByRole("link", { name: longName, exact: true }).click();
  expect(await examine(watched)).toEqual([]);
  await page.context().close();
});

test("a round form with an error says so at its head, with focus, and keeps what was typed", async () => {
  const watched = await enter("account manager");
  const { page } = watched;
  await page.goto("/rounds/new");
  await page.locator("main a[href*='account=']").first().click();
  await page.getByRole("button", { name: "Make the draft" }).click();
  await page.getByLabel("Name of the round").fill("");
  await page.getByLabel("Last day to answer").fill("2020-01-01");
  await sendUnchecked(page, "Save kind, name and deadline");
  await summaryTakesFocus(page);
  expect(await page.getByLabel("Last day to answer").inputValue()).toBe("2020-01-01");
  expect(await examine(watched)).toEqual([]);
  await page.locator(".summary a").first().click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("name");
  await page.context().close();
});

test("a draft leads from the own grade to the launch, without script", async () => {
  const watched = await openPage(browser, { javaScriptEnabled: false });
  const { page } = watched;
  await signIn(page, "account manager");
  await page.goto("/rounds/new");
  await page.locator("main a[href*='account=']").first().click();
  await page.getByRole("button", { name: "Make the draft" }).click();
  await page.getByLabel("Name of the round").fill("Winter round");
  await page.getByRole("button", { name: "Save kind, name and deadline" }).click();
  await page.locator("#self-grade").getByLabel(/^B/).check();
  await page.getByLabel("Why, in a sentence").fill("A steady year.");
  await page.getByRole("button", { name: "Save the grade" }).click();
  expect(await page.locator("main").innerText()).toContain("Your own grade is saved");
  expect(await page.getByLabel("Why, in a sentence").inputValue()).toBe("A steady year.");
  await page.goto("/");
  const drafts = page.getByRole("row").filter({ hasText: "Winter round" });
  expect(await drafts.getByRole("link", { name: /^Launch it/ }).count()).toBe(1);
  await page.context().close();
});

test("a draft's page is fit to be looked at", async () => {
  const watched = await enter("account manager");
  await watched.page.goto("/rounds?status=draft");
  await watched.page.getByRole("link", { name: "Winter round" }).click();
  await watched.page.locator("main details").evaluateAll((all) => {
    for (const each of all) (each as HTMLDetailsElement).open = true;
  });
  expect(await examine(watched)).toEqual([]);
  await watched.page.context().close();
});

test("a wording that misleads is pointed out while it is typed, with something better, and no longer once it is mended", async () => {
  const watched = await enter("account manager");
  const { page } = watched;
  await page.goto("/rounds?status=draft");
  await page.getByRole("link", { name: "Winter round" }).click();
  const said = page.locator("[data-lint='1']");
  const field = page.getByLabel("Wording of question 1");
  await page.getByLabel("How question 1 is answered").selectOption("rating");
  await field.pressSequentially("How quick and friendly");
  await said.getByText("Two questions in one").waitFor();
  // The sentence is not finished, so nothing is held against its end.
  expect(await said.innerText()).not.toContain("it is a statement");
  expect(await said.innerText()).toContain("Better: Ask two questions");
  expect(await said.getAttribute("role")).toBe("status");
  expect(await examine(watched)).toEqual([]);
  await field.fill("How quick are our answers");
  await field.blur();
  await said.getByText("it is a statement").waitFor();
  await field.fill("How quick are our answers?");
  await said.getByRole("listitem").waitFor({ state: "detached" });
  await page.context().close();
});

test("a portfolio launch is looked at while it is prepared, explained, under way, stopped and going on", async () => {
  const watched = await enter("leader");
  const { page } = watched;
  const press = (name: string) => page.getByRole("button", { name }).click();
  await page.goto("/portfolio-launches");
  await page.locator("main th a").first().click();
  expect(await page.locator("main").innerText()).toContain("2 lack our own grade");
  await page.getByLabel("Why these accounts are asked").fill("Everybody is asked each winter.");
  await press("Keep this explanation");
  expect(await page.locator("main").innerText()).toContain("Explained for all accounts");
  expect(await examine(watched)).toEqual([]);
  await press("Launch those that are ready");
  await fetch(`${product.baseUrl}/cdn-cgi/handler/scheduled?time=${Date.now()}`);
  await page.getByRole("link", { name: /^All/ }).click();
  expect(await page.locator("main").innerText()).toContain("The last invitation leaves");
  expect(await examine(watched)).toEqual([]);
  await press("Stop");
  expect(await page.locator("main").innerText()).toContain("invitations are held");
  expect(await examine(watched)).toEqual([]);
  await press("Let it go on");
  expect(await page.locator("main").innerText()).toContain("It goes on");
  await page.context().close();
});
