import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser.ts";
import { arrive, looks, setLook, visitors } from "./visits.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Every rule in a light page; what colours alone decide again in the dark. */
async function findings(page: Page, colorScheme: "light" | "dark"): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  if (colorScheme === "dark") axe.withRules("color-contrast");
  else axe.options({ rules: { "target-size": { enabled: true } } });
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

test.for(visitors)(
  "axe finds nothing on any page $title, wide and narrow, light and dark",
  { timeout: 180_000 },
  async (visitor) => {
    const watched = await arrive(browser, visitor);
    const faults: string[] = [];
    for (const path of watched.found) {
      await watched.page.goto(path);
      for (const look of looks) {
        await setLook(watched, look);
        for (const finding of await findings(watched.page, look.colorScheme))
          faults.push(`${path} ${look.width} ${look.colorScheme} ${finding}`);
      }
    }
    expect(faults).toEqual([]);
    await watched.page.context().close();
  },
);
