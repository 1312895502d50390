import type { PortfolioChoices } from "#worker/domain/portfolio/actions.ts";
import type { PortfolioFilter } from "#worker/domain/portfolio/frame-rules.ts";
import type { Portfolio } from "#worker/domain/portfolio/schema.ts";
import { paths } from "../../paths.ts";
import { Empty } from "../../ui/notice.tsx";
import { plural } from "../../ui/number.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Agreement } from "./agreement.tsx";
import { Calibration } from "./calibration.tsx";
import { addressOf, PortfolioFilterForm } from "./filter.tsx";
import { ResponseByYear } from "./response.tsx";
import { weighing } from "./sentences.ts";
import { BlindSpots, Movers, Overdue } from "./standing.tsx";
import { AreasByYear, GapsByYear, GradesByYear } from "./years.tsx";

type Props = {
  portfolio: Portfolio;
  filter: PortfolioFilter;
  choices: PortfolioChoices;
  timeZone: string;
};

/** All accounts within reach together, across years. */
export function PortfolioPage({ portfolio, filter, choices, timeZone }: Props) {
  const { years } = portfolio;
  const any = years.some(({ accounts }) => accounts.asked > 0);
  const lede = `${plural(portfolio.accounts, "account")}. ${weighing(portfolio, filter.weighted)}`;
  return (
    <>
      <PageHeader title="Portfolio" lede={lede}>
        <a class="button" href={paths.promises}>
          How promises are kept
        </a>
        {any && (
          <>
            <a href={addressOf(filter, paths.portfolioXlsx)}>Save as XLSX</a>
            <a href={addressOf(filter, paths.portfolioCsv)}>Save as CSV</a>
          </>
        )}
      </PageHeader>
      <PortfolioFilterForm filter={filter} choices={choices} />
      {any ? (
        <>
          <Agreement portfolio={portfolio} />
          <GradesByYear years={years} />
          <GapsByYear years={years} />
          <Movers portfolio={portfolio} timeZone={timeZone} filter={filter} />
          <BlindSpots portfolio={portfolio} timeZone={timeZone} />
          <Calibration portfolio={portfolio} />
          <AreasByYear portfolio={portfolio} />
          <ResponseByYear years={years} />
        </>
      ) : (
        <Empty title="No round of these accounts closed in these years">
          <p>
            Figures appear here when the first round closes.{" "}
            <a href={paths.rounds}>See the rounds</a>
          </p>
        </Empty>
      )}
      {portfolio.accounts > 0 && (
        <Overdue portfolio={portfolio} timeZone={timeZone} filter={filter} />
      )}
    </>
  );
}
