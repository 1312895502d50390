import { renderPage } from "#web/document.tsx";
import { SettingsPage, type SettingsValues } from "#web/pages/settings/settings.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import type { Context } from "hono";
import { Hono } from "hono";
import { changeSettings, loadSettings } from "../domain/setting/actions.ts";
import { readLogo, timeZones } from "../domain/setting/rules.ts";
import { SettingsChange, type Settings } from "../domain/setting/schema.ts";
import { faultsOf, readForm, textOf, type Form } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireRole, requireStaff, type StaffApp } from "../middleware/staff.ts";

const labels = {
  supplierName: "The name",
  timeZone: "The time zone",
  accentColour: "The accent colour",
  footerAddress: "The address",
  reminderDays: "The reminder days",
  senderName: "The sender’s name",
  replyTo: "The reply address",
  signature: "The signature",
};
const fields = Object.keys(labels) as (keyof SettingsValues)[];

type Said = { values?: Partial<SettingsValues>; errors?: FieldError[] };

async function page(c: Context<StaffApp>, { values, errors = [] }: Said = {}) {
  const { ctx, frame } = c.var;
  const settings = await loadSettings(ctx);
  const props = {
    settings,
    values: {
      ...settings,
      footerAddress: settings.footerAddress ?? "",
      reminderDays: settings.reminderDays.join(", "),
      senderName: settings.senderName ?? "",
      replyTo: settings.replyTo ?? "",
      signature: settings.signature ?? "",
      ...values,
    },
    errors,
    timeZones: [...new Set([settings.timeZone, ...timeZones()])],
    saved: c.req.query("done") === "saved" && errors.length === 0,
  };
  const html = renderPage({ frame, title: "Settings", children: <SettingsPage {...props} /> });
  return c.html(html, errors.length > 0 ? 422 : 200);
}

/** What the form says of the logo: a new one, none any more, or nothing. */
async function logoIn(form: Form): Promise<{ change: Partial<Settings>; errors: FieldError[] }> {
  const file = form["logo"];
  if (!(file instanceof File) || file.size === 0)
    return { change: form["removeLogo"] ? { logo: null } : {}, errors: [] };
  const read = readLogo(new Uint8Array(await file.arrayBuffer()));
  return read.ok
    ? { change: { logo: read.logo }, errors: [] }
    : { change: {}, errors: [{ field: "logo", message: read.message }] };
}

export const settingsRoutes = new Hono<StaffApp>()
  .use("/settings", requireStaff, requireRole("admin"), sameOrigin)
  .get("/settings", (c) => page(c))
  .post("/settings", async (c) => {
    const form = await readForm(c);
    const sent = fields.filter((field) => form[field] !== undefined);
    const typed = Object.fromEntries(sent.map((field) => [field, textOf(form, field)]));
    const { data, error } = SettingsChange.safeParse(typed);
    const logo = await logoIn(form);
    const errors = [...(error ? faultsOf(error, labels) : []), ...logo.errors];
    if (!data || errors.length > 0) return page(c, { values: typed, errors });
    await changeSettings(c.var.ctx, { ...(data as Partial<Settings>), ...logo.change });
    return c.redirect(`${paths.settings}?done=saved`, 303);
  });
