import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser.ts";
import type { Shapes } from "./crawl.ts";
import { examine } from "./examine.ts";
import { arrive, visitors } from "./visits.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** A mail shown as it arrives is served with scripts switched off, so axe has nothing to run in. */
const runsScripts = (path: string) => !/\/(preview|release)\/mail/.test(path);

/** A page made alike for two roles is examined once. */
const seen: Shapes = new Map();

test.for(visitors)(
  "axe finds nothing on any page $title, wide and narrow, light and dark",
  { timeout: 300_000 },
  async (visitor) => {
    const watched = await arrive(browser, visitor, seen);
    const faults: string[] = [];
    for (const path of watched.found.filter(runsScripts)) {
      await watched.page.goto(path);
      faults.push(...(await examine(watched)).map((fault) => `${path} ${fault}`));
    }
    expect(faults).toEqual([]);
    await watched.page.context().close();
  },
);
