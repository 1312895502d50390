import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export type Sent = { path: string; key: string | null; mails: Record<string, unknown>[] };
/** `silent`: takes the mail and never answers. `dropped`: ends the connection without either. `body`: as it stands. */
export type Fate =
  | "fine"
  | "silent"
  | "dropped"
  | { status: number; name: string; retryAfter?: string }
  | { status: number; body: string };

/**
 * Resend on this machine, as its documentation has it: one mail or up to a hundred, keys that are remembered with
 * what came under them, its errors. Gives what was delivered; `fate` decides of each request.
 */
export async function standInResend(fate: (nth: number) => Fate) {
  const requests: Sent[] = [];
  const delivered: Record<string, unknown>[] = [];
  const known = new Map<string, { body: string; said: unknown }>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const sent = read(request, body);
    requests.push(sent);
    const say = (status: number, content: unknown, headers = {}) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify(content));
    const refuse = (statusCode: number, name: string, headers = {}) =>
      say(statusCode, { statusCode, name, message: `about ${name}` }, headers);
    if (request.headers.authorization !== "Bearer re_test") return refuse(403, "invalid_api_key");
    const before = known.get(sent.key ?? "");
    if (before)
      return before.body === body
        ? say(200, before.said)
        : refuse(409, "invalid_idempotent_request");
    const outcome = fate(requests.length);
    if (outcome === "dropped") return request.socket.destroy();
    if (typeof outcome === "object" && "body" in outcome)
      return response.writeHead(outcome.status).end(outcome.body);
    if (typeof outcome === "object")
      return refuse(
        outcome.status,
        outcome.name,
        outcome.retryAfter ? { "retry-after": outcome.retryAfter } : {},
      );
    if (sent.mails.length > 100) return refuse(422, "validation_error");
    const ids = sent.mails.map((_, at) => ({ id: `mail-${delivered.length + at + 1}` }));
    const said = sent.path === "/emails/batch" ? { data: ids } : ids[0];
    delivered.push(...sent.mails);
    if (sent.key) known.set(sent.key, { body, said });
    return outcome === "silent" ? request.socket.destroy() : say(200, said);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => void server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((done) => void server.close(done));
  return { baseUrl: `http://127.0.0.1:${port}`, requests, delivered, close };
}

function read(request: IncomingMessage, body: string): Sent {
  const { "idempotency-key": key } = request.headers;
  return {
    path: request.url ?? "",
    key: typeof key === "string" ? key : null,
    mails: [JSON.parse(body) as Record<string, unknown>].flat(),
  };
}
