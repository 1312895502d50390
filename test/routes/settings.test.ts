import * as tables from "#db/schema.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { createStaff, db, origin, post, request, signIn, visit } from "../factories.ts";

let cookie: string;
beforeEach(async () => {
  cookie = await signIn(await createStaff({ role: "admin" }));
});

const values = {
  supplierName: "Nordwind Beratung",
  timeZone: "America/Sao_Paulo",
  accentColour: "#0A7F5C",
  footerAddress: "Nordwind Beratung\r\nHafenstraße 1, 20457 Hamburg",
};
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const textBytes = (text: string) => [...new TextEncoder().encode(text)];
const padded = (bytes: number[], length: number) =>
  Uint8Array.from({ length }, (_, at) => bytes[at] ?? 0);

/** The form as a browser sends it when a file is chosen. */
function upload(
  bytes: Uint8Array<ArrayBuffer>,
  name = "logo.png",
  fields: Record<string, string> = {},
) {
  const body = new FormData();
  for (const [key, value] of Object.entries({ ...values, ...fields })) body.set(key, value);
  body.set("logo", new File([bytes], name));
  return request("/settings", { method: "POST", body, headers: { origin, cookie } });
}
const saved = () => db.query.setting.findFirst();

describe("saving", () => {
  test("keeps everything and shows it from then on", async () => {
    const response = await post("/settings", values, cookie);
    expect([response.status, response.headers.get("location")]).toEqual([
      303,
      "/settings?done=saved",
    ]);
    expect(await saved()).toMatchObject({
      supplierName: "Nordwind Beratung",
      timeZone: "America/Sao_Paulo",
      accentColour: "#0a7f5c",
      footerAddress: "Nordwind Beratung\nHafenstraße 1, 20457 Hamburg",
      logo: null,
    });
    const html = await (await visit("/settings", cookie)).text();
    expect(html).toContain("Nordwind Beratung");
    expect(html).toContain('fill="#0a7f5c"');
    const [entry] = await db.select().from(tables.auditEntry);
    expect(entry).toMatchObject({
      action: "settings.changed",
      detail: { changed: ["supplierName", "timeZone", "accentColour", "footerAddress"] },
    });
  });

  test.each([
    ["19; 4 11 4", [4, 11, 19]],
    ["7", [7]],
    ["", []],
  ])("takes reminder days as people type them: %j", async (reminderDays, kept) => {
    const response = await post("/settings", { ...values, reminderDays }, cookie);
    expect(response.status).toBe(303);
    expect(await saved()).toMatchObject({ reminderDays: kept });
  });

  test("the same again leaves no second audit entry", async () => {
    await post("/settings", values, cookie);
    await post("/settings", values, cookie);
    expect(await db.$count(tables.auditEntry)).toBe(1);
  });

  test.each([
    ["no name", { supplierName: "" }, "The name is empty."],
    ["a line break in the name", { supplierName: "A\r\nBcc: x" }, "The name contains line breaks"],
    [
      "a time zone nobody knows",
      { timeZone: "Europe/Atlantis" },
      "The time zone is not one we know.",
    ],
    ["a colour in words", { accentColour: "red" }, "The accent colour is not a colour like"],
    ["a colour that would end the rule", { accentColour: "#fff;}" }, "The accent colour is not"],
    ["a reminder on no day", { reminderDays: "4, soon" }, "The reminder days are not days like"],
    ["a reminder on day 0", { reminderDays: "0, 4" }, "The reminder days go from 1 to 90"],
    ["a fourth reminder", { reminderDays: "1 2 3 4" }, "The reminder days are more than 3"],
    ["an endless address", { footerAddress: "x".repeat(301) }, "The address is longer than 300"],
  ])("%s is refused, and what was typed stands there again", async (_, changed, message) => {
    const response = await post("/settings", { ...values, ...changed }, cookie);
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain(message);
    expect(html).toContain("footerAddress" in changed ? "Nordwind Beratung" : "Hafenstraße 1");
    expect(await saved()).toBeUndefined();
  });

  test.each(["leader", "account_manager", "independent_administrator"] as const)(
    "is not for a %s",
    async (role) => {
      const other = await signIn(await createStaff({ role }));
      expect((await visit("/settings", other)).status).toBe(403);
      expect((await post("/settings", values, other)).status).toBe(403);
      expect(await saved()).toBeUndefined();
    },
  );
});

describe("a logo", () => {
  test.each([
    ["image/png", png],
    ["image/jpeg", [0xff, 0xd8, 0xff, 0xe0]],
    ["image/gif", textBytes("GIF89a")],
    ["image/webp", textBytes("RIFF\0\0\0\0WEBP")],
  ])("%s of exactly 1.5 kB is kept as it is", async (type, start) => {
    const bytes = padded(start, 1536);
    expect((await upload(bytes, "any.name")).status).toBe(303);
    const { logo } = (await saved())!;
    const [head, data] = logo!.split(",");
    expect(head).toBe(`data:${type};base64`);
    expect(Uint8Array.from(atob(data!), (sign) => sign.charCodeAt(0))).toEqual(bytes);
  });

  test.each([
    ["one byte too many", padded(png, 1537), "logo.png", "The logo has 1537 bytes"],
    [
      "an SVG",
      Uint8Array.from(textBytes("<svg xmlns='http://www.w3.org/2000/svg'/>")),
      "a.svg",
      "is not a PNG",
    ],
    [
      "an SVG that is called a PNG",
      Uint8Array.from(textBytes("<?xml?><svg/>")),
      "a.png",
      "is not a PNG",
    ],
    ["text", Uint8Array.from(textBytes("hello")), "a.gif", "is not a PNG"],
  ])("%s is refused and nothing is saved", async (_, bytes, name, message) => {
    const response = await upload(bytes, name);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
    expect(await saved()).toBeUndefined();
  });

  test("stays when the form is saved without one, and goes when it is to go", async () => {
    await upload(padded(png, 100));
    await upload(new Uint8Array());
    expect((await saved())!.logo).toMatch(/^data:image\/png/);
    await post("/settings", { ...values, removeLogo: "yes" }, cookie);
    expect((await saved())!.logo).toBeNull();
  });
});
