import { Buffer } from "node:buffer";

/** What a provider may sign with: never what it names, unless it is one of these. */
const algorithms = {
  RS256: { kty: "RSA", name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  PS256: { kty: "RSA", name: "RSA-PSS", hash: "SHA-256", saltLength: 32 },
  ES256: { kty: "EC", name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
};

/** The parts of a public key (RFC 7517) that we look at. */
export type PublicKey = JsonWebKey & { kid?: string };

const bytesOf = (part: string) => Buffer.from(part, "base64url");
const read = (part: string) => JSON.parse(bytesOf(part).toString()) as Record<string, unknown>; // -- Any JSON; its fields are checked.

/**
 * What a token in compact form (RFC 7515) says, if one of these keys signed it; null otherwise. What it says is not
 * yet checked.
 */
export async function readSigned(token: string, keys: PublicKey[]): Promise<unknown> {
  const [head = "", body = "", signature = "", ...more] = token.split(".");
  const { alg, kid, crit } = read(head);
  if (more.length > 0 || crit !== undefined || !Object.hasOwn(algorithms, String(alg))) return null;
  const algorithm = algorithms[alg as keyof typeof algorithms]; // -- It has just been found there.
  const signed = new TextEncoder().encode(`${head}.${body}`);
  const fitting = keys.filter(
    (key) =>
      key.kty === algorithm.kty &&
      (key.use ?? "sig") === "sig" &&
      (key.alg ?? alg) === alg &&
      (kid === undefined || key.kid === kid),
  );
  for (const { kty, n, e, crv, x, y } of fitting) {
    const parts = kty === "RSA" ? { kty, n, e } : { kty, crv, x, y };
    const key = await crypto.subtle.importKey("jwk", parts, algorithm, false, ["verify"]);
    if (await crypto.subtle.verify(algorithm, key, bytesOf(signature), signed)) return read(body);
  }
  return null;
}
