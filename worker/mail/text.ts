import { toChildArray, type ComponentChildren, type VNode } from "preact";
import { Button, Facts, Link, P, Sign, Small } from "./elements.tsx";

type Props = {
  children?: ComponentChildren;
  href?: string;
  items?: [label: string, value: string][];
  lines?: string[];
};
type Setter = (props: Props) => string;

const block = (props: Props) => `${inline(props.children).trim()}\n\n`;
const linked = (props: Props) => `${inline(props.children)}:\n${props.href}\n`;

const factLine = ([label, value]: [string, string]) => `${label ? `${label}:` : " "} ${value}`;

/** How each element stands in plain text. A link stands alone on its line, so that every client finds it. */
const setters = new Map<unknown, Setter>([
  [P, block],
  [Small, block],
  [Link, linked],
  [Button, (props) => `${linked(props)}\n`],
  [Facts, ({ items = [] }) => `${items.map(factLine).join("\n")}\n\n`],
  [Sign, ({ lines = [] }) => `${lines.join("\n")}\n\n`],
]);

function inline(node: ComponentChildren): string {
  return toChildArray(node)
    .map((child) => (typeof child === "object" ? ofElement(child as VNode<Props>) : String(child)))
    .join("");
}

function ofElement({ type, props }: VNode<Props>): string {
  const setter = setters.get(type);
  if (setter) return setter(props);
  if (typeof type === "function") return inline((type as (props: Props) => VNode)(props));
  return inline(props.children);
}

/** The plain-text twin of a message's body. */
export const textOf = (body: VNode): string =>
  `${inline(body)
    .replaceAll(/[ \t]+\n/g, "\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim()}\n`;
