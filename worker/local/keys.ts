import type { Tokens } from "../tokens.ts";

/** The key of a reusable sign-in link; it opens a session in a local run only. */
export const localSignInKey = (tokens: Tokens, staffId: string): Promise<string> =>
  tokens.make("local-sign-in", staffId);

/** The admin's API token of a local run: derived, so that every start prints the same. */
export const localApiToken = (tokens: Tokens): Promise<string> => tokens.make("api", "local");
