import axe, { type RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import type { Watched } from "./browser.ts";
import { looks, setLook } from "./visits.ts";

const [wideAndLight, , , narrowAndDark] = looks;

/** Every rule on the wide page in the light; what width and colours decide, again on the narrow one in the dark. */
const rulesAt = new Map<(typeof looks)[number], RunOptions>([
  [wideAndLight, { rules: { "target-size": { enabled: true } } }],
  [narrowAndDark, { runOnly: ["color-contrast", "target-size", "scrollable-region-focusable"] }],
]);

type WithAxe = typeof globalThis & { axe: typeof axe };

/** What axe finds on the page as it stands. What a frame shows is a page of its own, linked beside it. */
export async function violations(page: Page, rules: RunOptions = {}): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  // Only what is wrong is described: to describe all that is right takes longer than to look.
  const options: RunOptions = {
    ...rules,
    iframes: false,
    resultTypes: ["violations"],
    selectors: false,
  };
  const found = await page.evaluate((given) => (globalThis as WithAxe).axe.run(given), options);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** What is wrong with the page as it stands, by its width and by axe, at both widths, light and dark. */
export async function examine(watched: Watched, runsScripts = true): Promise<string[]> {
  const faults: string[] = [];
  for (const look of looks) {
    await setLook(watched, look);
    const wide = await watched.page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > look.width) faults.push(`${look.width}: ${wide} px wide`);
    const rules = rulesAt.get(look);
    if (!rules || !runsScripts) continue;
    for (const finding of await violations(watched.page, rules))
      faults.push(`${look.width} ${look.colorScheme}: ${finding}`);
  }
  return faults;
}
