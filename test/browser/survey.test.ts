import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser.ts";
import { violations } from "./examine.ts";
import { choose, invite, isChosen, openSurvey, phone, send, thanked } from "./respondent.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test.concurrent("on a phone the first question and all five grades are there without scrolling", async () => {
  const { page, problems } = await openSurvey(browser, await invite(), phone);
  const last = page.locator(".grade label", { hasText: "Failing" });
  const box = (await last.boundingBox())!;
  expect(box.y + box.height).toBeLessThanOrEqual(667);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  const heights = await page
    .locator(".o label, button, textarea:visible")
    .evaluateAll((targets) => targets.map((target) => target.getBoundingClientRect().height));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
  expect(problems).toEqual([]);
  await page.context().close();
});

test.concurrent("the page loads in one request, without cookies", async () => {
  const { page, bytes } = await openSurvey(browser, await invite());
  await page.waitForLoadState("networkidle");
  expect([...bytes.keys()].filter((url) => !url.startsWith("data:"))).toHaveLength(1);
  expect(await page.context().cookies()).toEqual([]);
  await page.context().close();
});

test.concurrent("a whole survey is answered by keyboard alone", async () => {
  const { page, problems } = await openSurvey(browser, await invite());
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe(
    "overall-grade",
  );
  await page.keyboard.press("b");
  expect(await isChosen(page, "overall-grade", "B")).toBe(true);
  await page.keyboard.press("Enter");
  await page.keyboard.press("4");
  expect(await isChosen(page, "workable-solutions", "4")).toBe(true);
  await page.keyboard.press("ArrowDown");
  expect(await isChosen(page, "workable-solutions", "5")).toBe(true);
  const last = () =>
    page.evaluate(() => document.activeElement?.matches(".sending button") ?? false);
  for (let presses = 0; presses < 200 && !(await last()); presses++) {
    const kind = await page.evaluate(() => document.activeElement?.getAttribute("type"));
    if (kind === "radio") await page.keyboard.press("3");
    await page.keyboard.press(kind === "radio" ? "Enter" : "Tab");
    const inText = await page.evaluate(() => document.activeElement?.matches(".q > textarea"));
    if (inText) await page.keyboard.type("Tell us 3 days earlier.");
  }
  await page.keyboard.press("Enter");
  await thanked(page);
  expect(await page.locator("dd").count()).toBeGreaterThan(8);
  expect(problems).toEqual([]);
  await page.context().close();
});

test.concurrent("a whole survey is answered without script, and a missing grade loses nothing", async () => {
  const { page } = await openSurvey(browser, await invite(), {
    ...phone,
    javaScriptEnabled: false,
  });
  await choose(page, "quality", "4");
  await page.locator("textarea#improve-one-thing").fill("Tell us earlier.");
  await send(page);
  await page.getByRole("heading", { name: "Not sent yet" }).waitFor();
  expect(await isChosen(page, "quality", "4")).toBe(true);
  expect(await page.locator("textarea#improve-one-thing").inputValue()).toBe("Tell us earlier.");
  await page.getByRole("link", { name: "Please choose a grade" }).click();
  await choose(page, "overall-grade", "C");
  await send(page);
  await thanked(page);
  expect(await page.getByText("C: Mixed").count()).toBe(1);
  await page.context().close();
});

test.concurrent("axe finds nothing while one answers, when something is wrong, and after sending", async () => {
  const { page } = await openSurvey(browser, await invite(), { ...phone, colorScheme: "dark" });
  const examine = async () => expect(await violations(page)).toEqual([]);
  await choose(page, "quality", "3");
  await page.locator("summary", { hasText: "Add a comment" }).first().click();
  await examine();
  await send(page);
  await page.getByRole("heading", { name: "Not sent yet" }).waitFor();
  await examine();
  await choose(page, "overall-grade", "A");
  await send(page);
  await thanked(page);
  await examine();
  await page.context().close();
});

test.concurrent("an error summary takes focus", async () => {
  const { page } = await openSurvey(browser, await invite());
  await send(page);
  await page.getByRole("heading", { name: "Not sent yet" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.matches(".summary"));
  await page.context().close();
});

test.concurrent("what is typed is saved, said to be saved, and there again on another device", async () => {
  const link = await invite();
  const { page } = await openSurvey(browser, link);
  await choose(page, "quality", "2");
  await page.getByText("1 of").waitFor();
  await page.getByText("Saved", { exact: true }).waitFor();
  const other = await openSurvey(browser, link);
  expect(await isChosen(other.page, "quality", "2")).toBe(true);
  await other.page.context().close();
  await page.context().close();
});

test.concurrent("a confidential page keeps answers in the browser only, until they are sent", async () => {
  const link = await invite("confidential");
  const { page } = await openSurvey(browser, link);
  const posts: string[] = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
  await choose(page, "overall-grade", "D");
  await page.getByText("Kept on this device until you send").waitFor();
  const again = await page.context().newPage();
  await again.goto(link);
  expect(await isChosen(again, "overall-grade", "D")).toBe(true);
  await again.getByText("1 of").waitFor();
  await again.close();
  await page.waitForTimeout(6000);
  expect(posts).toEqual([]);
  await send(page);
  await thanked(page);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await page.context().close();
});

// By itself: it measures how long the page waits.
test("saving happens at most once in five seconds, and once more on leaving", async () => {
  const { page } = await openSurvey(browser, await invite());
  const saves: number[] = [];
  page.on("request", (request) => request.method() === "POST" && saves.push(Date.now()));
  const field = page.locator("textarea#improve-one-thing");
  for (let word = 0; word < 30; word++) await field.pressSequentially("more ", { delay: 50 });
  await field.pressSequentially("and out", { delay: 10 });
  await page.goto("about:blank");
  const gaps = saves.slice(0, -1).map((time, index) => time - (saves[index - 1] ?? -Infinity));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4900);
  expect(saves.length).toBeGreaterThanOrEqual(2);
  await page.context().close();
});
