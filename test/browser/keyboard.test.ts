import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, openPage, signIn } from "./browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const controls =
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

/** How many stops the keyboard should make: a group of radios is one. */
const countStops = (page: Page) =>
  page.evaluate((controls) => {
    const usable = [...document.querySelectorAll<HTMLInputElement>(controls)].filter(
      (element) => element.checkVisibility() && !element.matches(":disabled"),
    );
    return new Set(usable.map((each) => (each.type === "radio" ? each.name : each))).size;
  }, controls);

const findFocus = (page: Page) =>
  page.evaluate((controls) => {
    const element = document.activeElement as HTMLInputElement | null;
    if (!element || element === (document.body as Element)) return null;
    const { top, bottom } = element.getBoundingClientRect();
    const marked = [element, element.closest("label")].some(
      (each) => each && getComputedStyle(each).outlineStyle !== "none",
    );
    const place = [...document.querySelectorAll(controls)].indexOf(element);
    return {
      stop: element.type === "radio" ? element.name : place,
      html: element.outerHTML.slice(0, 120),
      seen: marked && bottom > 0 && top < innerHeight,
    };
  }, controls);

/** Presses Tab until the page is left, and says where the focus could not be seen. */
async function walk(page: Page): Promise<{ stops: number; unseen: string[] }> {
  const stops = new Set<string | number>();
  const unseen: string[] = [];
  for (let presses = 0; presses < 500; presses++) {
    await page.keyboard.press("Tab");
    const focus = await findFocus(page);
    if (!focus) return { stops: stops.size, unseen };
    stops.add(focus.stop);
    if (!focus.seen) unseen.push(focus.html);
  }
  throw new Error("the focus never leaves the page");
}

test.concurrent.for(["/", "/accounts", "/rounds", "/rounds/new", "/imports", "/settings"])(
  "Tab reaches every link, button and field of %s and shows where it is",
  async (path) => {
    const { page } = await openPage(browser);
    await signIn(page, "admin");
    await page.goto(path);
    const expected = await countStops(page);
    const { stops, unseen } = await walk(page);
    expect(unseen).toEqual([]);
    expect(stops).toBe(expected);
    await page.context().close();
  },
);

test.concurrent("the first Tab offers to skip the navigation, and Enter does", async () => {
  const { page } = await openPage(browser);
  await signIn(page, "admin");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  await page.context().close();
});

test.concurrent("on paper a page has no navigation and no buttons", async () => {
  const { page } = await openPage(browser);
  await signIn(page, "admin");
  await page.emulateMedia({ media: "print" });
  expect(await page.locator("nav:visible, button:visible, .skip:visible").count()).toBe(0);
  expect(await page.locator("h1:visible").count()).toBe(1);
  await page.context().close();
});
