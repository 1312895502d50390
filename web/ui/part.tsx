import type { ComponentChildren } from "preact";

type Part = { id: string; title: string };

/** The parts of a long form, as links to each. */
export const Parts = ({ parts }: { parts: readonly Part[] }) => (
  <nav class="tabs" aria-label="On this page">
    {parts.map(({ id, title }) => (
      <a key={id} href={`#${id}`}>
        {title}
      </a>
    ))}
  </nav>
);

type FormPartProps = { part: Part; about?: string; children: ComponentChildren };

/** One part of a long form: what it is about, beside its fields where there is room. */
export const FormPart = ({ part, about, children }: FormPartProps) => (
  <section class="part" id={part.id}>
    <div>
      <h2>{part.title}</h2>
      {about && <p class="hint">{about}</p>}
    </div>
    <div class="fields">{children}</div>
  </section>
);
