import { execFileSync, spawnSync } from "node:child_process";
import type { TestProject } from "vitest/node";
import startProduct, { type Product } from "../setup/browser.ts";

type Message = {
  kind: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
};

/** Rules about how a mail was sent, or about what only the real sender adds; the others are about its content. */
const sending =
  /^(ALL_TRUSTED|NO_RECEIVED|NO_RELAYS|MISSING_(DATE|MID)|DKIM_|SPF_|DMARC_|RCVD_|RDNS_|DATE_|MISSING_HEADERS|UNPARSEABLE_RELAY|URIBL_|RCVD_IN_|TVD_|T_SPF|T_DKIM)/;

const installed = (): boolean => spawnSync("spamassassin", ["--version"]).status === 0;

/** One of each kind of mail in a local run's outbox, as it would lie in a mailbox. */
async function mailsOf(base: string, token: string): Promise<Map<string, string>> {
  const answer = await fetch(`${base}/api/v1/outbox?limit=200`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { messages } = await answer.json<{ messages: Message[] }>();
  return new Map(messages.toReversed().map((message) => [message.kind, letterOf(message)]));
}

const encoded = (text: string) =>
  Buffer.from(text).toString("base64").replaceAll(/.{76}/g, "$&\r\n");

const word = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`;

function letterOf({ to, subject, text, html, headers }: Message): string {
  const part = (type: string, body: string) =>
    `--twin\r\nContent-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded(body)}\r\n`;
  const { From: from = "", ...others } = headers;
  const [, name = "", address = from] = /^"(.*)" <(.*)>$/.exec(from) ?? [];
  const head = {
    From: `${word(name)} <${address}>`,
    To: to,
    Subject: word(subject),
    Date: new Date().toUTCString().replace("GMT", "+0000"),
    "Message-ID": `<1@${address.split("@")[1] ?? "example.com"}>`,
    "MIME-Version": "1.0",
    "Content-Type": 'multipart/alternative; boundary="twin"',
    ...others,
  };
  const lines = Object.entries(head).map(([key, value]) => `${key}: ${value}\r\n`);
  return `${lines.join("")}\r\n${part("plain", text)}${part("html", html)}--twin--\r\n`;
}

/** The rules about content that one mail hits; nothing leaves the machine to find out. */
function hitsOf(mail: string): string[] {
  const report = execFileSync("spamassassin", ["--local", "--test-mode"], { input: mail });
  const lines = report.toString().matchAll(/^\s*(-?\d+\.\d+)\s+([A-Z][A-Z0-9_]+)\s/gm);
  return [...lines].flatMap(([, points, rule]) =>
    Number(points) > 0 && !sending.test(rule!) ? [rule!] : [],
  );
}

/** Each kind of mail of the demo with the content rules of SpamAssassin that it hits; null without SpamAssassin. */
export async function checkSpam(): Promise<Record<string, string[]> | null> {
  if (!installed()) return null;
  let product: Product | undefined;
  const project = { provide: (_: string, value: Product) => void (product = value) };
  const stop = await startProduct(project as unknown as TestProject); // -- only what it calls
  try {
    const mails = await mailsOf(product!.baseUrl, product!.apiToken);
    return Object.fromEntries([...mails].map(([kind, mail]) => [kind, hitsOf(mail)]));
  } finally {
    await stop();
  }
}
