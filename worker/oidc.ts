import { Buffer } from "node:buffer";
import { Address, Claims, distrust, Provider } from "./domain/session/oidc-rules.ts";
import type { Config } from "./env.ts";
import { readSigned, type PublicKey } from "./id-token.ts";

/** The identity provider of this deployment, as configured. */
export type Client = { issuer: string; id: string; secret: string; label: string };

/** Null: staff sign in by mail alone. */
export const clientOf = (config: Config): Client | null =>
  config.OIDC_ISSUER && config.OIDC_CLIENT_ID && config.OIDC_CLIENT_SECRET
    ? {
        issuer: config.OIDC_ISSUER,
        id: config.OIDC_CLIENT_ID,
        secret: config.OIDC_CLIENT_SECRET,
        label: config.OIDC_LABEL,
      }
    : null;

/** A provider that did not answer, or not as it must; `message` says what was wrong, never what it sent. */
export class ProviderFault extends Error {}

const patience = 10_000;

/** Its answer. Secrets are not carried on to where it redirects. */
async function ask(what: string, url: string, init: RequestInit = {}): Promise<unknown> {
  const options = { ...init, redirect: "manual", signal: AbortSignal.timeout(patience) } as const;
  const response = await fetch(url, options).catch(() => null);
  if (!response?.ok) throw new ProviderFault(`${what}: ${response?.status ?? "no answer"}`);
  return response.json().catch(() => null);
}

/** What a provider says of itself, once it is certain that it is the one that is configured. */
export async function discover({ issuer }: Client): Promise<Provider> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const { data } = Provider.safeParse(await ask("discovery", url));
  if (!data) throw new ProviderFault("discovery: not understood");
  if (data.issuer !== issuer) throw new ProviderFault("discovery: another issuer");
  const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint = jwks_uri } = data;
  const all = [authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint];
  // Only an issuer on this machine has no TLS.
  const scheme = new URL(issuer).protocol;
  if (all.some((one) => new URL(one).protocol !== scheme))
    throw new ProviderFault("discovery: an address without TLS");
  return data;
}

type Exchange = { code: string; verifier: string; nonce: string; redirectUri: string; now: Date };

/** Exchanges the code for who somebody is: a subject, signed for us, and their address. */
export async function identify(
  client: Client,
  provider: Provider,
  { code, verifier, nonce, redirectUri, now }: Exchange,
): Promise<Address> {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  const headers = authorize(client, provider, body);
  const sent = { method: "POST", body, headers };
  const tokens = (await ask("token", provider.token_endpoint, sent)) as Tokens; // -- Checked field by field below.
  const { keys } = (await ask("keys", provider.jwks_uri)) as { keys: PublicKey[] }; // -- A fault in it is caught.
  const signed = await readSigned(String(tokens?.id_token), keys).catch(() => null);
  if (!signed) throw new ProviderFault("id token: signature");
  const { data } = Claims.safeParse(signed);
  if (!data) throw new ProviderFault("id token: not understood");
  const fault = distrust(data, { issuer: client.issuer, clientId: client.id, nonce, now });
  if (fault) throw new ProviderFault(`id token: ${fault}`);
  return data.email === undefined ? askForAddress(provider, tokens, data) : data;
}

type Tokens = { id_token?: unknown; access_token?: unknown } | null;

/** How the provider wants to be told that it is us: in a header, unless it only takes it in the form. */
function authorize(
  { id, secret }: Client,
  provider: Provider,
  body: URLSearchParams,
): Record<string, string> {
  const methods = provider.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  if (!methods.includes("client_secret_basic")) {
    body.set("client_id", id);
    body.set("client_secret", secret);
    return {};
  }
  const pair = [id, secret].map(encodeURIComponent).join(":");
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** Some providers tell the address only when asked for it, of the same person. */
async function askForAddress(provider: Provider, tokens: Tokens, known: Address): Promise<Address> {
  if (!provider.userinfo_endpoint) return known;
  const headers = { authorization: `Bearer ${String(tokens?.access_token)}` };
  const { data } = Address.safeParse(
    await ask("userinfo", provider.userinfo_endpoint, { headers }),
  );
  if (data?.sub !== known.sub) throw new ProviderFault("userinfo: another person");
  return data;
}
