import type { ComponentChildren } from "preact";
import { Notice } from "../../ui/notice.tsx";

type Props = { id: string; title: string; done: string | undefined; children: ComponentChildren };

/** One section of a draft's page. It says when it was just saved. */
export const Step = ({ id, title, done, children }: Props) => (
  <section id={id}>
    <h2>{title}</h2>
    {done === id && <Notice kind="good">Saved.</Notice>}
    {children}
  </section>
);
