import type { BrowserContext } from "playwright-core";
import { product } from "./browser.ts";

const perRoute = 3;
const perRouteInAll = 6;
const fetchesPerRoute = 10;

/** Ids, tokens and the like become `:id`, so that pages of one route are known as such. */
const routeOf = ({ pathname, searchParams }: URL): string =>
  [
    pathname.replaceAll(/\/(?=[^/]*[\d%A-Z_])[^/]+|\/[^/]{20,}/g, "/:id"),
    ...[...searchParams.keys()].sort(),
  ].join(" ");

const matches = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map((m) => m[1]!);

/** What a page is made of, whatever it speaks of: its forms and the classes it uses. */
const shapeOf = (html: string): string =>
  [
    ...new Set(
      matches(html, /(?:action|class)="([^"]*)"/g).map((text) =>
        text.replaceAll(/[\w-]{20,}/g, ":id"),
      ),
    ),
  ]
    .sort()
    .join("|");

/** Of each route, the shapes of pages that were chosen already. */
export type Shapes = Map<string, Set<string>>;

/**
 * Follows every link from `starts` and gives the paths worth looking at: of each route up to three pages that
 * are not made alike (a draft, an open and a closed round are not) and not like those in `shapes`, and six in all.
 */
export async function crawl(
  context: BrowserContext,
  starts: string[],
  shapes: Shapes,
): Promise<string[]> {
  const queue = starts.map((start) => new URL(start, product.baseUrl));
  const known = new Set(queue.map(String));
  const fetched = new Map<string, number>();
  const chosenOf = new Map<string, number>();
  const chosen: string[] = [];
  for (const url of queue) {
    const route = routeOf(url);
    const shapesOfRoute = shapes.get(route) ?? new Set();
    const visits = fetched.get(route) ?? 0;
    if (visits >= fetchesPerRoute || (chosenOf.get(route) ?? 0) >= perRoute) continue;
    fetched.set(route, visits + 1);
    const response = await context.request.get(url.href);
    if (!response.headers()["content-type"]?.startsWith("text/html")) continue;
    const html = await response.text();
    const shape = shapeOf(html);
    if (!shapesOfRoute.has(shape) && shapesOfRoute.size < perRouteInAll) {
      shapes.set(route, shapesOfRoute.add(shape));
      chosenOf.set(route, (chosenOf.get(route) ?? 0) + 1);
      chosen.push(url.pathname + url.search);
    }
    for (const next of linksOf(html, url)) {
      if (known.has(next.href)) continue;
      known.add(next.href);
      queue.push(next);
    }
  }
  return chosen;
}

/** Whatever one letter leads to is somebody's own: a survey, an opt-out, a record of a conversation. */
const isPersonal = ({ pathname }: URL) => /^\/[a-z]\//.test(pathname);

/** Links of a page within the product. The personal pages that a mail leads to are looked at by themselves. */
function linksOf(html: string, base: URL): URL[] {
  return matches(html, /<a\s[^>]*?href="([^"]+)"/g)
    .map((href) => new URL(href.replaceAll("&amp;", "&"), base))
    .filter((url) => url.origin === base.origin && (!isPersonal(url) || isPersonal(base)))
    .map((url) => new URL(url.pathname + url.search, base));
}
