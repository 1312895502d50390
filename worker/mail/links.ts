import { paths } from "#web/paths.ts";
import type { Ctx } from "../context.ts";

/** The addresses that mails name, whole. Personal ones are derived here, each time; no row holds them. */
export type Links = {
  page(path: string): string;
  survey(invitation: { id: string; tokenVersion: number }): Promise<string>;
  test(testLinkId: string): Promise<string>;
  /** For what carries the hash that the link is looked up by: an invitation, a record, a note, a client's link. */
  optOut(id: string): Promise<string>;
  record(conversationId: string): Promise<string>;
  client(link: { id: string; tokenVersion: number }): Promise<string>;
  shared(link: { id: string; tokenVersion: number }): Promise<string>;
  signIn(nonce: string, to: string): Promise<string>;
};

export function linksOf({ tokens, config }: Pick<Ctx, "tokens" | "config">): Links {
  const page = (path: string) => config.BASE_URL + path;
  return {
    page,
    survey: async ({ id, tokenVersion }) =>
      page(paths.survey(await tokens.make("survey", id, tokenVersion))),
    test: async (id) => page(paths.survey(await tokens.make("test", id))),
    optOut: async (id) => page(paths.optOut(await tokens.make("opt-out", id))),
    record: async (id) => page(paths.record(await tokens.make("conversation", id))),
    client: async ({ id, tokenVersion }) =>
      page(paths.clientPage(await tokens.make("client", id, tokenVersion))),
    shared: async ({ id, tokenVersion }) =>
      page(paths.sharedReport(await tokens.make("share", id, tokenVersion))),
    signIn: async (nonce, to) => {
      const link = page(paths.signInLink(await tokens.make("sign-in", nonce)));
      return to === paths.home ? link : `${link}?to=${encodeURIComponent(to)}`;
    },
  };
}
