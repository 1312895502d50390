import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { addressFault, nextTry, signingVersions } from "#worker/domain/webhook/rules.ts";
import { postJson } from "#worker/domain/webhook/post.ts";
import { afterEach, describe, expect, test } from "vitest";

const ownOrigin = "https://feedback.example.com";
const outside = { local: false, ownOrigin };

describe("an address that we are to call", () => {
  test.each([
    "https://crm.yourfirm.com/hooks",
    "https://hooks.example.co.uk:8443/a?b=c",
    "https://bücher.example/hook",
  ])("%s is called", (url) => expect(addressFault(url, outside)).toBeNull());

  test.each([
    ["http://crm.yourfirm.com/", "https"],
    ["ftp://crm.yourfirm.com/", "address like"],
    ["file:///etc/passwd", "address like"],
    ["crm.yourfirm.com", "address like"],
    ["", "address like"],
    ["https://localhost/", "internet"],
    ["https://LOCALHOST./", "internet"],
    ["https://a.localhost/", "internet"],
    ["https://intranet/", "internet"],
    ["https://db.internal/", "internet"],
    ["https://printer.local/", "internet"],
    ["https://127.0.0.1/", "number"],
    ["https://2130706433/", "number"],
    ["https://0x7f.1/", "number"],
    ["https://017700000001/", "number"],
    ["https://169.254.169.254/latest/meta-data", "number"],
    ["https://10.0.0.8./", "number"],
    ["https://[::1]/", "number"],
    ["https://[::ffff:7f00:1]/", "number"],
    ["https://user:secret@crm.yourfirm.com/", "password"],
    ["https://feedback.example.com/hooks/resend", "back here"],
  ])("%s is not", (url, why) => expect(addressFault(url, outside)).toContain(why));

  test("on one machine may be on that machine, though never the run itself", () => {
    const local = { local: true, ownOrigin: "http://localhost:8787" };
    expect(addressFault("http://127.0.0.1:9000/", local)).toBeNull();
    expect(addressFault("http://localhost:8787/hooks/resend", local)).toContain("back here");
  });
});

test("an event is tried ten times, at growing intervals, over a little more than three days", () => {
  const start = new Date("2026-03-02T09:00:00Z");
  let at = start;
  const pauses: number[] = [];
  for (let attempts = 1; ; attempts++) {
    const next = nextTry(attempts, at);
    if (next === null) break;
    pauses.push(next.getTime() - at.getTime());
    at = next;
  }
  expect(pauses).toHaveLength(9);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  const days = (at.getTime() - start.getTime()) / 86_400_000;
  expect(days).toBeGreaterThan(3);
  expect(days).toBeLessThan(3.5);
});

test("for a day after a new secret was made, the one before signs as well", () => {
  const rotatedAt = new Date("2026-03-02T09:00:00Z");
  const at = (hours: number) => new Date(rotatedAt.getTime() + hours * 3_600_000);
  expect(signingVersions({ secretVersion: 1, rotatedAt: null }, at(0))).toEqual([1]);
  expect(signingVersions({ secretVersion: 3, rotatedAt }, at(0))).toEqual([3, 2]);
  expect(signingVersions({ secretVersion: 3, rotatedAt }, at(23.9))).toEqual([3, 2]);
  expect(signingVersions({ secretVersion: 3, rotatedAt }, at(24))).toEqual([3]);
});

describe("a call over HTTP", () => {
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.closeAllConnections()));

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((ready) => void server.listen(0, "127.0.0.1", ready));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  test("is taken when the answer is a 2xx, however long its body", async () => {
    const url = await serve((_, response) => response.writeHead(202).end("x".repeat(5_000_000)));
    expect(await postJson(url, {}, "{}")).toEqual({ taken: true, gone: false, answer: "202" });
  });

  test("does not follow a redirect", async () => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url!);
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    expect(await postJson(url, {}, "{}")).toEqual({ taken: false, gone: false, answer: "307" });
    expect(asked).toEqual(["/"]);
  });

  test("says that an endpoint is gone, is silent, or is not there", async () => {
    const gone = await serve((_, response) => response.writeHead(410).end());
    expect(await postJson(gone, {}, "{}")).toMatchObject({ taken: false, gone: true });
    const silent = await serve(() => undefined);
    expect(await postJson(silent, {}, "{}", 50)).toMatchObject({ answer: "no answer in time" });
    const dropped = await serve((request) => request.socket.destroy());
    expect(await postJson(dropped, {}, "{}")).toMatchObject({ answer: "could not be reached" });
  });
});
