import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import type { Watched } from "./browser.ts";
import { looks, setLook } from "./visits.ts";

const [wideAndLight, , , narrowAndDark] = looks;
const visual = ["color-contrast", "target-size", "scrollable-region-focusable"];

/** Takes frames out: what one shows is a page of its own, linked beside it, and axe waits for it in vain. */
const withoutFrames = (page: Page) =>
  page.evaluate(() => {
    for (const frame of document.querySelectorAll("iframe")) frame.remove();
  });

const patience = 15_000;
const mostAttempts = 4;

/** Now and then axe waits for a frame that is gone and never answers: then the page is opened anew. */
async function analysed(page: Page, axe: AxeBuilder) {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    await withoutFrames(page);
    const waited = page.waitForTimeout(patience).then(() => null);
    const results = await Promise.race([axe.analyze(), waited]);
    if (results) return results;
    await page.reload();
  }
  throw new Error(`axe did not answer on ${page.url()}`);
}

/** Every rule on the wide page in the light; what width and colours decide, again on the narrow one in the dark. */
async function findings(page: Page, look: (typeof looks)[number]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  if (look === wideAndLight) axe.options({ rules: { "target-size": { enabled: true } } });
  else axe.withRules(visual);
  const { violations } = await analysed(page, axe);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** What is wrong with the page as it stands, by axe and by its width, wide in the light and narrow in the dark. */
export async function examine(watched: Watched): Promise<string[]> {
  const faults: string[] = [];
  for (const look of [wideAndLight, narrowAndDark]) {
    await setLook(watched, look);
    const wide = await watched.page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > look.width) faults.push(`${look.width}: ${wide} px wide`);
    for (const finding of await findings(watched.page, look))
      faults.push(`${look.width} ${look.colorScheme}: ${finding}`);
  }
  return faults;
}
