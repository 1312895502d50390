import { cadenceWords } from "#worker/domain/account/cadence-rules.ts";
import type { AccountPage as Page } from "#worker/domain/account/actions-page.ts";
import type { ConversationOverview } from "#worker/domain/conversation/actions.ts";
import type { Reference } from "#worker/domain/reference/actions.ts";
import type { ComponentChildren } from "preact";
import { paths } from "../../paths.ts";
import { Facts } from "../../ui/figures.tsx";
import { Notice } from "../../ui/notice.tsx";
import { spellNumber } from "../../ui/number.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Conversations } from "./conversations.tsx";
import { ContactTable } from "./contact-table.tsx";
import { Proposed } from "./proposed.tsx";
import { ReferenceSection } from "./reference.tsx";
import { Rounds } from "./rounds.tsx";
import { Standing } from "./standing.tsx";
import { WhomWeAsk } from "./whom-we-ask.tsx";

type Props = {
  page: Page;
  conversations: ConversationOverview;
  reference: Reference;
  saved: boolean;
  timeZone: string;
};

const startRound = (accountId: string) =>
  `${paths.newRound}?${new URLSearchParams({ account: accountId }).toString()}`;

/** One account: its rounds, the people we know there, and what is on record. */
export function AccountPage({ page, conversations, reference, saved, timeZone }: Props) {
  const { account, accountManager, rounds } = page;
  const last = rounds.find(({ result }) => result);
  return (
    <>
      <PageHeader
        title={<bdi>{account.name}</bdi>}
        lede={
          accountManager ? (
            <>
              Account manager: <bdi>{accountManager}</bdi>
            </>
          ) : (
            "No account manager yet: notices go to the leaders."
          )
        }
        back={{ href: paths.accounts, label: "Accounts" }}
      >
        <a class="button primary" href={startRound(account.id)}>
          Start a round
        </a>
        {last && (
          <a class="button" href={paths.brief(last.id)}>
            Brief for the meeting
          </a>
        )}
        <a class="button" href={paths.plan(account.id)}>
          Action plan
        </a>
        <a class="button" href={paths.accountReview(account.id)}>
          Account review
        </a>
        <a href={paths.accountEdit(account.id)}>Change the details</a>
      </PageHeader>
      {saved && <Notice kind="good">The details are saved.</Notice>}
      <Standing accountId={account.id} standing={page.standing} timeZone={timeZone} />
      <Rounds accountId={account.id} rounds={rounds} history={page.history} timeZone={timeZone} />
      <Conversations accountId={account.id} overview={conversations} timeZone={timeZone} />
      <ContactTable accountId={account.id} {...page.contacts} timeZone={timeZone} />
      <ReferenceSection accountId={account.id} reference={reference} timeZone={timeZone} />
      <WhomWeAsk coverage={page.coverage} />
      <Proposed accountId={account.id} proposed={page.proposed} timeZone={timeZone} />
      <Details page={page} />
    </>
  );
}

const regions = new Intl.DisplayNames("en", { type: "region" });

/** Countries come as they were written; a code of two letters is spelled out. */
const spellCountry = (country: string | null): string =>
  country && /^[A-Z]{2}$/.test(country) ? (regions.of(country) ?? country) : (country ?? "unknown");

const list = (names: string[] | null): ComponentChildren =>
  names ? names.map((name, at) => [at > 0 && ", ", <bdi key={name}>{name}</bdi>]) : "none named";

function Details({ page: { account, sponsor, parent } }: { page: Page }) {
  const { annualRevenue, currency } = account;
  const revenue =
    annualRevenue === null ? "unknown" : `${spellNumber(annualRevenue)} ${currency ?? ""}`;
  return (
    <section>
      <h2>Details</h2>
      <Facts
        facts={[
          { label: "Sponsor", value: sponsor ? <bdi>{sponsor}</bdi> : "none" },
          {
            label: "Parent account",
            value: parent ? (
              <a href={paths.account(parent.id)}>
                <bdi>{parent.name}</bdi>
              </a>
            ) : (
              "none"
            ),
          },
          { label: "Country", value: spellCountry(account.country) },
          {
            label: "Surveyed",
            value: cadenceWords(account.cadenceMonths, account.preferredMonth),
          },
          { label: "Segment", value: account.segment ?? "none" },
          { label: "Annual revenue", value: revenue },
          { label: "Services we offer them", value: list(account.services) },
          { label: "Services they use", value: list(account.servicesInUse) },
          { label: "Competitors there", value: list(account.competitors) },
          { label: "Matter for the annual review", value: account.matter ?? "none" },
          ...(account.matterObservation
            ? [{ label: "Opening observation", value: account.matterObservation }]
            : []),
        ]}
      />
    </section>
  );
}
