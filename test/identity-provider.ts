import { Buffer } from "node:buffer";

/** Somebody at the provider. */
export type Person = { sub: string; email?: string; email_verified?: boolean | string };

type Asked = { person: Person; nonce: string; challenge: string; redirectUri: string };
type Claims = Record<string, unknown>;

/** What is otherwise than it should be. */
export type Faults = {
  discovery?: Claims;
  header?: Claims;
  claims?: Claims;
  userinfo?: Claims;
  /** Signed with a key that is not published. */
  foreignKey?: boolean;
  /** Answers so, or not at all, at addresses that end with this. */
  failsAt?: string;
  /** Takes a code again and again. */
  forgetful?: boolean;
  /** Tells the address only at its userinfo address. */
  thin?: boolean;
  elliptic?: boolean;
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const digest = async (text: string) =>
  Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(text))).toString("base64url");

const rsa = {
  name: "RSASSA-PKCS1-v1_5",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: "SHA-256",
};
const elliptic = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

const keyPair = async (algorithm: typeof rsa | typeof elliptic) =>
  crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
let made: Promise<Record<"RS256" | "ES256" | "foreign", CryptoKeyPair>> | undefined;
/** Made once: it takes a while. */
const makeKeys = () =>
  (made ??= Promise.all([keyPair(rsa), keyPair(elliptic), keyPair(rsa)]).then(
    ([RS256, ES256, foreign]) => ({ RS256, ES256, foreign }),
  ));

/** A small provider of OpenID Connect with keys of its own: what it answers to a request for one of its addresses. */
export async function identityProvider(
  issuer: string,
  client = { id: "cleargrade", secret: "a secret: of two+parts" },
) {
  const { foreign, ...pairs } = await makeKeys();
  const codes = new Map<string, Asked>();
  const calls: string[] = [];
  let faults: Faults = {};
  let issued = 0;

  const jwks = async () =>
    Promise.all(
      Object.entries(pairs).map(async ([kid, { publicKey }]) => ({
        ...((await crypto.subtle.exportKey("jwk", publicKey)) as object), // -- A key in this format is an object.
        kid,
        use: "sig",
      })),
    );

  async function idToken({ person, nonce }: Asked): Promise<string> {
    const alg = faults.elliptic ? "ES256" : "RS256";
    const { email: _email, email_verified: _verified, ...thin } = person;
    const seconds = Math.floor(Date.now() / 1000);
    const told = faults.thin ? thin : person;
    const usual = { iss: issuer, aud: client.id, iat: seconds, exp: seconds + 300, nonce, ...told };
    const head = encode({ alg, kid: alg, typ: "JWT", ...faults.header });
    const body = encode({ ...usual, ...faults.claims });
    const { privateKey } = faults.foreignKey ? foreign : pairs[alg];
    const signed = Buffer.from(`${head}.${body}`);
    const signature = await crypto.subtle.sign(
      faults.elliptic ? elliptic : rsa,
      privateKey,
      signed,
    );
    return `${head}.${body}.${Buffer.from(signature).toString("base64url")}`;
  }

  async function token(request: Request): Promise<Response> {
    const form = new URLSearchParams(Buffer.from(await request.arrayBuffer()).toString());
    const pair = [client.id, client.secret].map(encodeURIComponent).join(":");
    const basic = `Basic ${Buffer.from(pair).toString("base64")}`;
    const authorized =
      request.headers.get("authorization") === basic || form.get("client_secret") === client.secret;
    const asked = codes.get(form.get("code") ?? "");
    const fits =
      form.get("redirect_uri") === asked?.redirectUri &&
      (await digest(form.get("code_verifier") ?? "")) === asked?.challenge;
    if (!authorized || !asked || !fits)
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    if (!faults.forgetful) codes.delete(form.get("code")!);
    const accessToken = `access ${asked.person.sub}`;
    return Response.json({ access_token: accessToken, id_token: await idToken(asked) });
  }

  /** Where a browser is sent to back after this person has signed in at `url`. */
  async function authorize(url: string, person: Person): Promise<string> {
    const { searchParams: asked } = new URL(url);
    const code = `code-${++issued}`;
    codes.set(code, {
      person,
      nonce: asked.get("nonce")!,
      challenge: asked.get("code_challenge")!,
      redirectUri: asked.get("redirect_uri")!,
    });
    const back = new URL(asked.get("redirect_uri")!);
    for (const [name, value] of Object.entries({ code, state: asked.get("state")!, iss: issuer }))
      back.searchParams.set(name, value);
    return back.href;
  }

  async function answer(request: Request): Promise<Response> {
    const { href, pathname } = new URL(request.url);
    calls.push(`${request.method} ${pathname}`);
    if (faults.failsAt && pathname.endsWith(faults.failsAt)) throw new Error("connection lost");
    if (!href.startsWith(issuer)) return new Response(null, { status: 404 });
    if (pathname.endsWith("/.well-known/openid-configuration"))
      return Response.json({
        issuer,
        authorization_endpoint: `${issuer}/authorize?tenant=1`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        userinfo_endpoint: `${issuer}/userinfo`,
        ...faults.discovery,
      });
    if (pathname.endsWith("/keys")) return Response.json({ keys: await jwks() });
    if (pathname.endsWith("/token")) return token(request);
    const sub = request.headers.get("authorization")?.slice("Bearer access ".length);
    const known = { sub, email: `${sub}@supplier.example`, email_verified: true };
    return Response.json({ ...known, ...faults.userinfo });
  }

  return { issuer, client, calls, answer, authorize, misbehave: (as: Faults) => (faults = as) };
}
