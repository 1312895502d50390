import { Buffer } from "node:buffer";

/** A generator that gives the same numbers for the same seed: the demo is the same every time. */
export type Random = {
  /** Uniform in [0, 1). */
  next(): number;
  /** One of these. */
  pick<T>(from: readonly T[]): T;
  /** A key like those of the product: 128 bits, base64url. */
  newId(): string;
};

/** mulberry32, seeded by the characters of a name. */
export function seededRandom(name: string): Random {
  let state = Array.from(name).reduce(
    (hash, char) => Math.imul(hash ^ char.codePointAt(0)!, 16777619),
    7,
  );
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick: (from) => from[Math.floor(next() * from.length)]!,
    newId: () =>
      Buffer.from(Array.from({ length: 16 }, () => Math.floor(next() * 256))).toString("base64url"),
  };
}
