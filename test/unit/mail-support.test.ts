import { expect, test } from "vitest";
import { unsupported } from "../mail-support.ts";

const mail = (body: string, style = "") => ({
  subject: "Short",
  text: "Text https://feedback.example.com/s/1",
  html: `<html><head><style>body { margin: 0; } @media (max-width: 620px) { .card { padding: 0; } } ${style}</style></head><body style="margin:0;"><!--[if mso]><table role="presentation" width="600"><tr><td><![endif]--><table role="presentation" style="max-width:600px;"><tr><td>${body}</td></tr></table></body></html>`,
});

test.each([
  ["nothing but a paragraph", "<p>Hello</p>", []],
  ["a link that the text has", '<a href="https://feedback.example.com/s/1">Go</a>', []],
  [
    "a link that the text lacks",
    '<a href="https://x.example">Go</a>',
    ["the text lacks https://x.example"],
  ],
  ["flex", '<div style="display:flex;">x</div>', ["display flex"]],
  ["a position", '<p style="position:absolute;">x</p>', ["style position"]],
  ["a picture behind", '<td style="background:url(x);">x</td>', ["background: url(x)"]],
  ["a picture without words", '<img src="https://x.example/a.png">', ["img without alt"]],
  ["a script", "<script>1</script>", ["<script>"]],
  ["a form", '<form action="x"></form>', ["<form>", "form action"]],
  ["a table of data", "<table><tr></tr></table>", ["table that is not marked as layout"]],
])("a mail with %s", (_, body, faults) => expect(unsupported(mail(body))).toEqual(faults));

test("a mail whose layout is in its style sheet does not arrive as meant in Outlook", () =>
  expect(unsupported(mail("<p>x</p>", ".card { padding: 1px; }"))).toEqual([
    "a style sheet that the layout needs",
  ]));
