import type { Frame } from "#web/document.tsx";
import type { Context } from "hono";
import type { App } from "../context.ts";
import { loadSettings } from "../domain/setting/actions.ts";
import { configOf } from "../env.ts";

/** The frame of pages that work without a session: built from config alone, so that it never fails. */
export function signedOutFrame<E extends App>(c: Context<E>): Frame {
  const config = safely(() => configOf(c.env));
  return {
    supplierName: config?.SUPPLIER_NAME ?? "Client feedback",
    timeZone: config?.TIME_ZONE ?? "UTC",
    path: c.req.path,
    viewer: null,
    local: config?.LOCAL === "1",
  };
}

/** The frame of public pages that may ask the database: under the name and in the zone the supplier chose. */
export async function publicFrame(c: Context<App>): Promise<Frame> {
  const { supplierName, timeZone } = await loadSettings(c.var.ctx);
  return { ...signedOutFrame(c), supplierName, timeZone };
}

/** The frame of a page for one person outside: the supplier's name, and no way into the house. */
export const outsideFrame = <E extends App>(
  c: Context<E>,
  { supplierName, timeZone }: Pick<Frame, "supplierName" | "timeZone">,
): Frame => ({ ...signedOutFrame(c), supplierName, timeZone });

function safely<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
