import { brotliCompressSync, constants } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser.ts";
import { arrive, looks, setLook, visitors } from "./visits.ts";

const firstLoad = 60 * 1024;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const compressed = (bodies: Iterable<Buffer>): number =>
  [...bodies].reduce(
    (sum, body) =>
      sum + brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length,
    0,
  );

test.for(visitors)(
  "every page $title fits 375 and 1280 px, logs nothing and loads within 60 kB",
  { timeout: 300_000 },
  async (visitor) => {
    const watched = await arrive(browser, visitor);
    const { page, problems, bytes, found } = watched;
    const faults: string[] = [];
    for (const path of found) {
      bytes.clear();
      problems.length = 0;
      await page.goto(path);
      if (compressed(bytes.values()) > firstLoad)
        faults.push(`${path}: ${compressed(bytes.values())} bytes`);
      for (const look of looks) {
        await setLook(watched, look);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > look.width) faults.push(`${path}: ${wide} px wide at ${look.width}`);
      }
      faults.push(...problems.map((problem) => `${path}: ${problem}`));
    }
    expect(faults).toEqual([]);
    expect(found.length).toBeGreaterThan(3);
    await page.context().close();
  },
);
