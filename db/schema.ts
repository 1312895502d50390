// Every table, by the noun it belongs to.
//
// Instants are UTC milliseconds. Tables are `WITHOUT ROWID` unless they say why not: a random key then
// also decides where a row lies, so that nothing in the file keeps the order of arrival. drizzle cannot
// say so; the migrations are edited by hand and `test/db/schema.test.ts` guards them.

export * from "./tables/account.ts";
export * from "./tables/account-review.ts";
export * from "./tables/action.ts";
export * from "./tables/attempt.ts";
export * from "./tables/calendar.ts";
export * from "./tables/case.ts";
export * from "./tables/conversation.ts";
export * from "./tables/erasure.ts";
export * from "./tables/ledger.ts";
export * from "./tables/link.ts";
export * from "./tables/mail-event.ts";
export * from "./tables/message.ts";
export * from "./tables/portfolio-launch.ts";
export * from "./tables/reference-ask.ts";
export * from "./tables/report.ts";
export * from "./tables/round.ts";
export * from "./tables/sealed.ts";
export * from "./tables/staff.ts";
export * from "./tables/webhook.ts";
