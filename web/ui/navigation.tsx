type Tab = { href: string; label: string; current: boolean };

/** The parts of one subject, as links. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(({ href, label, current }) => (
        <a key={href} href={href} aria-current={current ? "page" : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}

/** The ways on from one page of a long list; says nothing when there is only one page. */
export function Pagination({ first, next }: { first?: string | null; next?: string | null }) {
  if (!first && !next) return null;
  return (
    <nav class="pages" aria-label="Pages">
      {first ? <a href={first}>First page</a> : <span />}
      {next && (
        <a href={next} rel="next">
          Next page
        </a>
      )}
    </nav>
  );
}
