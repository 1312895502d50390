/** The offer of a call at the end of every set: a box to tick, not a question to think about. */
export const isOffer = ({ key }: { key: string }) => key === "call-me";
