import { brotliCompressSync, constants } from "node:zlib";

/** What a content network uses on the fly. */
const quality = 5;

export const brotli = (body: Buffer): number =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length;
