import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "playwright-core";
import { inject } from "vitest";

export const product = inject("product");

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: product.chromium, args: flags });

export type Watched = { page: Page; problems: string[]; bytes: Map<string, Buffer> };

/** A page of a fresh profile. `problems` collects what a user's console would show: errors, refused styles and scripts. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({
    baseURL: product.baseUrl,
    viewport: { width: 1280, height: 800 },
    // A press would miss what is still scrolling to its place.
    reducedMotion: "reduce",
    ...options,
  });
  return watch(context);
}

/** One more page of a profile. */
export async function watch(context: BrowserContext): Promise<Watched> {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const problems: string[] = [];
  const bytes = new Map<string, Buffer>();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    // A page answered with 4xx on purpose is reported by the browser as a failed resource.
    const expected =
      message.location().url === page.url() && /status of 4\d\d/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !expected) problems.push(message.text());
  });
  page.on("requestfinished", async (request) => {
    const response = await request.response();
    const body = await response?.body().catch(() => null);
    if (body) bytes.set(request.url(), body);
  });
  return { page, problems, bytes };
}

export type Role = "account manager" | "leader" | "admin";

/** Signs in the way the printed link says: open it, press the button. */
export async function signIn(page: Page, role: Role): Promise<void> {
  const link = product.links[`Sign in as ${role}`];
  if (!link) throw new Error(`the start printed no link to sign in as ${role}`);
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${product.baseUrl}/`);
}
