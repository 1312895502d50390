import type { Frame } from "#web/document.tsx";
import type { Context } from "hono";
import type { App } from "../app.ts";
import { configOf } from "../env.ts";

/** The frame of pages that work without a session: built from config alone, so that it never fails. */
export function signedOutFrame(c: Context<App>): Frame {
  const config = safely(() => configOf(c.env));
  return {
    supplierName: config?.SUPPLIER_NAME ?? "Client feedback",
    timeZone: config?.TIME_ZONE ?? "UTC",
    path: c.req.path,
    viewer: null,
    local: config?.LOCAL === "1",
  };
}

function safely<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
