import { renderToString } from "preact-render-to-string";
import type { ComponentChildren, VNode } from "preact";
import type { Settings } from "../domain/setting/schema.ts";
import { Accent, ink } from "./elements.tsx";

const fonts = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";

// Mail clients that know dark mode know media queries; the others keep the inline colours.
const styles = `
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
@media (max-width: 620px) { .card { padding: 24px 20px !important; word-break: break-word; } .page { padding: 0 !important; } }
@media (prefers-color-scheme: dark) {
  .page { background: #14181b !important; }
  .card { background: #1d2327 !important; }
  .ink { color: #e8ecef !important; }
  .grey { color: #a9b3bb !important; }
  .rule { border-color: #3a434a !important; }
}`;

// Outlook on Windows sets no max-width: it gets a table of 600 px around the card.
const outlookOpen =
  '<!--[if mso]><table role="presentation" width="600" align="center"><tr><td><![endif]-->';
const outlookClose = "<!--[if mso]></td></tr></table><![endif]-->";

function Head({ title }: { title: string }) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <meta name="format-detection" content="telephone=no, date=no, address=no" />
      <title>{title}</title>
      <style dangerouslySetInnerHTML={{ __html: styles }} />
    </head>
  );
}

/** What the list of mails shows beside the subject; unseen in the mail itself. */
function Preheader({ children }: { children: string }) {
  // No tiny or transparent letters: spam filters count those.
  const unseen = "display:none;max-height:0;overflow:hidden;mso-hide:all;";
  return <div style={unseen}>{children}</div>;
}

function Card({ supplierName, children }: { supplierName: string; children: ComponentChildren }) {
  const card = `padding:32px 40px;background:#ffffff;text-align:left;${fonts}`;
  const name = `margin:0 0 24px;font-size:15px;line-height:20px;font-weight:bold;color:${ink};`;
  return (
    <table
      role="presentation"
      width="100%"
      cellPadding="0"
      cellSpacing="0"
      style="max-width:600px;margin:0 auto;"
    >
      <tr>
        <td class="card" style={card}>
          <p class="ink" dir="auto" style={name}>
            {supplierName}
          </p>
          {children}
        </td>
      </tr>
    </table>
  );
}

type Props = { subject: string; preheader: string; settings: Settings; body: VNode };

/** A message as a page for mail clients: 600 px, tables, inline styles, nothing fetched, nothing counted. */
export function htmlOf({ subject, preheader, settings, body }: Props): string {
  const card = renderToString(
    <Accent.Provider value={settings.accentColour}>
      <Card supplierName={settings.supplierName}>{body}</Card>
    </Accent.Provider>,
  );
  const page = "padding:24px 0;background:#f1f2f0;";
  return [
    '<!doctype html><html lang="en">',
    renderToString(<Head title={subject} />),
    `<body class="page" style="margin:0;${page}">`,
    renderToString(<Preheader>{preheader}</Preheader>),
    `<div class="page" style="${page}">${outlookOpen}${card}${outlookClose}</div></body></html>`,
  ].join("");
}
