import { expect, vi } from "vitest";
import { unsupported } from "./mail-support.ts";

type Sent = { to: string[]; subject: string; html: string; text: string };
export type Accepted = { to: string; subject: string; at: number };

const day = 24 * 3600 * 1000;

/**
 * Stands in for the mail provider: keeps what it accepts, and takes a message with a key that it has known for less
 * than a day for the same one. `fate` may make it fail, or accept and then lose the answer.
 */
export function standInProvider(fate: () => "fine" | "fails" | "answer lost") {
  const accepted: Accepted[] = [];
  const known = new Map<string, number>();
  const isKnown = (key: string) => Date.now() - (known.get(key) ?? -Infinity) < day;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const key = request.headers.get("idempotency-key");
    const sent = await request.json<Sent | Sent[]>();
    for (const mail of [sent].flat()) expect(unsupported(mail), mail.subject).toEqual([]);
    const outcome = fate();
    if (outcome === "fails")
      return Response.json(
        { statusCode: 500, name: "internal_server_error", message: "later" },
        { status: 500 },
      );
    if (key === null || !isKnown(key))
      for (const { to, subject } of [sent].flat())
        accepted.push({ to: to[0]!, subject, at: Date.now() });
    if (key !== null && !isKnown(key)) known.set(key, Date.now());
    if (outcome === "answer lost") throw new Error("Network connection lost.");
    const id = `provider-${known.size}`;
    return Response.json(
      Array.isArray(sent) ? { data: sent.map((_, at) => ({ id: `${id}-${at}` })) } : { id },
    );
  });
  return accepted;
}
