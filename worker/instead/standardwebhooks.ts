import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";

// What standardwebhooks takes from packages, for signing and checking, and what the runtime has.

export const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
export const decode = (text: string) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
export const hmac = (key: Uint8Array, bytes: Uint8Array) =>
  new Uint8Array(createHmac("sha256", key).update(bytes).digest());
