import type { Job } from "./jobs.ts";
import type { Asked } from "./load.ts";
import type { Measured } from "./sized.ts";
import type { Speed } from "./speed.ts";

export type Row = {
  what: string;
  value?: string;
  calls?: number;
  read?: string;
  written?: number;
  bytes?: number;
  brotli?: number;
  p50?: string;
  p99?: string;
  cpu?: string;
  own?: string;
  aim?: string;
};

const inMs = (value: number) =>
  value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const grouped = (value: number) => value.toLocaleString("en");
export const asKilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

const cpuCell = ({ cpu, cpu99 }: { cpu: number; cpu99: number }) =>
  `${inMs(cpu)}, p99 ${inMs(cpu99)}`;
const speedCells = ({ ratio, rate, p50, p99, own, ...all }: Speed) => ({
  value: `${ratio.toFixed(2)} (${grouped(Math.round(rate))}/s)`,
  p50: inMs(p50),
  p99: inMs(p99),
  cpu: cpuCell(all),
  ...(own && { own: cpuCell(own) }),
});

/** The figures as lines of the one table. */
export const asRows = {
  speed: (what: string, speed: Speed): Row => ({ what, ...speedCells(speed) }),
  operation: ({ operation, sized, speed }: Measured, usual: number): Row => {
    const { calls, written, bytes, brotli } = sized.find(({ accounts }) => accounts === usual)!;
    const read = sized.map((one) => grouped(one.read));
    const same = new Set(read).size === 1;
    return {
      what: operation.title,
      ...speedCells(speed),
      calls,
      read: same ? read[0]! : read.join(" · "),
      written,
      bytes,
      brotli,
      aim: operation.aim,
    };
  },
  job: (
    { title, unit }: Job,
    { time, slowest, cpu, asked }: { time: number; slowest: number; cpu: number; asked: Asked },
    ratio: number,
  ): Row => ({
    what: title,
    value: `${ratio.toFixed(2)} ${unit}`,
    p50: inMs(time),
    p99: inMs(slowest),
    cpu: inMs(cpu),
    calls: asked.calls,
    read: grouped(asked.read),
    written: asked.written,
  }),
};

const columns: [keyof Row, string][] = [
  ["what", ""],
  ["value", "against bare"],
  ["p50", "p50"],
  ["p99", "p99"],
  ["cpu", "CPU"],
  ["own", "CPU without D1"],
  ["calls", "D1 calls"],
  ["read", "rows read at 10 · 100 · 1,000 · 5,000"],
  ["written", "written"],
  ["bytes", "bytes"],
  ["brotli", "brotli"],
  ["aim", "aim"],
];

/** One table as text. */
export function printed(rows: Row[]): string {
  const cell = (value: Row[keyof Row]) =>
    typeof value === "number" ? grouped(value) : (value ?? "");
  const lines = [
    columns.map(([, heading]) => heading),
    ...rows.map((row) => columns.map(([key]) => cell(row[key]))),
  ];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines
    .map((line) =>
      line
        .map((text, i) => text.padEnd(widths[i]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
