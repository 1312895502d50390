import type { ComponentChildren } from "preact";

type Props = {
  title: ComponentChildren;
  lede?: ComponentChildren;
  back?: { href: string; label: string };
  children?: ComponentChildren;
};

/** The head of a staff page: where it belongs, its name, one sentence, and what can be done here. */
export function PageHeader({ title, lede, back, children }: Props) {
  return (
    <header class="page-header">
      {back && (
        <p class="back">
          <a href={back.href}>{back.label}</a>
        </p>
      )}
      <h1>{title}</h1>
      {lede && <p class="lede">{lede}</p>}
      {children && <div class="actions">{children}</div>}
    </header>
  );
}
