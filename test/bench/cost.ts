import type { JobFigures } from "./measured-jobs.ts";
import type { Measured } from "./sized.ts";

/**
 * Cloudflare's published prices, Workers Paid, in dollars: what a month includes, and what a million more costs.
 * https://developers.cloudflare.com/ workers/platform/pricing, d1/platform/pricing, queues/platform/pricing,
 * kv/platform/pricing
 */
export const prices = {
  published: "August 2026",
  compared: "22 November 2026",
  base: 5,
  requests: { included: 10e6, aMillion: 0.3 },
  cpuMs: { included: 30e6, aMillion: 0.02 },
  rowsRead: { included: 25e9, aMillion: 0.001 },
  rowsWritten: { included: 50e6, aMillion: 1 },
  queueOperations: { included: 1e6, aMillion: 0.4 },
  keysRead: { included: 10e6, aMillion: 0.5 },
  keysWritten: { included: 1e6, aMillion: 5 },
  gigabytes: { included: 5, each: 0.75 },
};
const largestDatabase = 10e9;

/** What an account surveyed once a year makes people do; ten are invited and eight answer. */
const aYear: Record<string, number> = {
  "survey, open": 15,
  "survey, save": 48,
  "survey, submit": 8,
  "report page": 30,
  "account's history": 10,
  "portfolio page": 2,
  "staff home": 20,
};
const perAccount: Record<string, number> = {
  "import of 50,000 lines": 10,
  "launch of 2,000 invitations": 10,
  "close of 5,000 responses": 8,
};
/** Invitations, reminders, receipts, summaries and notices; each is put into a queue, taken out and deleted. */
const mails = 46;
const queueOperations = 3;
/** Reading and marking a mail, taken as what a submission takes. */
const likeMail = "survey, submit";
const minutesAYear = 365 * 24 * 60;

const sizes = [50, 1000, 10_000];

export type CostLine = {
  accounts: number;
  requests: number;
  cpuHours: number;
  rowsRead: number;
  rowsWritten: number;
  gigabytesAYear: number;
  dollars: number;
};

type Kind = "read" | "written";

/** Rows of one operation where there are so many accounts: on the line through the two sizes nearest to it. */
function rowsAt({ sized }: Measured, kind: Kind, accounts: number): number {
  const above = sized.findIndex((one) => one.accounts >= accounts);
  const to = Math.max(1, above < 0 ? sized.length - 1 : above);
  const [low, high] = [sized[to - 1]!, sized[to]!];
  const slope = (high[kind] - low[kind]) / (high.accounts - low.accounts);
  return Math.max(0, low[kind] + slope * (accounts - low.accounts));
}

/** What a year costs, and how long one database lasts. */
export function costSheet(
  measured: Measured[],
  jobs: JobFigures[],
  counts: { rounds: number; bytes: number }[],
) {
  const [first, last] = [counts[0]!, counts.at(-1)!];
  const bytesARound = (last.bytes - first.bytes) / (last.rounds - first.rounds);
  const lines = sizes.map((accounts) => yearOf(accounts, measured, jobs, bytesARound));
  const text = [
    "accounts  requests  CPU hours  rows read  rows written  GB a year  $ a year",
    ...lines.map((line) => Object.values(line).map(short).join("  ")),
    `One database of 10 GB holds ${short(largestDatabase / bytesARound)} rounds.`,
  ].join("\n");
  return { prices, bytesARound, roundsADatabase: largestDatabase / bytesARound, lines, text };
}

const short = (value: number) =>
  value.toLocaleString("en", { notation: "compact", maximumSignificantDigits: 3 });

function yearOf(
  accounts: number,
  measured: Measured[],
  jobs: JobFigures[],
  bytesARound: number,
): CostLine {
  const times = ({ operation }: Measured) =>
    operation.title === "a minute's sweeps"
      ? minutesAYear
      : accounts * ((aYear[operation.title] ?? 0) + (operation.title === likeMail ? mails : 0));
  const rows = (kind: Kind) =>
    sum(measured.map((one) => times(one) * rowsAt(one, kind, accounts))) +
    sum(jobs.map((one) => (accounts * unitsOf(one) * one.asked[kind]) / one.job.units));
  const cpuMs =
    sum(measured.map((one) => times(one) * one.speed.cpu)) +
    sum(jobs.map((one) => (accounts * unitsOf(one) * one.cpu) / one.job.units));
  const used = {
    requests: sum(measured.map(times)),
    cpuMs,
    rowsRead: rows("read"),
    rowsWritten: rows("written"),
    queueOperations: accounts * mails * queueOperations,
    // The mark of each minute's sweeps, which moves on every five, and a note of each mail.
    keysRead: minutesAYear,
    keysWritten: minutesAYear / 5 + accounts * mails,
  };
  const gigabytesAYear = (accounts * bytesARound) / 1e9;
  const months = 12;
  const further = Object.entries(used).map(([name, amount]) => {
    const { included, aMillion } = prices[name as keyof typeof used];
    return (Math.max(0, amount / months - included) / 1e6) * aMillion;
  });
  const storage = Math.max(0, gigabytesAYear - prices.gigabytes.included) * prices.gigabytes.each;
  return {
    accounts,
    requests: used.requests,
    cpuHours: cpuMs / 3_600_000,
    rowsRead: used.rowsRead,
    rowsWritten: used.rowsWritten,
    gigabytesAYear,
    dollars: months * (prices.base + sum(further) + storage),
  };
}

const unitsOf = ({ job }: JobFigures) => perAccount[job.title] ?? 0;
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
