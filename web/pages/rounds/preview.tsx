import type { Tier } from "#worker/domain/contact/schema.ts";
import { paths } from "../../paths.ts";
import { Tabs } from "../../ui/navigation.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { TableRegion } from "../../ui/table-region.tsx";
import { tierOrder, tierWords } from "./words.ts";

type Props = {
  round: { id: string; name: string; kind: string };
  tier: Tier;
  sitting: 1 | 2;
};

/** Page and invitation of one level, as wide as a phone and as a desk, from the code that makes the real ones. */
export function PreviewPage({ round, tier, sitting }: Props) {
  const level = tierWords[tier].toLowerCase();
  const parts = round.kind === "annual_review" ? ([1, 2] as const) : [];
  const page = paths.roundPreviewSurvey(round.id, tier, sitting);
  const mail = paths.roundPreviewMail(round.id, tier);
  return (
    <>
      <PageHeader
        title="What they will see"
        lede="Nothing that is typed here is stored, and nothing can be sent."
        back={{ href: `${paths.round(round.id)}#preview`, label: round.name }}
      />
      <Tabs
        label="Levels"
        tabs={tierOrder.map((one) => ({
          href: paths.roundPreview(round.id, one),
          label: tierWords[one],
          current: one === tier,
        }))}
      />
      {parts.length > 0 && (
        <Tabs
          label="Sittings"
          tabs={parts.map((part) => ({
            href: `${paths.roundPreview(round.id, tier)}&sitting=${part}`,
            label: `Part ${part}`,
            current: part === sitting,
          }))}
        />
      )}
      <Widths title="The page" src={page} about={`survey page for ${level}`} />
      <Widths title="The invitation" src={mail} about={`invitation for ${level}`} />
    </>
  );
}

const inWidth = (src: string, width: "phone" | "desk") =>
  `${src}${src.includes("?") ? "&" : "?"}width=${width}`;

type WidthsProps = { title: string; src: string; about: string };

/** A page or a mail as wide as a phone and as a desk. */
export const Widths = ({ title, src, about }: WidthsProps) => (
  <section>
    <h2>{title}</h2>
    <h3>On a phone</h3>
    <iframe
      class="preview phone"
      src={inWidth(src, "phone")}
      title={`On a phone: ${about}`}
      width="375"
      height="667"
    />
    <h3>On a desk</h3>
    <TableRegion label={`On a desk: ${about}`}>
      <iframe
        class="preview"
        src={inWidth(src, "desk")}
        title={`On a desk: ${about}`}
        width="1024"
        height="720"
      />
    </TableRegion>
    <p>
      <a href={src}>Open it by itself</a>
    </p>
  </section>
);
