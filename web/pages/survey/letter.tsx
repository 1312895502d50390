import type { Settings } from "#worker/domain/setting/schema.ts";
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import script from "../../dist/inline/inline.survey.txt";
import style from "../../dist/inline/respondent.css";
import { accentStyle } from "../../ui/accent.ts";

/** In both schemes the one of the page's two grounds that is harder to write on, as in `respondent.css`. */
const grounds = { light: "#e9eef2", dark: "#181d22" };

/** Everything on the page that is not markup, for the hashes of its content security policy. */
export const letterParts = (accentColour: string) => ({
  styles: [style, accentStyle(accentColour, grounds)],
  scripts: [script],
});

type Props = {
  settings: Settings;
  title: string;
  styles: string[];
  scripts: string[];
  /** Tells the landmarks apart where a page of ours shows this one twice. */
  landmark: string | undefined;
  children: ComponentChildren;
};

/** What a client sees of us: the supplier's letter paper, complete in one response. Our own name is nowhere. */
function Letter({ settings, title, styles, scripts, landmark, children }: Props) {
  const { supplierName, logo, footerAddress } = settings;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>{`${title} · ${supplierName}`}</title>
        {/* Without this a browser asks for /favicon.ico. */}
        <link rel="icon" href="data:," />
        {styles.map((text) => (
          <style key={text} dangerouslySetInnerHTML={{ __html: text }} />
        ))}
        {scripts.map((text) => (
          <script key={text} type="module" dangerouslySetInnerHTML={{ __html: text }} />
        ))}
      </head>
      <body>
        <header aria-label={landmark}>
          {logo ? <img src={logo} alt={supplierName} /> : <bdi>{supplierName}</bdi>}
        </header>
        <main aria-label={landmark}>{children}</main>
        {footerAddress && <footer aria-label={landmark}>{footerAddress}</footer>}
      </body>
    </html>
  );
}

/** A whole page for a respondent as HTML. */
export const renderLetter = (props: Props): string =>
  `<!doctype html>${renderToString(<Letter {...props} />)}`;
