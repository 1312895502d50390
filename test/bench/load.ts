import { Agent, request } from "node:http";

const inFlight = 8;

export type Call = { method: "GET" | "POST"; path: string; body?: string };
type Answer = { status: number; headers: Record<string, unknown>; body: Buffer };

/** Sends calls to one address over connections that stay open. */
export function clientOf(base: URL) {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const send = ({ method, path, body }: Call): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = body
        ? {
            "content-type": "application/x-www-form-urlencoded",
            "content-length": Buffer.byteLength(body),
          }
        : {};
      const { hostname, port } = base;
      const sent = request({ hostname, port, path, method, headers, agent }, (answer) => {
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
  return { send, close: () => agent.destroy() };
}

export type Client = ReturnType<typeof clientOf>;

/** Answers a second over these calls, eight in flight; every one must succeed. */
export async function rateOf({ send }: Client, calls: Call[]): Promise<number> {
  const left = [...calls];
  const began = performance.now();
  const work = async () => {
    for (let call = left.pop(); call; call = left.pop()) {
      const { status, body } = await send(call);
      if (status !== 200)
        throw new Error(`${call.method} answered ${status}: ${body.toString().slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return (calls.length * 1000) / (performance.now() - began);
}

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
