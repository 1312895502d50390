import { Buffer } from "node:buffer";
import { env } from "cloudflare:workers";
import { afterEach, expect } from "vitest";

/** Tokens that open something. Those of other kinds only name it. */
const opening =
  /^(survey|opt-out|conversation|client|share|test|calendar|api|sign-in|local-sign-in)\|/;

type Watch = { made: Set<string>; printed: string[] };
const key = Symbol.for("secrets of this run");
const shared = globalThis as unknown as Record<symbol, Watch | undefined>;
// All files of a run share one instance: what is watched is watched once.
const watch: Watch = (shared[key] ??= begin());

/** Notes every token that is derived, and everything that is printed. */
function begin(): Watch {
  const begun: Watch = { made: new Set(), printed: [] };
  const sign = crypto.subtle.sign.bind(crypto.subtle);
  crypto.subtle.sign = async (algorithm, signingKey, data) => {
    const signature = await sign(algorithm, signingKey, data);
    if (opening.test(new TextDecoder().decode(data)))
      begun.made.add(Buffer.from(signature, 0, 16).toString("base64url"));
    return signature;
  };
  for (const level of ["debug", "log", "info", "warn", "error"] as const) {
    const print = console[level].bind(console);
    console[level] = (...said: unknown[]) => {
      begun.printed.push(said.map(wordsOf).join(" "));
      print(...said);
    };
  }
  return begun;
}

const wordsOf = (said: unknown): string =>
  said instanceof Error
    ? `${said.stack} ${wordsOf(said.cause ?? "")}`
    : typeof said === "string"
      ? said
      : (JSON.stringify(said) ?? "");

/** Those of the tokens of this run that stand in a text. */
export const tokensIn = (text: string): string[] =>
  (text.match(/[\w-]{22,}/g) ?? []).filter((word) => watch.made.has(word));

/** Where no token belongs: what was done, what was mailed and could not be, and what others are told. */
const kept = ["audit_entry", "message", "mail_event", "webhook_delivery", "attempt"];

afterEach(async () => {
  const rows = await env.DB.batch(kept.map((name) => env.DB.prepare(`select * from "${name}"`)));
  const sessions = await env.DB.prepare("select token from session").all<{ token: string }>();
  const stored = JSON.stringify(rows.map(({ results }) => results));
  const output = watch.printed.splice(0).join("\n");
  const both = `${stored}\n${output}`;
  expect(tokensIn(both), "tokens in logs or records").toEqual([]);
  const held = sessions.results.filter(({ token }) => both.includes(token));
  expect(held, "sessions in logs or records").toEqual([]);
});
