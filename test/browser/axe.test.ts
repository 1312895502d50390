import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser.ts";
import type { Shapes } from "./crawl.ts";
import { arrive, looks, setLook, visitors } from "./visits.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const [wideAndLight, , , narrowAndDark] = looks;
const visual = ["color-contrast", "target-size", "scrollable-region-focusable"];
/** A page made alike for two roles is examined once. */
const seen: Shapes = new Map();

/** Every rule on the wide page in the light; what width and colours decide, again on the narrow one in the dark. */
async function findings(page: Page, look: (typeof looks)[number]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  if (look === wideAndLight) axe.options({ rules: { "target-size": { enabled: true } } });
  else axe.withRules(visual);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

test.for(visitors)(
  "axe finds nothing on any page $title, wide and narrow, light and dark",
  { timeout: 300_000 },
  async (visitor) => {
    const watched = await arrive(browser, visitor, seen);
    const faults: string[] = [];
    for (const path of watched.found) {
      await watched.page.goto(path);
      for (const look of [wideAndLight, narrowAndDark]) {
        await setLook(watched, look);
        for (const finding of await findings(watched.page, look))
          faults.push(`${path} ${look.width} ${look.colorScheme} ${finding}`);
      }
    }
    expect(faults).toEqual([]);
    await watched.page.context().close();
  },
);
