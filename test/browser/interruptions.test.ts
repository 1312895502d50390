import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, product } from "./browser.ts";
import { choose, invite, isChosen, openSurvey, phone, send, thanked } from "./respondent.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const oneThing = (page: Page) => page.locator("textarea#improve-one-thing");
const tryAgain = (page: Page) => page.getByRole("button", { name: "Try again" }).click();
const isSending = (route: Route) => route.request().postData()?.includes("intent=submit") ?? false;
const gone = (route: Route) => route.fulfill({ status: 502, body: "Bad gateway" });
const saysSaved = (page: Page) => page.getByText("Saved", { exact: true }).waitFor();

test.concurrent("when saving fails the page says so, keeps the answers over a crash, and saves them later", async () => {
  const link = await invite();
  const { page } = await openSurvey(browser, link);
  const context = page.context();
  await context.route(link, (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  await choose(page, "quality", "5");
  await page.locator("textarea#improve-one-thing").fill("Kept on this device.");
  await page.getByText("Not saved yet").waitFor();
  await page.close();
  const again = await context.newPage();
  await again.goto(link);
  expect(await isChosen(again, "quality", "5")).toBe(true);
  const text = again.locator("textarea#improve-one-thing");
  expect(await text.inputValue()).toBe("Kept on this device.");
  await context.unroute(link);
  await again.getByText("Saved", { exact: true }).waitFor();
  const elsewhere = await openSurvey(browser, link);
  expect(await isChosen(elsewhere.page, "quality", "5")).toBe(true);
  await elsewhere.page.context().close();
  await context.close();
});

test.concurrent("whoever sends without a connection stays on the page, is told so, and sends it later", async () => {
  const link = await invite();
  const { page } = await openSurvey(browser, link, phone);
  await choose(page, "overall-grade", "B");
  await saysSaved(page);
  await page.context().setOffline(true);
  await oneThing(page).fill("Written in a tunnel.");
  await send(page);
  await page.getByText("No answer came back: your answers are kept on this device").waitFor();
  expect(await oneThing(page).inputValue()).toBe("Written in a tunnel.");
  await page.context().setOffline(false);
  await tryAgain(page);
  await thanked(page);
  expect(await page.getByText("Written in a tunnel.").count()).toBe(1);
  await page.context().close();
});

test.concurrent.each([
  ["is cut", "named", (route: Route) => route.abort()],
  ["ends at a gateway that knows of nothing", "confidential", (route: Route) => gone(route)],
] as const)(
  "whoever sends over a connection that looks up and %s stays on the page, in a %s round",
  async (_, confidentiality, carry) => {
    const link = await invite(confidentiality);
    const { page } = await openSurvey(browser, link, phone);
    await choose(page, "overall-grade", "B");
    await oneThing(page).fill("Between two stations.");
    await page
      .context()
      .route(link, (route) => (isSending(route) ? carry(route) : route.continue()));
    await send(page);
    await page.getByText("No answer came back").waitFor();
    expect(page.url()).toBe(link);
    expect(await oneThing(page).inputValue()).toBe("Between two stations.");
    await page.context().unroute(link);
    await tryAgain(page);
    await thanked(page);
    await page.context().close();
  },
);

test.concurrent("what is refused comes back in its place, at its top, as often as it is sent", async () => {
  const { page } = await openSurvey(browser, await invite(), phone);
  for (const letter of ["a", "b"]) {
    await oneThing(page).fill(letter.repeat(5001));
    await send(page);
    await page.locator(".summary:focus").waitFor();
    expect((await oneThing(page).inputValue())[0]).toBe(letter);
    expect(await page.evaluate(() => scrollY)).toBe(0);
  }
  expect(await page.title()).toMatch(/^Not sent yet/);
  await page.context().close();
});

test.concurrent("two tabs with the same page hold the same answers, and neither saves over the other", async () => {
  const link = await invite();
  const { page } = await openSurvey(browser, link, phone);
  const second = await page.context().newPage();
  await second.goto(link);
  await choose(page, "overall-grade", "B");
  await oneThing(page).fill("From the first tab.");
  await saysSaved(page);
  await choose(second, "reliability", "3");
  await saysSaved(second);
  const elsewhere = (await openSurvey(browser, link)).page;
  for (const one of [elsewhere, second, page]) {
    expect(await isChosen(one, "overall-grade", "B")).toBe(true);
    expect(await isChosen(one, "reliability", "3")).toBe(true);
    expect(await oneThing(one).inputValue()).toBe("From the first tab.");
  }
  await elsewhere.context().close();
  await page.context().close();
});

test.concurrent("a text that is too long is kept whole, and said to be too long before and after sending", async () => {
  const { page } = await openSurvey(browser, await invite(), phone);
  await choose(page, "overall-grade", "B");
  const pasted = "One page of the contract. ".repeat(2400).trim();
  await oneThing(page).focus();
  await page.keyboard.insertText(pasted);
  await page.getByText(`${pasted.length - 5000} characters too long`).waitFor();
  await send(page);
  await page.getByRole("heading", { name: "Not sent yet" }).waitFor();
  await page.getByRole("link", { name: "longer than 5000 characters" }).click();
  expect(await oneThing(page).inputValue()).toBe(pasted);
  await oneThing(page).fill("In short.");
  await saysSaved(page);
  await send(page);
  await thanked(page);
  await page.context().close();
});

test.concurrent("the line at the foot says what is so when saving fails for good, and when the browser keeps nothing", async () => {
  const link = await invite();
  const { page } = await openSurvey(browser, link);
  await page.context().route(link, (route) => route.fulfill({ status: 410 }));
  await choose(page, "overall-grade", "B");
  await page.getByText("This link takes no more answers.").waitFor();
  await page.context().close();
  const confidential = await invite("confidential");
  const { page: blocked } = await openSurvey(browser, "about:blank");
  await blocked.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", { value: null });
  });
  await blocked.goto(confidential);
  await choose(blocked, "overall-grade", "B");
  await blocked.getByText("This browser keeps nothing").waitFor();
  await blocked.context().close();
});

test.concurrent("whoever comes back sees how far they were", async () => {
  const link = await invite();
  const { page } = await openSurvey(browser, link, phone);
  await choose(page, "quality", "4");
  await saysSaved(page);
  const { page: desk } = await openSurvey(browser, link);
  await desk.getByText("1 of 11 answered").waitFor();
  await desk.context().close();
  await page.context().close();
});

test.concurrent("letters and digits choose nothing while no answer has the focus", async () => {
  const { page } = await openSurvey(browser, await invite());
  await page.keyboard.type("bad 2");
  expect(await page.locator("input:checked").count()).toBe(0);
  await page.context().close();
});

test.concurrent("a chosen grade is seen with forced colours, and by a browser that does not know :has", async () => {
  const link = await invite();
  const fill = (page: Page, grade: string) =>
    page
      .locator(`input[value="${grade}"] + span`)
      .first()
      .evaluate((card) => getComputedStyle(card).backgroundColor);
  for (const forcedColors of ["active", "none"] as const) {
    const { page } = await openSurvey(browser, link, {
      ...phone,
      forcedColors,
      reducedMotion: "reduce",
    });
    await page.evaluate(() => {
      for (const sheet of document.styleSheets)
        for (let at = sheet.cssRules.length - 1; at >= 0; at--)
          if (sheet.cssRules[at]!.cssText.includes(":has(")) sheet.deleteRule(at);
    });
    await choose(page, "overall-grade", "B");
    expect(await fill(page, "B")).not.toBe(await fill(page, "C"));
    await page.context().close();
  }
});

test.concurrent("what a client writes about the plan is there again after a reload, and no yes that they did not give", async () => {
  const link = product.links["Read the plan as the client"]!;
  const { page } = await openSurvey(browser, link, phone);
  const expectations = page.getByLabel("What do you expect of us");
  await page.getByLabel("I agree to this line").first().check();
  await expectations.fill("That you call before you change anything.");
  await page.getByText("Kept on this device until you send").waitFor();
  const again = await page.context().newPage();
  await again.goto(link);
  expect(await again.getByLabel("What do you expect of us").inputValue()).toMatch(/^That you call/);
  expect(await again.locator("input:checked").count()).toBe(0);
  await page.context().close();
});
