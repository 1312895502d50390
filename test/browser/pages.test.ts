import { brotliCompressSync, constants } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, openPage, signIn, type Watched } from "./browser.ts";
import type { Shapes } from "./crawl.ts";
import { examine } from "./examine.ts";
import { arrive, looks, setLook, visitors } from "./visits.ts";

const firstLoad = 60 * 1024;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** A mail shown as it arrives is served with scripts switched off, so axe has nothing to run in. */
const runsScripts = (path: string) => !/\/(preview|release)\/mail/.test(path);

/** A page made alike for two roles is looked at once. */
const seen: Shapes = new Map();

const compressed = (bodies: Iterable<Buffer>): number =>
  [...bodies].reduce(
    (sum, body) =>
      sum + brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length,
    0,
  );

/** What is wrong with one page: its weight, its width, what it logs, and what axe finds. */
async function look(watched: Watched, path: string): Promise<string[]> {
  const { page, problems, bytes } = watched;
  const faults: string[] = [];
  bytes.clear();
  problems.length = 0;
  await page.goto(path);
  if (compressed(bytes.values()) > firstLoad) faults.push(`${compressed(bytes.values())} bytes`);
  for (const look of looks) {
    await setLook(watched, look);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > look.width) faults.push(`${wide} px wide at ${look.width}`);
  }
  faults.push(...problems);
  return runsScripts(path) ? [...faults, ...(await examine(watched))] : faults;
}

test.for(visitors)(
  "every page $title fits 375 and 1280 px, logs nothing, loads within 60 kB, and axe finds nothing, light and dark",
  { timeout: 400_000 },
  async (visitor) => {
    const watched = await arrive(browser, visitor, seen);
    const faults: string[] = [];
    for (const path of watched.found)
      faults.push(...(await look(watched, path)).map((fault) => `${path} ${fault}`));
    expect(faults).toEqual([]);
    expect(watched.found.length).toBeGreaterThan(3);
    await watched.page.context().close();
  },
);

test("a webhook, which is there only once it is made, is fit to be looked at", async () => {
  const watched = await openPage(browser);
  const { page } = watched;
  await signIn(page, "admin");
  await page.goto("/webhooks");
  await page.getByLabel("Address").fill("https://crm.client.example/hooks/feedback");
  await page.locator("input[name='round.closed']").check();
  await page.getByRole("button", { name: "Add the webhook" }).click();
  await page.goto("/webhooks");
  await page.locator("main a[href^='/webhooks/']").click();
  expect(await examine(watched)).toEqual([]);
  await page.context().close();
});
