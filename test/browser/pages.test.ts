import { brotliCompressSync, constants } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, openPage, signIn, watch, type Watched } from "./browser.ts";
import type { Shapes } from "./crawl.ts";
import { examine } from "./examine.ts";
import { arrive, visitors } from "./visits.ts";

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

/** What came over the wire, as if it were sent compressed. Styles and scripts are the same on most pages. */
const weights = new Map<string, number>();
const compressed = (bytes: Map<string, Buffer>): number =>
  [...bytes].reduce((sum, [url, body]) => {
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
    const weight = weights.get(url) ?? brotliCompressSync(body, options).length;
    if (url.includes("/assets/")) weights.set(url, weight);
    return sum + weight;
  }, 0);

/** What is wrong with one page: its weight, its width, what it logs, and what axe finds. */
async function look(watched: Watched, path: string): Promise<string[]> {
  const { page, problems, bytes } = watched;
  bytes.clear();
  problems.length = 0;
  await page.goto(path);
  const weight = compressed(bytes);
  const faults = weight > firstLoad ? [`${weight} bytes`] : [];
  faults.push(...(await examine(watched, runsScripts(path))), ...problems);
  return faults.map((fault) => `${path} ${fault}`);
}

/** Looks at all of them, two at a time. */
async function lookAtAll(watched: Watched, paths: string[]): Promise<string[]> {
  const waiting = [...paths];
  const faults: string[] = [];
  const lane = async (one: Watched) => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift())
      faults.push(...(await look(one, path)));
  };
  await Promise.all([lane(watched), lane(await watch(watched.page.context()))]);
  return faults;
}

test.for(visitors)(
  "every page $title fits 375 and 1280 px, logs nothing, loads within 60 kB, and axe finds nothing, light and dark",
  { timeout: 400_000 },
  async (visitor) => {
    const watched = await arrive(browser, visitor, seen);
    expect(await lookAtAll(watched, watched.found)).toEqual([]);
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
