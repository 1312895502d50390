import { renderPage } from "#web/document.tsx";
import { SettingsPage, type SettingsValues } from "#web/pages/settings/settings.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import type { Context } from "hono";
import { Hono } from "hono";
import { changeSettings, loadSettings } from "../domain/setting/actions.ts";
import { previewMail, settingsWith } from "../domain/setting/actions-preview.ts";
import { readLogo, timeZones } from "../domain/setting/rules.ts";
import { SettingsChange, type Settings } from "../domain/setting/schema.ts";
import { faultsOf, readForm, textOf, type Form } from "../middleware/form.ts";
import { framing, mailInFrame } from "../middleware/headers.ts";
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
  retentionMonths: "The number of months",
};
const fields = Object.keys(labels) as (keyof SettingsValues)[];

type Said = {
  values?: Partial<SettingsValues>;
  errors?: FieldError[];
  preview?: { settings: Settings; mail: string };
};

async function page(c: Context<StaffApp>, { values, errors = [], preview }: Said = {}) {
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
      retentionMonths: String(settings.retentionMonths),
      ...values,
    },
    errors,
    timeZones: [...new Set([settings.timeZone, ...timeZones()])],
    preview: preview ?? null,
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

/** What is typed, without what was not sent at all. */
function readTyped(sent: (field: keyof SettingsValues) => string | undefined) {
  const given = fields.flatMap((field) => {
    const value = sent(field);
    return value === undefined ? [] : [[field, value] as const];
  });
  const typed: Partial<SettingsValues> = Object.fromEntries(given);
  const { data, error } = SettingsChange.safeParse(typed);
  return { typed, data, errors: error ? faultsOf(error, labels) : [] };
}

/** The page with what is typed as it would look, in the address and not saved. */
async function previewPage(c: Context<StaffApp>) {
  const { typed, data, errors } = readTyped((field) => c.req.query(field));
  if (!data) return page(c, { values: typed, errors });
  const query = new URLSearchParams(typed).toString();
  const settings = await settingsWith(c.var.ctx, data);
  c.header("Content-Security-Policy", framing);
  return page(c, {
    values: typed,
    preview: { settings, mail: `${paths.settingsPreview}?${query}` },
  });
}

export const settingsRoutes = new Hono<StaffApp>()
  .use("/settings", requireStaff, requireRole("admin"), sameOrigin)
  .use("/settings/*", requireStaff, requireRole("admin"))
  .get("/settings", (c) => (c.req.query("preview") ? previewPage(c) : page(c)))
  .get("/settings/preview", async (c) => {
    const { data } = readTyped((field) => c.req.query(field));
    c.header("Content-Security-Policy", mailInFrame);
    c.header("X-Frame-Options", "SAMEORIGIN");
    return c.html(await previewMail(c.var.ctx, data ?? {}));
  })
  .post("/settings", async (c) => {
    const form = await readForm(c);
    const { typed, data, ...read } = readTyped((field) =>
      form[field] === undefined ? undefined : textOf(form, field),
    );
    const logo = await logoIn(form);
    const errors = [...read.errors, ...logo.errors];
    if (!data || errors.length > 0) return page(c, { values: typed, errors });
    await changeSettings(c.var.ctx, { ...(data as Partial<Settings>), ...logo.change });
    return c.redirect(`${paths.settings}?done=saved`, 303);
  });
