/** Decodes an instant that may be missing; a column's own decoder is typed as if none ever were. */
export const orNever = (at: number): Date | null => new Date(at);
