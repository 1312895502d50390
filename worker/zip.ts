import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";

/** 1 January 1980, the first day the format knows: equal files make equal archives. */
const day = 0x21;
const [needed, deflated] = [20, 8];

// The format's numbers are little-endian, as are all machines that run this.
const u16 = (...values: number[]) => Buffer.from(Uint16Array.from(values).buffer);
const u32 = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer);

function entry(path: string, text: string) {
  const name = Buffer.from(path);
  const content = Buffer.from(text);
  const body = deflateRawSync(content);
  const about = [
    u16(needed, 0, deflated, 0, day),
    u32(crc32(content), body.length, content.length),
    u16(name.length, 0),
  ];
  return { name, about, body };
}

/** A ZIP archive of these texts by path. Paths are of ASCII alone, and all of it is below 4 GB. */
export function writeZip(files: Record<string, string>): Uint8Array<ArrayBuffer> {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const entries = Object.entries(files).map(([path, text]) => entry(path, text));
  for (const { name, about, body } of entries) {
    const stored = [u32(0x04_03_4b_50), ...about, name, body];
    // Without a comment, on the only disk, without attributes.
    directory.push(u32(0x02_01_4b_50), u16(needed), ...about, u16(0, 0, 0), u32(0, at), name);
    bodies.push(...stored);
    at += lengthOf(stored);
  }
  const count = entries.length;
  const sums = [u16(0, 0, count, count), u32(lengthOf(directory), at), u16(0)];
  return new Uint8Array(Buffer.concat([...bodies, ...directory, u32(0x06_05_4b_50), ...sums]));
}

const lengthOf = (parts: Buffer[]) => parts.reduce((sum, { length }) => sum + length, 0);
