import { paths } from "#web/paths.ts";
import { createTokens } from "../tokens.ts";
import { localApiToken, localSignInKey } from "./keys.ts";
import type { LocalState, StartingPoints } from "./state.ts";

/** What a start prints, in order: a line for each thing that this run has. */
export async function linesOf(
  state: LocalState,
  starting: StartingPoints,
  baseUrl: string,
): Promise<string[]> {
  const tokens = createTokens(state.tokenSecret);
  const survey = (invitationId: string) => tokens.make("survey", invitationId).then(paths.survey);
  const signIn = (staffId: string) => localSignInKey(tokens, staffId).then(paths.localSignIn);
  const client = (linkId: string) => tokens.make("client", linkId).then(paths.clientPage);
  const lines: [string, string | undefined, (id: string) => Promise<string>][] = [
    ["Respond as a user", starting.user, survey],
    ["Respond as a manager", starting.manager, survey],
    ["Respond as a board member", starting.board, survey],
    ["Respond in an annual review", starting.annualReview, survey],
    ["Sign in as account manager", starting.accountManager, signIn],
    ["Sign in as leader", starting.leader, signIn],
    ["Sign in as admin", starting.admin, signIn],
    ["Read the plan as the client", starting.client, client],
  ];
  const links: string[] = [];
  for (const [title, id, path] of lines)
    if (id !== undefined) links.push(`${title}: ${baseUrl}${await path(id)}`);
  return [
    ...links,
    `Outbox: ${baseUrl}${paths.outbox}`,
    `API token: ${await localApiToken(tokens)}`,
    `Ready on ${baseUrl}`,
  ];
}
