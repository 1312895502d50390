import type { LocalState } from "./state.ts";

const passedThrough = [
  "ADMIN_EMAIL",
  "MAIL_FROM",
  "SUPPLIER_NAME",
  "TIME_ZONE",
  "RESEND_API_KEY",
  "RESEND_BASE_URL",
];

/** What a local run sets over `wrangler.toml`; the names above may come from the environment. */
export function localSettings(state: LocalState, baseUrl: string): Record<string, string> {
  const given = passedThrough.flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value] as const] : [];
  });
  return {
    ...Object.fromEntries(given),
    LOCAL: "1",
    BASE_URL: baseUrl,
    TOKEN_SECRET: state.tokenSecret,
    AUTH_SECRET: state.authSecret,
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
