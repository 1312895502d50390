import type { Ctx } from "#worker/context.ts";
import { clientLifetime, expiryIn } from "#worker/domain/link/rules.ts";
import { prepareSummary, summaryMail } from "#worker/domain/release/actions.ts";
import { defaultSettings } from "#worker/domain/setting/actions.ts";
import { updateToReleased } from "../queries/release.ts";
import type { Calendar } from "./calendar.ts";
import type { Client, Contact } from "./people.ts";

/** What closed within these days has not been released yet: the home page reminds of it. */
const untoldDays = 35;
const daysToRelease = 9;
const note =
  "We go through what you told us in our next review meeting, and come back to you on every point.";

type Told = {
  roundId: string;
  closedDaysAgo: number;
  readers: Contact[];
  /** Whether its mails are in the outbox. */
  remembered: boolean;
};

/** Some days after a round closed, those who were invited heard what came of it. */
export async function tellRelease(
  { ctx, calendar, client: { account } }: { ctx: Ctx; calendar: Calendar; client: Client },
  { roundId, closedDaysAgo, readers, remembered }: Told,
): Promise<void> {
  if (closedDaysAgo < untoldDays) return;
  const at = calendar.at(closedDaysAgo - daysToRelease, 10, 30);
  const expiresAt = expiryIn(clientLifetime, at, defaultSettings(ctx.config).timeZone);
  const accountId = account.id;
  const links = [];
  for (const { id: contactId } of readers)
    links.push(await prepareSummary(ctx, { roundId, accountId, contactId, expiresAt }));
  const mails = links.map(({ id }, nth) => summaryMail(id, readers[nth]!.email, roundId, at));
  await updateToReleased(ctx.db, {
    roundId,
    changeId: ctx.newId(),
    at,
    by: account.accountManagerId!,
    note,
    links,
    messages: remembered ? mails : [],
  });
}
