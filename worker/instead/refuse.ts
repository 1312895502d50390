/** In the place of functions that nothing here calls: see `parts.ts`. */
export function refuse(): never {
  throw new Error("This part of a library is not in the Worker: see worker/instead/parts.ts.");
}
