import { sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { isToEscalate } from "./action-notice.ts";
import { mayBeHalfDone } from "./follow-up.ts";
import { dueMessages } from "./message.ts";
import { accountsToPropose, isUntouched } from "./round-proposal.ts";

/**
 * What each sweep would find, as a question that reads a row or two of an index. The answer may be a yes too many, for
 * the sweep then looks exactly; never a no too many.
 */
export const anything = {
  toKeepOutside: sql`exists (select 1 from ledger_entry)`,
  toClose: (now: Date) =>
    sql`exists (select 1 from round where status = 'open' and closes_at <= ${now.getTime()})`,
  spent: (now: Date) =>
    sql`(exists (select 1 from round where public_key is not null and status in ('closed', 'cancelled'))
      or exists (select 1 from sealed_receipt where kept_until < ${now.getTime()}))`,
  postponed: (now: Date) =>
    sql`exists (select 1 from invitation where postponed_until <= ${now.getTime()})`,
  halfDone: (now: Date) => sql`exists (select 1 from round where ${mayBeHalfDone(now)})`,
  toPropose: (now: Date) => sql`exists ${accountsToPropose(now)}`,
  untouched: (span: { from: Date; to: Date }) =>
    sql`exists (select 1 from round where ${isUntouched(span)})`,
  toLaunch: sql`exists (select 1 from portfolio_launch_account item join portfolio_launch on id = item.launch_id
    where item.queued_at is not null and stopped_at is null)`,
  toEscalate: (until: string | null) =>
    until === null ? sql`0` : sql`exists (select 1 from action where ${isToEscalate(until)})`,
  toBlank: (before: Date) =>
    sql`exists (select 1 from round where blanked_at is null and closed_at < ${before.getTime()})`,
  attempts: (now: Date) => sql`exists (select 1 from attempt where until <= ${now.getTime()})`,
  toWake: (before: Date, now: Date) => sql`exists ${dueMessages(before, now)}`,
  toTell: ({ now, logBegins }: { now: Date; logBegins: Date }) =>
    sql`(exists (select 1 from webhook_delivery join webhook_endpoint on id = endpoint_id
        where webhook_delivery.status = 'waiting' and send_after <= ${now.getTime()}
          and webhook_endpoint.status = 'active')
      or exists (select 1 from webhook_delivery where endpoint_id in (select id from webhook_endpoint)
        and created_at < ${logBegins.getTime()}))`,
};

/** The answers to these questions, in one call. */
export async function listAnswers(db: Database, questions: SQL[]): Promise<boolean[]> {
  const { answers } = await db.get<{ answers: string }>(
    sql`select json_array(${sql.join(questions, sql`, `)}) as answers`,
  );
  return (JSON.parse(answers) as number[]).map((answer) => answer === 1); // -- As SQLite answers.
}
