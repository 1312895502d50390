/*
 * What Outlook for Windows, Gmail and Apple Mail all set as it is meant: tables, inline styles, and no more. Read
 * from their published lists of supported HTML and CSS; what is not listed here may work in some of them.
 */
const elements = new Set(
  "html head meta title style body div table tbody tr td p a b br span img".split(" "),
);
const attributes = new Set(
  "lang charset name content class style role width height align valign cellpadding cellspacing href dir alt src".split(
    " ",
  ),
);
const properties = new Set(
  (
    "margin padding border border-top border-radius background color font-family font-size " +
    "font-weight line-height text-align text-decoration white-space display width max-width " +
    "max-height overflow opacity mso-padding-alt mso-hide"
  ).split(" "),
);
/** `display` only to hide what the list of mails shows, and for the link inside a button. */
const displays = new Set(["none", "inline-block"]);

type Mail = { html: string; text: string; subject: string };

/** What of a message some mail client would not set, or would set otherwise; nothing when all is well. */
export function unsupported({ html, text, subject }: Mail): string[] {
  const faults: string[] = [];
  const shown = html.replaceAll(/<!--[\s\S]*?-->/g, "").replaceAll(/<style>[\s\S]*?<\/style>/g, "");
  const conditional = html.match(/<!--\[if mso\]>[\s\S]*?<!\[endif\]-->/g) ?? [];
  for (const [, name, rest] of shown.matchAll(/<([a-z][\w-]*)((?:\s[^<>]*)?)>/gi)) {
    const element = name!.toLowerCase();
    if (!elements.has(element)) faults.push(`<${element}>`);
    const given = new Map(
      [...rest!.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map((one) => [
        one[1]!.toLowerCase(),
        one[2] ?? "",
      ]),
    );
    for (const attribute of given.keys())
      if (!attributes.has(attribute)) faults.push(`${element} ${attribute}`);
    if (element === "img" && !given.get("alt")) faults.push("img without alt");
    if (element === "table" && given.get("role") !== "presentation")
      faults.push("table that is not marked as layout");
    faults.push(...stylesIn(given.get("style") ?? ""));
  }
  const sheet = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
  const plain = sheet.replaceAll(/@media[^{]+\{(?:[^{}]*\{[^{}]*\})*\s*\}/g, "");
  if (/[.#][\w-]+[^{}]*\{/.test(plain)) faults.push("a style sheet that the layout needs");
  if (!conditional.some((one) => /<table[^>]* width="600"/.test(one)))
    faults.push("no table of 600 px around it for Outlook");
  if (!/max-width:600px/.test(html)) faults.push("wider than 600 px");
  if (html.length > 100_000) faults.push("cut off by Gmail: over 100 kB");
  if (subject.length >= 60) faults.push("a subject of 60 signs or more");
  return [...new Set([...faults, ...twinFaults(shown, text)])];
}

function stylesIn(style: string): string[] {
  return style
    .split(";")
    .filter((one) => one.trim() !== "")
    .flatMap((one) => {
      const [property = "", value = ""] = one.split(/:(.*)/s).map((part) => part.trim());
      if (!properties.has(property)) return [`style ${property}`];
      if (property === "display" && !displays.has(value)) return [`display ${value}`];
      return /url\(|calc\(|var\(|\b(?:rem|vw|vh)\b/.test(value) ? [`${property}: ${value}`] : [];
    });
}

/** Whoever reads the text instead has every link. */
function twinFaults(html: string, text: string): string[] {
  const links = [...html.matchAll(/<a\s[^>]*href="([^"]+)"/g)].map(([, href]) => href!);
  const missing = links.filter((href) => !text.includes(href.replaceAll("&amp;", "&")));
  return [
    ...missing.map((href) => `the text lacks ${href}`),
    ...(text.trim() === "" ? ["no text"] : []),
    ...(/<\/?[a-z]+>/.test(text.replaceAll(/<\/?(?:b|script)>/g, "")) ? ["the text has HTML"] : []),
  ];
}
