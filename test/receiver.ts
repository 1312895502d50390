import { vi } from "vitest";
import { Webhook } from "standardwebhooks";

type Received = { id: string; url: string; type: string; data: Record<string, unknown> };

/**
 * Stands in for another system that is called: keeps what bears the signature of one of its secrets. `answer`
 * decides what it says to each call.
 */
export function standInReceiver(answer: (nth: number) => number = () => 204) {
  const received: Received[] = [];
  const unsigned: string[] = [];
  const secrets: string[] = [];
  let calls = 0;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const headers = Object.fromEntries(request.headers);
    const isSigned = secrets.some((secret) => verifies(secret, body, headers));
    const { type, data } = JSON.parse(body) as Received;
    const status = answer(++calls);
    if (!isSigned) unsigned.push(body);
    else if (status < 300)
      received.push({ id: headers["webhook-id"]!, url: request.url, type, data });
    return new Response(null, { status });
  });
  return { received, unsigned, secrets, calls: () => calls };
}

function verifies(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
