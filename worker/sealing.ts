import type { CipherSuite } from "@hpke/core";
import { Buffer } from "node:buffer";
import { AppError } from "./errors.ts";

/** Where a sealed text belongs: it opens there and nowhere else. */
type Place = { roundId: string; id: string };
/** Opens what was sealed for one round; throws when it was changed or moved. */
export type Opener = (id: string, sealed: string) => Promise<string>;

/** Seals texts to a key pair made for one round. The private half is kept wrapped in KV, never in the database. */
export type Sealing = {
  /** Makes a key pair, keeps its private half, and gives the public one. Any number may be made for a round. */
  makeKey(roundId: string): Promise<string>;
  seal(publicKey: string, place: Place, text: string): Promise<string>;
  /** Null when the private half is not there (any more). Throws `answers_locked` when the secret does not fit it. */
  findOpener(roundId: string, publicKey: string): Promise<Opener | null>;
  /** Deletes this key of a round and every other that was made for it. May be repeated. */
  forgetKeys(roundId: string, publicKey: string): Promise<void>;
};

async function makeSuite(): Promise<CipherSuite> {
  const hpke = await import("@hpke/core");
  const { Aes256Gcm, DhkemP256HkdfSha256, HkdfSha256 } = hpke;
  return new hpke.CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
}

let made: CipherSuite | undefined;
/** Read and made when it is first asked for: most of those who open a page seal nothing. */
const suiteOf = async (): Promise<CipherSuite> => (made ??= await makeSuite());

/** An uncompressed point of P-256, which leads every sealed text. */
const pointBytes = 65;
const ivBytes = 12;
const smallestBytes = 8 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const toText = (...parts: (ArrayBuffer | Uint8Array)[]) =>
  Buffer.concat(parts.map((part) => new Uint8Array(part))).toString("base64url");
const toBytes = (text: string) => new Uint8Array(Buffer.from(text, "base64url"));

/** What a ciphertext is bound to, so that it cannot be read as part of another round. */
const infoOf = (roundId: string) => encoder.encode(`cleargrade answers 1|${roundId}`);

/** Spaces up to one of a few sizes (8 KiB, 32, 128, …), so that length does not tell who wrote much. */
function padded(text: string): Uint8Array<ArrayBuffer> {
  const bytes = encoder.encode(text);
  let size = smallestBytes;
  while (size < bytes.length) size *= 4;
  const filled = new Uint8Array(size).fill(0x20);
  filled.set(bytes);
  return filled;
}

async function seal(publicKey: string, { roundId, id }: Place, text: string): Promise<string> {
  const suite = await suiteOf();
  const recipientPublicKey = await suite.kem.deserializePublicKey(toBytes(publicKey));
  const sender = await suite.createSenderContext({ recipientPublicKey, info: infoOf(roundId) });
  return toText(sender.enc, await sender.seal(padded(text), encoder.encode(id)));
}

const openerOf =
  (recipientKey: CryptoKey, roundId: string): Opener =>
  async (id, sealed) => {
    const bytes = toBytes(sealed);
    const enc = bytes.slice(0, pointBytes);
    const info = infoOf(roundId);
    const suite = await suiteOf();
    const recipient = await suite.createRecipientContext({ recipientKey, enc, info });
    const opened = await recipient.open(bytes.slice(pointBytes), encoder.encode(id));
    return decoder.decode(opened).trimEnd();
  };

/** What private keys are wrapped with: AES-256-GCM under a key derived from the secret of the deployment. */
async function wrapperOf(secret: string): Promise<CryptoKey> {
  const bytes = encoder.encode(secret);
  const base = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  const info = encoder.encode("cleargrade round keys 1");
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info };
  const algorithm = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(derivation, base, algorithm, false, ["encrypt", "decrypt"]);
}

async function wrap(secret: string, name: string, key: ArrayBuffer): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const algorithm = { name: "AES-GCM", iv, additionalData: encoder.encode(name) };
  return toText(iv, await crypto.subtle.encrypt(algorithm, await wrapperOf(secret), key));
}

async function unwrap(secret: string, name: string, wrapped: string): Promise<ArrayBuffer> {
  const bytes = toBytes(wrapped);
  const iv = bytes.slice(0, ivBytes);
  const algorithm = { name: "AES-GCM", iv, additionalData: encoder.encode(name) };
  try {
    return await crypto.subtle.decrypt(algorithm, await wrapperOf(secret), bytes.slice(ivBytes));
  } catch {
    throw locked("SEALING_SECRET is not the one with which this round was launched.");
  }
}

/** Sealed answers that cannot be opened now. Everything stays as it is; whoever can help is told why. */
export const locked = (why: string): AppError =>
  new AppError("conflict", `The answers of this round cannot be opened. ${why} Nothing is lost.`, {
    reason: "answers_locked",
  });

const prefixOf = (roundId: string) => `round/${roundId}/`;

type Kept = { keys: KVNamespace; secret: string };

async function makeKey({ keys, secret }: Kept, roundId: string): Promise<string> {
  const { kem } = await suiteOf();
  const pair = await kem.generateKeyPair();
  const publicKey = toText(await kem.serializePublicKey(pair.publicKey));
  const privateKey = await kem.serializePrivateKey(pair.privateKey);
  // A name of its own for each: of two launches at once, none may overwrite the key of the one that wins.
  const name = prefixOf(roundId) + publicKey;
  await keys.put(name, await wrap(secret, name, privateKey));
  return publicKey;
}

async function findOpener({ keys, secret }: Kept, roundId: string, publicKey: string) {
  const name = prefixOf(roundId) + publicKey;
  const wrapped = await keys.get(name);
  if (wrapped === null) return null;
  const bytes = await unwrap(secret, name, wrapped);
  const { kem } = await suiteOf();
  return openerOf(await kem.deserializePrivateKey(bytes), roundId);
}

async function forgetKeys({ keys }: Kept, roundId: string, publicKey: string): Promise<void> {
  const prefix = prefixOf(roundId);
  // A list may lag behind, so the key in use goes by its name.
  const listed = (await keys.list({ prefix })).keys.map(({ name }) => name);
  const names = new Set([prefix + publicKey, ...listed]);
  await Promise.all([...names].map((name) => keys.delete(name)));
}

/** Both are asked for when they are needed, so that a deployment without confidential rounds runs without them. */
export function createSealing(keys: KVNamespace | undefined, secret: string | undefined): Sealing {
  const kept = (): Kept => {
    if (keys && secret) return { keys, secret };
    const missing = keys ? "the secret SEALING_SECRET" : "the KV namespace KEYS";
    throw new AppError("misconfigured", `Confidential rounds need ${missing}, which is missing.`);
  };
  return {
    makeKey: async (roundId) => makeKey(kept(), roundId),
    seal,
    findOpener: async (roundId, publicKey) => findOpener(kept(), roundId, publicKey),
    forgetKeys: async (roundId, publicKey) => forgetKeys(kept(), roundId, publicKey),
  };
}
