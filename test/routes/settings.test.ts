import { insertMessages, messageRow } from "#db/queries/message.ts";
import * as tables from "#db/schema.ts";
import { findOutboxMessage } from "#worker/domain/message/actions.ts";
import { beforeEach, describe, expect, test } from "vitest";
import {
  createStaff,
  db,
  launchedRound,
  origin,
  post,
  request,
  signIn,
  testCtx,
  visit,
} from "../factories.ts";

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

describe("the sender of mail", () => {
  const sender = {
    senderName: "Client feedback team",
    replyTo: "Feedback@Supplier.example",
    signature: "Quality department\r\n+49 40 1234",
  };

  test("is saved, shown, and used by the next mail", async () => {
    expect((await post("/settings", sender, cookie)).status).toBe(303);
    expect(await saved()).toMatchObject({
      senderName: "Client feedback team",
      replyTo: "feedback@supplier.example",
      signature: "Quality department\n+49 40 1234",
    });
    const html = await (await visit("/settings", cookie)).text();
    expect(html).toContain("<dd>Client feedback team</dd>");
    expect(html).toContain("<dd>feedback@supplier.example</dd>");

    const { invitation, manager } = await launchedRound();
    const mail = await invitationMailTo(invitation);
    expect(mail.headers["From"]).toMatch(/^"Client feedback team" </);
    expect(mail.headers["Reply-To"]).toBe("feedback@supplier.example");
    expect(mail.text).toContain(`${manager.name}\nYour firm\nQuality department\n+49 40 1234\n`);
  });

  test("of a confidential round stays away from the shared address", async () => {
    await post("/settings", sender, cookie);
    const { invitation } = await launchedRound({ round: { confidentiality: "confidential" } });
    expect((await invitationMailTo(invitation)).headers["Reply-To"]).toBe("admin@example.com");
  });

  test("falls back when emptied, and an address that is none is refused with all kept", async () => {
    await post("/settings", sender, cookie);
    const refused = await post("/settings", { ...sender, replyTo: "nobody" }, cookie);
    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain("The reply address is not an address like feedback@yourfirm.com");
    expect(html).toContain('value="nobody"');
    await post("/settings", { senderName: "", replyTo: "", signature: "" }, cookie);
    expect(await saved()).toMatchObject({ senderName: null, replyTo: null, signature: null });
  });
});

async function invitationMailTo(invitation: { id: string; contact: { email: string } }) {
  const { id, contact } = invitation;
  const intent = { kind: "invitation", recipient: contact.email, invitationId: id };
  await insertMessages(db, [messageRow({ id: `invitation/${id}`, ...intent }, new Date())]);
  return findOutboxMessage(testCtx(), `invitation/${id}`);
}

test("a preview shows what is typed, in the real mail too, and saves nothing", async () => {
  const query = new URLSearchParams({
    ...values,
    signature: "Client care, +49 40 555 0100",
    reminderDays: "4",
    preview: "yes",
  }).toString();
  const page = await visit(`/settings?${query}`, cookie);
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain("Nothing of this is saved yet");
  expect(html).toContain("Client care, +49 40 555 0100");
  const src = /src="(\/settings\/preview\?[^"]+)"/.exec(html)![1]!.replaceAll("&amp;", "&");
  const mail = await visit(src, cookie);
  expect(mail.headers.get("content-security-policy")).toContain("sandbox");
  const text = await mail.text();
  expect(text).toContain("Nordwind Beratung");
  expect(text).toContain("#0a7f5c");
  expect(text).toContain("Client care, +49 40 555 0100");
  expect(text).toContain("Hafenstraße 1, 20457 Hamburg");
  expect(await db.select().from(tables.setting)).toEqual([]);
  const wrong = await visit("/settings?preview=yes&accentColour=red&supplierName=Typed", cookie);
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('value="Typed"');
  const manager = await signIn(await createStaff());
  expect((await visit(src, manager)).status).toBe(403);
});
