import { expect } from "vitest";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openPage, product, type Watched } from "./browser.ts";

export const phone = { viewport: { width: 375, height: 667 } };

/** What these calls give back, as far as a test reads it. */
type Given = {
  accounts: { id: string; name: string }[];
  round: { id: string };
  messages: { to: string; text: string }[];
};

async function api(method: string, path: string, body?: unknown, type = "application/json") {
  const response = await fetch(`${product.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${product.apiToken}`, "content-type": type },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
  return response.json<Given>();
}

let counter = 0;

/** A client of its own for each test: imported, surveyed and mailed like any other. Gives the link in the mail. */
export async function invite(confidentiality: "named" | "confidential" = "named"): Promise<string> {
  const company = `Browser ${process.pid}-${++counter}`;
  const email = `${company.toLowerCase().replace(" ", "-")}@client.example`;
  const csv = `First Name,Last Name,Email,Company,Tier,Most senior\nIda,Lund,${email},${company},user,yes\n`;
  await api("POST", "/contacts/import", csv, "text/csv");
  const { accounts } = await api("GET", "/accounts");
  const accountId = accounts.find(({ name }) => name === company)!.id;
  const round = { accountId, kind: "satisfaction", name: company, confidentiality };
  const { id } = (await api("POST", "/rounds", round)).round;
  await api("PUT", `/rounds/${id}/self-grade`, { grade: "B", reason: "A quiet year." });
  await api("POST", `/rounds/${id}/launch`, {});
  for (let wait = 0; wait < 100; wait++) {
    const { messages } = await api("GET", "/outbox");
    const mail = messages.find(({ to }) => to.includes(email));
    const link = mail && /^http\S+\/s\/[\w-]{22}$/m.exec(mail.text)?.[0];
    if (link) return link;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no invitation reached ${email}`);
}

/** The page behind a link, in a fresh profile. */
export async function openSurvey(
  browser: Browser,
  link: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const watched = await openPage(browser, options);
  await watched.page.goto(link);
  return watched;
}

export const choose = (page: Page, name: string, value: string) =>
  page.locator(`input[name="${name}"][value="${value}"]`).check({ force: true });
export const isChosen = (page: Page, name: string, value: string) =>
  page.locator(`input[name="${name}"][value="${value}"]`).isChecked();
export const send = (page: Page) => page.getByRole("button", { name: "Send my answers" }).click();
export const thanked = (page: Page) =>
  page.getByRole("heading", { name: "Thank you, Ida" }).waitFor();
