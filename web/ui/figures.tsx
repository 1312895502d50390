import type { ComponentChildren } from "preact";

export type Figure = { label: string; value: ComponentChildren; note?: ComponentChildren };

/** The few numbers of a page, large; `note` carries n of invited, the interval or the date. */
export function Figures({ figures }: { figures: Figure[] }) {
  return (
    <dl class="figures">
      {figures.map(({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
          {note && <dd>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

export type Fact = { label: string; value: ComponentChildren };

/** What is on record about a thing, name by name. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
