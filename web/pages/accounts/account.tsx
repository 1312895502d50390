import type { AccountPage as Page } from "#worker/domain/account/actions-page.ts";
import { letterOf } from "#worker/domain/reports/grade-rules.ts";
import { kindWords } from "#worker/domain/round/rules.ts";
import type { ComponentChildren } from "preact";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Facts } from "../../ui/figures.tsx";
import { GradeBadge } from "../../ui/grade.tsx";
import { Notice } from "../../ui/notice.tsx";
import { spellNumber } from "../../ui/number.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { State } from "../../ui/state.tsx";
import { ClientGrade } from "./client-grade.tsx";
import { ContactTable } from "./contact-table.tsx";

type Props = { page: Page; saved: boolean; timeZone: string };

const startRound = (accountId: string) =>
  `${paths.newRound}?${new URLSearchParams({ account: accountId }).toString()}`;

/** One account: its rounds, the people we know there, and what is on record. */
export function AccountPage({ page, saved, timeZone }: Props) {
  const { account, accountManager, rounds } = page;
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
        <a class="button" href={paths.accountEdit(account.id)}>
          Change the details
        </a>
      </PageHeader>
      {saved && <Notice kind="good">The details are saved.</Notice>}
      <Rounds rounds={rounds} timeZone={timeZone} />
      <ContactTable accountId={account.id} {...page.contacts} />
      <Details page={page} />
    </>
  );
}

function Rounds({ rounds, timeZone }: { rounds: Page["rounds"]; timeZone: string }) {
  return (
    <section>
      <h2>Rounds</h2>
      {rounds.length === 0 ? (
        <p>This account has not been surveyed yet.</p>
      ) : (
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Round</th>
              <th scope="col">State</th>
              <th scope="col">Deadline</th>
              <th scope="col">Client’s grade</th>
              <th scope="col">Our grade</th>
              <th scope="col" class="num">
                Answered
              </th>
            </tr>
          </thead>
          <tbody>
            {rounds.map((round) => (
              <RoundLine key={round.id} round={round} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function RoundLine({ round, timeZone }: { round: Page["rounds"][number]; timeZone: string }) {
  const { result } = round;
  return (
    <tr>
      <th scope="row">
        <a href={paths.round(round.id)}>{round.name}</a>{" "}
        <span class="n">
          {kindWords[round.kind]}
          {round.confidentiality === "confidential" && ", confidential"}
        </span>
      </th>
      <td>
        <State value={round.status} />
      </td>
      <td data-label="deadline">
        <Day value={new Date(round.closesAt)} timeZone={timeZone} />
      </td>
      <td data-label="client’s grade">
        {result && <ClientGrade points={result.clientPoints} grade={result.grade} />}
      </td>
      <td data-label="our grade">
        {result && (
          <GradeBadge letter={result.selfPoints === null ? null : letterOf(result.selfPoints)} />
        )}
      </td>
      <td class="num" data-label="answered">
        {result && (
          <>
            {result.completed} <span class="n">of {result.invited}</span>
          </>
        )}
      </td>
    </tr>
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
          { label: "Segment", value: account.segment ?? "none" },
          { label: "Annual revenue", value: revenue },
          { label: "Our services there", value: list(account.services) },
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
