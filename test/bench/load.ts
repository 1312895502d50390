import { Agent, request, type IncomingHttpHeaders } from "node:http";
import { cpuOf } from "./process.ts";

const inFlight = 8;

export type Call = {
  method: "GET" | "POST" | "PUT";
  path: string;
  body?: string;
  headers?: Record<string, string>;
};
type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };
/** What one request asked of D1. */
export type Asked = { calls: number; read: number; written: number };

const form = { "content-type": "application/x-www-form-urlencoded" };

/** Sends calls to one address over connections that stay open. */
export function clientOf(base: URL, pid: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const { hostname, port } = base;
  const send = ({ method, path, body, headers = {} }: Call): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const length = body && { "content-length": Buffer.byteLength(body) };
      const all = { ...(body && form), ...headers, ...length };
      const sent = request({ hostname, port, path, method, headers: all, agent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () =>
          resolve({
            status: answer.statusCode!,
            headers: answer.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      sent.on("error", reject);
      sent.end(body);
    });
  return {
    /** Sends one call; any answer but a success, or the one expected, is an error. */
    send: async (call: Call, expected?: number) => checked(call, await send(call), expected),
    pid,
    close: () => agent.destroy(),
  };
}

export type Client = ReturnType<typeof clientOf>;

function checked({ method, path }: Call, answer: Answer, expected?: number): Answer {
  if (expected ? answer.status === expected : answer.status < 300) return answer;
  const said = answer.body.toString().slice(0, 300);
  throw new Error(`${method} ${path} answered ${answer.status}: ${said}`);
}

/** Answers a second over these calls, eight in flight, and what one takes of the runtime's processor time, in ms. */
export async function rateOf({ send, pid }: Client, calls: Call[]) {
  const left = [...calls];
  const before = cpuOf(pid);
  const began = performance.now();
  const work = async () => {
    for (let call = left.pop(); call; call = left.pop()) await send(call);
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  const rate = (calls.length * 1000) / (performance.now() - began);
  return { rate, cpu: (cpuOf(pid) - before) / calls.length };
}

/** The calls one after another: how long each takes, and what it costs in processor time, in ms. */
export async function timesOf({ send, pid }: Client, calls: Call[]) {
  const times: number[] = [];
  const cpu: number[] = [];
  for (const call of calls) {
    const before = cpuOf(pid);
    const began = performance.now();
    await send(call);
    times.push(performance.now() - began);
    cpu.push(cpuOf(pid) - before);
  }
  return { times, cpu };
}

/** One call, and what it asked of D1. */
export async function askedBy({ send }: Client, call: Call): Promise<Asked & { body: Buffer }> {
  const { headers, body } = await send({ ...call, headers: { ...call.headers, "x-count": "1" } });
  return { ...(JSON.parse(String(headers["x-d1"])) as Asked), body };
}

export const quantile = (values: number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
};

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
