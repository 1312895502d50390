import { letterParts, renderLetter } from "#web/pages/survey/letter.tsx";
import { createHash } from "node:crypto";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ComponentChildren } from "preact";
import type { App } from "../context.ts";
import type { Settings } from "../domain/setting/schema.ts";
import type { SurveyForm } from "../domain/survey/actions.ts";
import type { Sitting } from "../domain/survey/rules.ts";
import { AppError } from "../errors.ts";
import { perMinute } from "./pace.ts";

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const policyOf = ({ styles, scripts }: ReturnType<typeof letterParts>) =>
  [
    "default-src 'none'",
    `style-src ${styles.map(hashOf).join(" ")}`,
    `script-src ${scripts.map(hashOf).join(" ")}`,
    "img-src data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

type Parts = ReturnType<typeof letterParts> & { policy: string };
let latest: { accent: string; parts: Parts } | undefined;

/** Computed once for each accent colour, which is once until an admin changes it. */
function partsFor(accent: string): Parts {
  if (latest?.accent !== accent) {
    const parts = letterParts(accent);
    latest = { accent, parts: { ...parts, policy: policyOf(parts) } };
  }
  return latest.parts;
}

/** The same for a page inside a frame of ours: it may be framed by us, and posts nowhere. */
const framed = (policy: string) =>
  policy
    .replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    .replace("form-action 'self'", "form-action 'none'");

/** What a preview calls the widths in which it shows a page. */
const widths = new Map([
  ["phone", "On a phone"],
  ["desk", "On a desk"],
]);

export type Letter = {
  settings: Settings;
  title: string;
  children: ComponentChildren;
  status?: ContentfulStatusCode;
  /** Shown to staff inside a page of theirs. */
  inFrame?: boolean;
};

/** Answers with a page on the supplier's letter paper, under a policy that lets run only what we put there. */
export function answerWithLetter<E extends App>(
  c: Context<E>,
  { settings, title, children, status, inFrame = false }: Letter,
) {
  const { policy, styles, scripts } = partsFor(settings.accentColour);
  c.header("Content-Security-Policy", inFrame ? framed(policy) : policy);
  if (inFrame) c.header("X-Frame-Options", "SAMEORIGIN");
  c.header("X-Robots-Tag", "noindex");
  const landmark = inFrame ? widths.get(c.req.query("width") ?? "") : undefined;
  const page = renderLetter({ settings, title, styles, scripts, landmark, children });
  return c.html(page, status ?? 200);
}

const tooLong = "This took us longer than it may.";
/** Whole files, what is read in, and what concerns everybody in a round. */
const lengthy = /\.(csv|xlsx)$|^\/(imports|person)\b|\/contacts\/import$|\/(launch|start|close)$/;

/** How many seconds a request may take. */
function patienceFor(path: string): number {
  if (isForClients(path)) return 10;
  return lengthy.test(path) ? 120 : 25;
}

/** Nobody waits longer than they may, however long the database does: then they are told what is known. */
export const answerInTime = createMiddleware<App>(async (c, next) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const over = () => reject(new AppError("unavailable", tooLong));
    timer = setTimeout(over, patienceFor(c.req.path) * 1000);
  });
  await Promise.race([next(), late]).finally(() => clearTimeout(timer));
});

/** Pages for people of the client: they open by a link of their own. */
export const isForClients = (path: string): boolean => /^\/[surcv]\//.test(path);

const unasked = 20;
const longestKey = 64;
const openedThisMinute = perMinute();

/**
 * Holds one link to so many requests a minute as is configured (120). A submission is never held back. Asking the platform takes
 * longer than the rest of the page, so it is asked only about links that this instance has seen often.
 */
async function limit<E extends App>(c: Context<E>): Promise<void> {
  const key = (c.req.path.split("/")[2] ?? "").slice(0, longestKey);
  const opened = openedThisMinute(key, c.var.ctx.now);
  if (opened <= unasked) return;
  const tooOften = opened > c.var.ctx.config.LINK_PER_MINUTE;
  if (tooOften || !(await c.env.RESPONDENT_LIMIT.limit({ key })).success)
    throw new AppError("rate_limited", "This page was opened very often within a minute.");
}

export const limitRespondent = createMiddleware<App>(async (c, next) => {
  await limit(c);
  await next();
});

/** A posted form: every field with its values, in the order they came. */
export async function readForm<E extends App>(c: Context<E>): Promise<Map<string, string[]>> {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\b/i.test(type))
    throw new AppError("unsupported", "This address takes a form, and what was sent is none.");
  // workerd warns of reading a form as text.
  const body = new TextDecoder().decode(await c.req.arrayBuffer());
  const sent = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(body)) {
    const values = sent.get(name);
    if (values) values.push(value);
    else sent.set(name, [value]);
  }
  return sent;
}

export type SurveyApp = App & { Variables: { form: SurveyForm } };
const sittings: Record<string, Sitting> = { "1": 1, "2": 2 };
export const sittingIn = (value: string | undefined): Sitting | null =>
  sittings[value ?? ""] ?? null;

/** The survey's form; saving while typing is held to the limit, sending is not. */
export const surveyForm = createMiddleware<SurveyApp>(async (c, next) => {
  const sent = await readForm(c);
  const wanted = sent.get("intent")?.[0];
  const intent = wanted === "save" || wanted === "submit" ? wanted : "unclear";
  if (intent !== "submit") await limit(c);
  const once = /^[\w-]{22}$/.exec(sent.get("once")?.[0] ?? "")?.[0] ?? null;
  c.set("form", { intent, sent, sitting: sittingIn(sent.get("sitting")?.[0]), once });
  await next();
});
