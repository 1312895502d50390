import type { Browser } from "playwright-core";
import { openPage, product, signIn, type Role, type Watched } from "./browser.ts";
import { crawl, type Shapes } from "./crawl.ts";

/** Who looks, and from where their looking begins. */
export const visitors: { title: string; role?: Role; starts: string[] }[] = [
  {
    title: "without a session",
    starts: [
      "/sign-in",
      "/sign-in/unknown",
      "/nothing-here",
      "/s/unknown",
      "/u/unknown",
      "/r/unknown",
      ...Object.entries(product.links)
        .filter(([title]) => /^(Respond|Sign in|Read)/.test(title))
        .map(([, url]) => new URL(url).pathname),
    ],
  },
  { title: "as account manager", role: "account manager", starts: ["/"] },
  { title: "as leader", role: "leader", starts: ["/"] },
  { title: "as admin", role: "admin", starts: ["/", "/outbox"] },
];

/** The same page at both widths, light and dark. */
export const looks = [
  { width: 1280, height: 800, colorScheme: "light" },
  { width: 1280, height: 800, colorScheme: "dark" },
  { width: 375, height: 667, colorScheme: "light" },
  { width: 375, height: 667, colorScheme: "dark" },
] as const;

export async function setLook(
  { page }: Watched,
  { width, height, colorScheme }: (typeof looks)[number],
) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
}

/** A browser page with the visitor's session, and every path worth looking at that is not made like `seen`. */
export async function arrive(
  browser: Browser,
  { role, starts }: (typeof visitors)[number],
  seen: Shapes,
): Promise<Watched & { found: string[] }> {
  const watched = await openPage(browser);
  if (role) await signIn(watched.page, role);
  return { ...watched, found: await crawl(watched.page.context(), starts, seen) };
}
