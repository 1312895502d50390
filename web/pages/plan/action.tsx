import { paths } from "../../paths.ts";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Standing } from "./lines.tsx";
import { OpenLine, type Writing } from "./open-line.tsx";

type Props = {
  writing: Writing;
  accountId: string;
  accountName: string;
  saved: boolean;
  timeZone: string;
};

/** One line by itself, for its owner whom the rest of the plan is not open to. */
export function ActionPage({ writing, accountId, accountName, saved, timeZone }: Props) {
  const { action } = writing.line;
  if (!action) return null;
  return (
    <>
      <PageHeader
        title={<bdi>{action.title}</bdi>}
        lede={
          <>
            Promised to <bdi>{accountName}</bdi>
          </>
        }
        back={{ href: paths.home, label: "Home" }}
      />
      {saved && <Notice kind="good">Saved.</Notice>}
      <section>
        <h2>How it stands</h2>
        <Standing action={action} timeZone={timeZone} />
      </section>
      <OpenLine {...writing} {...{ accountId, timeZone }} back={paths.home} />
    </>
  );
}
