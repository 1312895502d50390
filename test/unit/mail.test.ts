import { insertMessages, messageRow, type MessageIntent } from "#db/queries/message.ts";
import * as tables from "#db/schema.ts";
import { addressOf, fitSubject, mailbox, shorten } from "#worker/mail/address.ts";
import { gatherFacts } from "#worker/mail/facts.ts";
import { renderMail } from "#worker/mail/render.tsx";
import { spellDeadline } from "#worker/mail/words.ts";
import { backoffSeconds } from "#worker/domain/message/rules.ts";
import { assert, property, string } from "fast-check";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { unsupported } from "../mail-support.ts";
import { createStaff, db, launchedRound, origin, someDay, testCtx } from "../factories.ts";

const ctx = testCtx();

/** A message as it would leave now. */
async function render(intent: MessageIntent) {
  await insertMessages(db, [messageRow(intent, someDay)]);
  const row = (await db.query.message.findFirst({ where: eq(tables.message.id, intent.id) }))!;
  const mail = await renderMail(ctx.config, row, await gatherFacts(ctx, [row]));
  if (!mail) throw new Error("nothing to render");
  expect(unsupported(mail), intent.kind).toEqual([]);
  return mail;
}

type Launched = Awaited<ReturnType<typeof launchedRound>>;
const toInvited = ({ invitation }: Launched, kind = "invitation", id = invitation.id) => ({
  id: `${kind}/${id}`,
  kind: kind.replace("-", "_"),
  recipient: invitation.contact.email,
  invitationId: invitation.id,
});

const nastyName = 'Zoë "Z" <script>alert(1)</script>\r\nBcc: x@y.example';
const arabic = "أمل عبد الرحمن";

test("of a round whose answers cannot be opened says that nothing is lost, and to no client", async () => {
  const { round } = await launchedRound({ round: { confidentiality: "confidential" } });
  const id = `answers-locked/${round.id}`;
  const recipient = ctx.config.ADMIN_EMAIL;
  const { text } = await render({ id, kind: "answers_locked", recipient, roundId: round.id });
  expect(text).toContain("Every answer is kept as it is");
  expect(text).toContain(`${origin}/rounds/${round.id}`);
});

describe("an invitation", () => {
  test("says why, how long, until when and who sees it, and holds each link on a line of its own", async () => {
    const set = await launchedRound();
    const { text } = await render(toInvited(set));
    expect(text).toMatch(
      /^It takes about \d minutes?\. The page is open until Monday, 23 Mar 2026/m,
    );
    expect(text).toContain("with your name and title");
    const links = text.split("\n").filter((line) => line.includes("http"));
    expect(links).toEqual([
      `${origin}/s/${set.invitation.token}`,
      `${origin}/u/${set.invitation.optOutToken}`,
    ]);
  });

  test("carries the two sentences on what others are asked, as they were pinned", async () => {
    const tierNote = "Managers are asked 19 questions. Board members are asked six.";
    const sections = [
      {
        key: "one",
        questions: [{ key: "overall-grade", type: "grade" as const, wording: "How?" }],
      },
    ];
    const definition = { slug: "users", version: 1, title: "Users", sections, tierNote };
    const mail = await render(toInvited(await launchedRound({ definition })));
    expect(mail.text).toContain(tierNote);
    expect(mail.html).toContain(tierNote);
  });

  test("to a confidential round goes out under no account manager's name, and says what cannot be undone", async () => {
    const administrator = await createStaff({
      role: "independent_administrator",
      name: "Helga Reuter",
    });
    const set = await launchedRound({
      round: { confidentiality: "confidential", administratorId: administrator.id },
    });
    const mail = await render(toInvited(set));
    expect(mail.replyTo).toEqual([administrator.email]);
    expect(mail.from).toBe('"Your firm" <feedback@example.com>');
    expect(mail.text).toContain("cannot be changed or withdrawn, because nobody can find it");
    expect(mail.text).not.toContain(set.manager.name);
    expect(mail.text).toContain("groups of five people or more");
  });

  test("of a confidential round without its administrator never answers to the account manager", async () => {
    const set = await launchedRound({ round: { confidentiality: "confidential" } });
    expect((await render(toInvited(set))).replyTo).toEqual(["admin@example.com"]);
    const leader = await createStaff({ role: "leader" });
    const again = toInvited(set, "postponed", "x");
    expect((await render(again)).replyTo).toEqual([leader.email]);
  });

  test("falls back from the account manager to the line manager, the leaders and ADMIN_EMAIL", async () => {
    const set = await launchedRound();
    const id = (step: string) => ({ ...toInvited(set), id: `invitation/${step}` });
    const gone = { deactivatedAt: someDay };
    const line = await createStaff({ name: "Line" });
    await db
      .update(tables.staff)
      .set({ ...gone, lineManagerId: line.id })
      .where(eq(tables.staff.id, set.manager.id));
    expect((await render(id("a"))).replyTo).toEqual([line.email]);
    await db.update(tables.staff).set(gone).where(eq(tables.staff.id, line.id));
    const leaders = [
      await createStaff({ role: "leader", name: "A" }),
      await createStaff({ role: "leader", name: "B" }),
    ];
    expect((await render(id("b"))).replyTo).toEqual(leaders.map(({ email }) => email));
    await db.update(tables.staff).set(gone);
    const mail = await render(id("c"));
    expect(mail.replyTo).toEqual(["admin@example.com"]);
    expect(mail.from).toBe('"Your firm" <feedback@example.com>');
  });

  test("fetches nothing and counts nobody", async () => {
    const { html } = await render(toInvited(await launchedRound()));
    expect(html).not.toMatch(/<(img|script|link|iframe|object)\b|url\(|@import|@font-face/i);
    const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
    expect(
      addresses.every((url) => /^https:\/\/feedback\.example\.com\/[su]\/[\w-]{22}$/.test(url)),
    ).toBe(true);
  });
});

describe("names that would break a mail", () => {
  test("stay names: in headers, in HTML and in text", async () => {
    const set = await launchedRound({
      account: { name: nastyName },
      contact: { firstName: arabic, lastName: nastyName },
    });
    await db.update(tables.staff).set({ name: nastyName });
    const mail = await render(toInvited(set));
    for (const header of [mail.from, mail.subject, mail.to, ...Object.values(mail.headers)])
      expect(header).not.toMatch(/[\r\n]/);
    expect(mail.from).toMatch(/^"[^"\\<>]*" <feedback@example\.com>$/);
    expect(mail.html).not.toContain("<script>alert");
    expect(mail.html).toContain("&lt;script>alert(1)");
    expect(mail.html).toContain(arabic);
    expect(mail.text).toContain(arabic);
  });

  test.each([
    ["Maren Voss", '"Maren Voss" <a@b.example>'],
    ['Maren "Mo" Voss, MBA', '"Maren Mo Voss, MBA" <a@b.example>'],
    ["A\r\nBcc: x@y.example", '"A Bcc: x@y.example" <a@b.example>'],
    ["A\u2028B\0C\tD", '"A B C D" <a@b.example>'],
    ["<evil@x.example>", '"evil@x.example" <a@b.example>'],
    ["A\u202eB", '"A B" <a@b.example>'],
    ["back\\slash", '"backslash" <a@b.example>'],
    [arabic, `"${arabic}" <a@b.example>`],
    [' "" ', "a@b.example"],
  ])("%j beside an address is %s", (name, expected) =>
    expect(mailbox(name, "a@b.example")).toBe(expected),
  );

  test("no name ends the line or the quotes, whatever it holds", () => {
    assert(
      property(string({ unit: "grapheme", maxLength: 200 }), (name) => {
        expect(mailbox(name, "a@b.example")).toMatch(
          /^(?:"[^"\\<>\r\n]+" <a@b\.example>|a@b\.example)$/,
        );
      }),
    );
  });
});

describe("a subject", () => {
  const write = (supplier: string, client: string) =>
    `${supplier}: how well do we serve ${client}?`;

  test.each([
    ["Nord", "Bergmann & Söhne", "Nord: how well do we serve Bergmann & Söhne?"],
    [
      "Nord",
      "Rheinisch-Westfälische Wasserwerksgesellschaft mbH",
      "Nord: how well do we serve Rheinisch-Westfälische Wasserw…?",
    ],
    [
      "Beratungsgesellschaft für Infrastruktur",
      "Rheinisch-Westfälische Wasserwerke",
      "Beratungsgesells…: how well do we serve Rheinisch-Westfä…?",
    ],
  ])("of %s for %s is %s", (supplier, client, expected) =>
    expect(fitSubject(write, supplier, client)).toBe(expected),
  );

  test("is never 60 signs or longer, never empty, and never cuts a sign in two", () => {
    const name = string({ unit: "grapheme", minLength: 1, maxLength: 120 });
    assert(
      property(name, name, (supplier, client) => {
        const subject = fitSubject(write, supplier, client);
        expect(subject.length).toBeLessThan(60);
        expect(subject).not.toMatch(/^$|[\r\n]/);
        expect(subject.isWellFormed()).toBe(true);
      }),
      {
        examples: [
          ["!𑂚𝅘𝅥𝅮  𝅘𝅥𝅮 !", "𝅘𝅥𝅮𐀀   𐀀 !"],
          ["𝅘𝅥𝅮".repeat(20), `a${"\u0301".repeat(99)}`],
        ],
      },
    );
  });

  test("of names whose signs take many characters each is cut by what it takes", () => {
    // A musical note is one sign of six characters when it is taken apart.
    const note = "\u{1d158}\u{1d165}\u{1d16e}";
    const subject = fitSubject(write, note.repeat(9), note.repeat(9));
    expect(subject).toBe(`${note.repeat(7)}…: how well do w…`);
  });

  test("of a flag-waving name is cut between the flags", () =>
    expect(shorten("🇩🇪🇫🇷🇮🇹🇪🇸", 3)).toBe("🇩🇪🇫🇷…"));
});

describe("a reminder", () => {
  const remind = async (set: Launched, data: Record<string, unknown>, id = set.invitation.id) =>
    render({ ...toInvited(set, "reminder", id), data });

  test("has three wordings, each with its own subject under 60 characters and the same two links", async () => {
    const set = await launchedRound();
    const mails = [
      await remind(set, { step: 1, last: false }, "a"),
      await remind(set, { step: 2, last: false }, "b"),
      await remind(set, { step: 3, last: true }, "c"),
    ];
    expect(new Set(mails.map(({ subject }) => subject)).size).toBe(3);
    expect(new Set(mails.map(({ text }) => text.split("\n")[2])).size).toBe(3);
    for (const { subject, text, headers } of mails) {
      expect(subject.length).toBeLessThan(60);
      expect(text.split("\n").filter((line) => line.includes("http"))).toEqual([
        `${origin}/s/${set.invitation.token}`,
        `${origin}/u/${set.invitation.optOutToken}`,
      ]);
      expect(headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    }
  });

  test("that is the last names the closing day, in its subject and its first sentence", async () => {
    const { subject, text } = await remind(await launchedRound(), { step: 3, last: true });
    // Whether a comma stands there is for the runtime’s own language data to say.
    expect(subject).toMatch(/^Your firm: open until Monday,? 23 March$/);
    expect(text).toMatch(/takes answers until Monday, 23 Mar 2026/);
  });

  test("says that what was begun is kept, and of a confidential round nothing of the kind", async () => {
    const set = await launchedRound();
    await db.update(tables.invitation).set({ status: "started" });
    expect((await remind(set, { step: 1, last: false })).text).toContain(
      "filled in so far is kept",
    );
    const confidential = await launchedRound({ round: { confidentiality: "confidential" } });
    const mail = await remind(confidential, { step: 1, last: false });
    expect(mail.text).not.toContain("so far");
    expect(mail.text).not.toContain(confidential.manager.name);
  });
});

describe("the other mails", () => {
  test("a receipt says that answers arrived and until when they may be replaced, never what they are", async () => {
    const set = await launchedRound();
    const mail = await render({
      ...toInvited(set, "receipt"),
      id: `receipt/${set.invitation.id}/2`,
    });
    expect(mail.text).toContain("stand in place of the earlier ones");
    expect(mail.text).toContain("Open until: Monday, 23 Mar 2026");
    expect(mail.headers["List-Unsubscribe"]).toBe(`<${origin}/u/${set.invitation.optOutToken}>`);
  });

  test("a test is the invitation itself, marked, with a link that is nobody's", async () => {
    const { round, version, manager } = await launchedRound();
    const link = { id: "testlink", roundId: round.id, tier: "board" as const, staffId: manager.id };
    const rest = { templateVersionId: version.id, tokenHash: "h", createdAt: someDay };
    await db.insert(tables.testLink).values({ ...link, ...rest });
    const mail = await render({
      id: "test/testlink",
      kind: "test_invitation",
      recipient: manager.email,
      staffId: manager.id,
      roundId: round.id,
    });
    expect(mail.subject).toMatch(/^Test: /);
    expect(mail.text).toContain("what a board member would get");
    expect(mail.text).toContain(`\n${origin}/s/${await ctx.tokens.make("test", "testlink")}\n`);
    expect(mail.headers).toEqual({});
  });

  test("a nomination shows the proposed colleague to staff", async () => {
    const { round, invitation } = await launchedRound();
    await db.insert(tables.nomination).values({
      invitationId: invitation.id,
      roundId: round.id,
      name: "Kim <b>Ito</b>",
      email: "kim@client.example",
      status: "proposed",
      createdAt: someDay,
    });
    const mail = await render({
      id: `nomination/${invitation.id}`,
      kind: "nomination",
      recipient: "am@supplier.example",
      invitationId: invitation.id,
    });
    expect(mail.text).toContain("Proposed: Kim <b>Ito</b>, kim@client.example");
    expect(mail.html).toContain("Kim &lt;b>Ito");
    expect(mail.text).toContain(`\n${origin}/rounds/${round.id}\n`);
  });

  test("a case says who waits, why and by when, and nothing of what was written", async () => {
    const { round, account, invitation } = await launchedRound({
      account: { name: "Donaudampfschifffahrtsgesellschaft für Binnenverkehr und Logistik mbH" },
      contact: { firstName: "أمل", lastName: "عبد الرحمن" },
    });
    await db.insert(tables.clientCase).values({
      id: "case-1",
      accountId: account.id,
      roundId: round.id,
      contactId: invitation.contact.id,
      trigger: "call_me_someone_else",
      walled: true,
      services: [],
      comment: "She never answers.",
      status: "open",
      openedAt: someDay,
      dueAt: new Date(someDay.getTime() + 48 * 3600 * 1000),
      version: 1,
    });
    const recipient = "line@supplier.example";
    const mail = await render({ id: "case/case-1/staff", kind: "case_opened", recipient });
    expect(mail.subject.length).toBeLessThan(60);
    expect(mail.text).toContain("Why: Would like a call from somebody other");
    expect(mail.text).toContain("First contact by: 4 Mar 2026");
    expect(mail.text).toContain(`\n${origin}/cases/case-1\n`);
    expect(mail.text + mail.html).not.toContain("never answers");
  });

  test("a sign-in mail holds one link, good for ten minutes, and where it leads", async () => {
    const mail = await render({
      id: "sign-in/nonce",
      kind: "sign_in",
      recipient: "a@supplier.example",
      data: { nonce: "nonce", to: "/rounds?x=1" },
    });
    const token = await ctx.tokens.make("sign-in", "nonce");
    expect(mail.text).toContain(`\n${origin}/sign-in/${token}?to=%2Frounds%3Fx%3D1\n`);
    expect(mail.text).toContain("10 minutes");
  });

  test("the supplier's own name, colour and postal address are on every mail", async () => {
    await db.insert(tables.setting).values({
      id: 1,
      supplierName: "Nordwind",
      timeZone: "Asia/Tokyo",
      accentColour: "#ffd400",
      footerAddress: "Hafenstraße 1\n20457 Hamburg",
    });
    const mail = await render(toInvited(await launchedRound()));
    expect(mail.subject).toMatch(/^Nordwind: /);
    expect(mail.html).toContain("background:#ffd400;color:#111111");
    expect(mail.text).toContain("Hafenstraße 1\n20457 Hamburg");
  });
});

describe("a deadline", () => {
  test.each([
    ["2026-03-23T22:59:59.999Z", "Europe/Berlin", "Monday, 23 Mar 2026"],
    ["2026-03-23T23:00:00Z", "Europe/Berlin", "Monday, 23 Mar 2026"],
    ["2026-03-29T22:00:00Z", "Europe/Berlin", "Sunday, 29 Mar 2026"],
    ["2026-03-23T15:30:00Z", "Europe/Berlin", "Monday, 23 Mar 2026, 16:30 (Europe/Berlin)"],
    ["2026-03-23T15:00:00Z", "Asia/Tokyo", "Monday, 23 Mar 2026"],
    ["2026-09-23T22:00:00Z", "Europe/Berlin", "Wednesday, 23 Sep 2026"],
  ])("of %s in %s is %s", (at, zone, expected) =>
    expect(spellDeadline(new Date(at), zone)).toBe(expected),
  );
});

test("the address stands alone in MAIL_FROM, with or without a name", () => {
  expect(addressOf("Client feedback <feedback@example.com>")).toBe("feedback@example.com");
  expect(addressOf("feedback@example.com")).toBe("feedback@example.com");
});

test.each([
  [1, null, 30],
  [2, null, 60],
  [7, null, 1920],
  [8, null, 3600],
  [50, null, 3600],
  [1, 75, 75],
  [1, 5, 30],
  [1, 900_000, 43_200],
])("after try %i, when asked to wait %s s, the next comes after %i s", (tries, asked, expected) =>
  expect(backoffSeconds(tries, asked)).toBe(expected),
);
