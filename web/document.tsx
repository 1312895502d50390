import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import assets from "./dist/assets.json";
import { paths } from "./paths.ts";

/** What every staff page knows: whose page it is, and who looks at it (nobody yet, on the sign-in pages). */
export type Frame = {
  supplierName: string;
  timeZone: string;
  path: string;
  viewer: { name: string; role: string } | null;
  local: boolean;
};

type Props = { frame: Frame; title: string; islands?: string[]; children: ComponentChildren };

/** `also`: where pages begin that belong to a section and do not lie under its address. */
type Section = { href: string; label: string; also?: string[] };

const sections: Section[] = [
  { href: paths.home, label: "Home", also: [paths.calendar] },
  {
    href: paths.accounts,
    label: "Accounts",
    also: ["/contacts", "/actions", "/conversations", paths.references],
  },
  { href: paths.rounds, label: "Rounds", also: [paths.portfolioLaunches] },
  { href: paths.cases, label: "Cases" },
  { href: paths.imports, label: "Import" },
];
const leaderSections: Section[] = [{ href: paths.portfolio, label: "Portfolio" }];
const adminSections: Section[] = [
  { href: paths.staff, label: "Staff" },
  { href: paths.audit, label: "Audit log" },
  { href: paths.tokens, label: "API tokens" },
  { href: paths.webhooks, label: "Webhooks" },
  { href: paths.settings, label: "Settings", also: [paths.person, paths.messages] },
];

/** An independent administrator runs rounds: they reach no account, no case, and nothing to import into. */
const roundSections: readonly string[] = [paths.home, paths.rounds];
const linksFor = (role: string) =>
  [
    ...sections,
    ...(role === "leader" || role === "admin" ? leaderSections : []),
    ...(role === "admin" ? adminSections : []),
  ].filter(({ href }) => role !== "independent_administrator" || roundSections.includes(href));

const isUnder = (path: string, href: string) => path === href || path.startsWith(`${href}/`);
const isCurrent = (path: string, { href, also = [] }: Section) =>
  [href, ...also].some((start) => isUnder(path, start));

function Navigation({ frame }: { frame: Frame }) {
  if (!frame.viewer) return null;
  const links = linksFor(frame.viewer.role);
  return (
    <nav aria-label="Main">
      <ul>
        {links.map((section) => (
          <li key={section.href}>
            <a
              href={section.href}
              aria-current={isCurrent(frame.path, section) ? "page" : undefined}
            >
              {section.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Session({ frame }: { frame: Frame }) {
  if (!frame.viewer) return null;
  return (
    <form method="post" action={paths.signOut} class="session">
      <a href={paths.sessions} aria-current={frame.path === paths.sessions ? "page" : undefined}>
        <bdi>{frame.viewer.name}</bdi>
      </a>
      <button type="submit" class="quiet">
        Sign out
      </button>
    </form>
  );
}

function Document({ frame, title, islands = [], children }: Props) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <title>{`${title} · ${frame.supplierName}`}</title>
        <link rel="stylesheet" href={assets["staff.css"]} />
        {islands.map((name) => (
          <script key={name} type="module" src={(assets as Record<string, string>)[`${name}.js`]} />
        ))}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <header class="masthead">
          {frame.viewer ? (
            <a class="supplier" href={paths.home}>
              {frame.supplierName}
            </a>
          ) : (
            <bdi class="supplier">{frame.supplierName}</bdi>
          )}
          <Session frame={frame} />
          <Navigation frame={frame} />
        </header>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

/** A whole staff page as HTML. `islands` are names of files in `web/islands`. */
export const renderPage = (props: Props): string =>
  `<!doctype html>${renderToString(<Document {...props} />)}`;
