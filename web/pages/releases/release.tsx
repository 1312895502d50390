import { paths } from "../../paths.ts";
import { ErrorSummary, Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Widths } from "../rounds/preview.tsx";
import { Released, ReleaseForm, Withhold, type ReleaseProps } from "./steps.tsx";

const doneWords: Record<string, string> = {
  released: "Released. The mails are on their way.",
  withheld: "Noted. The home page does not remind of it any more.",
  withdrawn: "The links are withdrawn. They open nothing any more.",
};

/** From the preview of page and mail to the release of a round's summary, and what came of it afterwards. */
export function ReleasePage(props: ReleaseProps) {
  const { view, note, errors, done } = props;
  const { round, account } = view;
  const shown = round.releasedAt ? (round.releaseNote ?? "") : note;
  const said = done && doneWords[done];
  return (
    <>
      <PageHeader
        title="Release to the client"
        lede="Everybody who was invited gets a thank-you with what we heard, by a private link: areas and figures, nobody named, nobody quoted."
        back={{ href: paths.report(round.id), label: `Report: ${account.name}` }}
      />
      {said && <Notice kind="good">{said}</Notice>}
      <ErrorSummary title="Not done yet" errors={errors} />
      {round.releasedAt ? <Released {...props} /> : <ReleaseForm {...props} />}
      <Widths
        title="The page"
        src={paths.roundReleasePage(round.id, shown)}
        about="the client’s page"
      />
      <Widths
        title="The mail"
        src={paths.roundReleaseMail(round.id, shown)}
        about="the mail that brings the link"
      />
      {!round.releasedAt && <Withhold {...props} />}
    </>
  );
}
