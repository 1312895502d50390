import type { ComponentChildren } from "preact";

/** Lets a wide table move sideways inside the page, by keyboard too. `label` names it for screen readers. */
export function TableRegion({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
