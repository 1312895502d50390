import { inkOn } from "../domain/setting/rules.ts";
import { createContext, type ComponentChildren } from "preact";

/*
 * A message is written once, with these elements. Here they are set for mail clients (tables, inline styles,
 * one class each for dark mode); `text.ts` sets the same elements as plain text, so that the twins cannot
 * say different things.
 */

export const ink = "#1c2329";
const grey = "#5b6670";
const text = `margin:0 0 16px;font-size:16px;line-height:24px;color:${ink};`;

/** One paragraph. */
export function P({ children }: { children: ComponentChildren }) {
  return (
    <p class="ink" dir="auto" style={text}>
      {children}
    </p>
  );
}

type HelloProps = { message: { staffId: string | null }; facts: { staff: Reader[] } };
type Reader = { id: string; name: string };

/** How a mail to staff begins: by name where it is known who reads it. */
export function Hello({ message, facts }: HelloProps) {
  const reader = facts.staff.find(({ id }) => id === message.staffId);
  return <P>Hello{reader ? ` ${reader.name}` : ""},</P>;
}

export const Strong = ({ children }: { children: ComponentChildren }) => <b>{children}</b>;

/** What must be known before answering, a line each; one without a label goes on with the one before. */
export function Facts({ items }: { items: [label: string, value: string][] }) {
  return (
    <table
      role="presentation"
      width="100%"
      cellPadding="0"
      cellSpacing="0"
      style="margin:0 0 20px;"
    >
      {items.map(([label, value]) => (
        <tr key={label}>
          <td class="grey rule" width="30%" valign="top" style={factStyle(grey)}>
            {label}
          </td>
          <td class="ink rule" valign="top" dir="auto" style={factStyle(ink)}>
            {value}
          </td>
        </tr>
      ))}
    </table>
  );
}

const factStyle = (colour: string) =>
  `padding:8px 12px 8px 0;border-top:1px solid #d9dee2;font-size:15px;line-height:22px;color:${colour};`;

/** The supplier's colour. */
export const Accent = createContext("#1f4e79");

/** The one thing to do. Outlook ignores a link's padding, so there the cell has it. */
export const Button = ({ href, children }: { href: string; children: string }) => (
  <Accent.Consumer>
    {(colour) => (
      <table role="presentation" cellPadding="0" cellSpacing="0" style="margin:4px 0 24px;">
        <tr>
          <td style={`border-radius:4px;background:${colour};mso-padding-alt:13px 28px;`}>
            <a href={href} style={labelStyle(colour)}>
              {children}
            </a>
          </td>
        </tr>
      </table>
    )}
  </Accent.Consumer>
);

const labelStyle = (colour: string) =>
  `display:inline-block;padding:13px 28px;border-radius:4px;background:${colour};color:${inkOn(colour)};font-size:16px;line-height:22px;font-weight:bold;text-decoration:none;`;

/** A way that is not the one thing to do: a sentence, then where it leads. */
export function Link({ href, children }: { href: string; children: string }) {
  return (
    <a class="grey" href={href} style={`color:${grey};text-decoration:underline;`}>
      {children}
    </a>
  );
}

/** Small print. */
export function Small({ children }: { children: ComponentChildren }) {
  return (
    <p
      class="grey"
      dir="auto"
      style={`margin:0 0 12px;white-space:pre-line;font-size:13px;line-height:19px;color:${grey};`}
    >
      {children}
    </p>
  );
}

/** Who writes: a name and what stands below it. */
export function Sign({ lines }: { lines: string[] }) {
  return (
    <p class="ink" style={text}>
      {lines.map((line, at) => (
        <span key={line} dir="auto">
          {at > 0 && <br />}
          {line}
        </span>
      ))}
    </p>
  );
}
