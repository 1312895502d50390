import { readFileSync } from "node:fs";
import { supplierName as demoSupplier } from "#db/demo/staff.ts";
import type { LocalState } from "./state.ts";

const fromFile = ["ADMIN_EMAIL", "MAIL_FROM", "SUPPLIER_NAME", "TIME_ZONE"];
const mail = ["RESEND_API_KEY", "RESEND_BASE_URL", "RESEND_WEBHOOK_SECRET"];
const provider = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_LABEL"];
const fromEnvironment = [...fromFile, ...mail, ...provider];

/** A value of `wrangler.toml`; written there as wrangler's own template has it, `name = "value"`. */
export function wranglerValue(name: string): string {
  const line = new RegExp(`^${name} = "(.+)"$`, "m").exec(readFileSync("wrangler.toml", "utf8"));
  if (!line) throw new Error(`\`wrangler.toml\` has no line \`${name} = "…"\`.`);
  return line[1]!;
}

/** All settings of a local run: those of `wrangler.toml`, over them the environment's, over them its own. */
export function localSettings(
  state: LocalState,
  baseUrl: string,
  empty: boolean,
): Record<string, string> {
  const given = fromEnvironment.flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value] as const] : [];
  });
  return {
    ...Object.fromEntries(fromFile.map((name) => [name, wranglerValue(name)])),
    ...(!empty && { SUPPLIER_NAME: demoSupplier }),
    ...Object.fromEntries(given),
    LOCAL: "1",
    BASE_URL: baseUrl,
    TOKEN_SECRET: state.tokenSecret,
    AUTH_SECRET: state.authSecret,
    SEALING_SECRET: state.sealingSecret,
  };
}

/** The same as the lines of a file for `wrangler dev --env-file`. */
export const settingLines = (settings: Record<string, string>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${quote(value)}\n`)
    .join("");

function quote(value: string): string {
  const mark = ["'", '"', "`"].find((mark) => !value.includes(mark));
  if (mark === undefined || value.includes("\n"))
    throw new Error("A value in the environment has line breaks or every kind of quotation mark.");
  return mark + value + mark;
}
