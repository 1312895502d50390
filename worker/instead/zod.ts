// What is parsed here comes as JSON or as a form, so that nothing in it can contain itself: zod need not look out for that.

export const memoizer = () => undefined;
export class $ZodCyclicError extends Error {}
