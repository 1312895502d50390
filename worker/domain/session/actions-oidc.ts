import { findIdentityHolder, findIdentityOf, insertIdentity } from "#db/queries/identity.ts";
import { findActiveByEmail, type StaffRow } from "#db/queries/staff.ts";
import { insertAttempt } from "#db/queries/attempt.ts";
import { paths } from "#web/paths.ts";
import type { Ctx } from "../../context.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { clientOf, discover, identify, ProviderFault, type Client } from "../../oidc.ts";
import { admitPlace } from "./actions-limit.ts";
import { signInAs } from "./actions-link.ts";
import { signInMinutes } from "./rules.ts";
import { notSignedIn, type Address } from "./oidc-rules.ts";

const minute = 60_000;
/** What a browser that has begun holds in a cookie: a secret, until when it is good (ms), and where to go then. */
const begunForm = /^([\w-]{22})\.(\d{13})\.(\/.*)$/;

/** Not found where no provider is configured. */
export function ownClient(ctx: Ctx): Client {
  const client = clientOf(ctx.config);
  if (!client) throw new AppError("not_found", "There is nothing at this address.");
  return client;
}

const no = ({ label }: Client, why: keyof typeof notSignedIn) =>
  refuse(why, notSignedIn[why](label));

const redirectUri = ({ config }: Ctx) => `${config.BASE_URL}${paths.oidcCallback}`;

/** All derived from what the browser holds, so that nothing is kept of who only begins. */
const derive = async ({ tokens }: Ctx, begun: string) => {
  const [state, nonce, one, other] = await Promise.all(
    [1, 2, 3, 4].map((version) => tokens.make("oidc", begun, version)),
  );
  return { state: state!, nonce: nonce!, verifier: `${one}${other}` };
};

/**
 * Begins to sign in with the identity provider: the address at which it asks who somebody is, and what their browser
 * must hold when they come back. Refusal: `provider`.
 */
export async function beginOidc(
  ctx: Ctx,
  to: string,
  ip: string | undefined,
): Promise<Outcome<{ url: string; begun: string }>> {
  const client = ownClient(ctx);
  await admitPlace(ctx, ip);
  const begun = `${ctx.newId()}.${ctx.now.getTime() + signInMinutes * minute}.${to}`;
  const { state, nonce, verifier } = await derive(ctx, begun);
  return trusting(client, async () => {
    const url = new URL((await discover(client)).authorization_endpoint);
    const wanted = {
      response_type: "code",
      client_id: client.id,
      redirect_uri: redirectUri(ctx),
      scope: "openid email",
      state,
      nonce,
      code_challenge: await ctx.tokens.hash(verifier),
      code_challenge_method: "S256",
    };
    for (const [name, value] of Object.entries(wanted)) url.searchParams.set(name, value);
    return { ok: true, url: url.href, begun };
  });
}

/** With what a provider sends somebody back. */
type Answer = Partial<Record<"state" | "code" | "error" | "iss", string>>;

/**
 * Signs in who comes back from the identity provider, once, in the browser in which they began. Refusals: `ended` (begun
 * elsewhere, too long ago, or over), `denied` (by the provider), `provider` (its answer proves nothing), `unverified`,
 * `unknown` (nobody active has this address), `another` (they are known with another account there).
 */
export async function finishOidc(
  ctx: Ctx,
  begun: string | undefined,
  answer: Answer,
  headers: Headers,
): Promise<Outcome<{ cookies: string[]; to: string }>> {
  const client = ownClient(ctx);
  const [, , until, to] = begunForm.exec(begun ?? "") ?? [];
  if (!begun || !to || Number(until) <= ctx.now.getTime()) return no(client, "ended");
  const { state, nonce, verifier } = await derive(ctx, begun);
  if (answer.state !== state || !(await isFirst(ctx, begun))) return no(client, "ended");
  if (answer.error !== undefined) return no(client, "denied");
  return trusting(client, async () => {
    if ((answer.iss ?? client.issuer) !== client.issuer) throw new ProviderFault("answer: issuer");
    const code = answer.code ?? "";
    const exchange = { code, verifier, nonce, redirectUri: redirectUri(ctx), now: ctx.now };
    const identity = await identify(client, await discover(client), exchange);
    const cookies = await admitIdentity(ctx, client, identity, headers);
    return Array.isArray(cookies) ? { ok: true, cookies, to } : cookies;
  });
}

/** A fault of the provider is a refusal, and a line in the log for who has to repair it. */
async function trusting<T>(client: Client, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    console.error("the identity provider was not believed", error.message);
    return no(client, "provider");
  }
}

/** Whether this beginning was not used before, by whoever held it. */
async function isFirst(ctx: Ctx, begun: string): Promise<boolean> {
  const id = await ctx.tokens.make("attempt", `oidc ${begun}`);
  const until = new Date(ctx.now.getTime() + signInMinutes * minute);
  return (await insertAttempt(ctx.db, id, ctx.now, until)).count === 1;
}

async function admitIdentity(ctx: Ctx, client: Client, identity: Address, headers: Headers) {
  const { issuer } = client;
  const id = await ctx.tokens.make("identity", `${issuer} ${identity.sub}`);
  const holder = await findIdentityHolder(ctx.db, id);
  const person = holder
    ? { ok: true as const, staff: holder }
    : await findByAddress(ctx, client, identity);
  if (!person.ok) return person;
  const { staff } = person;
  const cookies = staff.deactivatedAt ? null : await signInAs(ctx, staff.email, headers);
  if (!cookies) return no(client, "unknown");
  const row = { id, issuer, subject: identity.sub, staffId: staff.id };
  if (!holder) await insertIdentity(ctx.db, row, auditOf(ctx, staff));
  return cookies;
}

/** Who has the address that the provider vouches for, and no other account there. */
async function findByAddress(
  { db }: Ctx,
  client: Client,
  { email, email_verified: verified }: Address,
): Promise<Outcome<{ staff: StaffRow }>> {
  if (!email || String(verified) === "false") return no(client, "unverified");
  const staff = await findActiveByEmail(db, email);
  if (!staff) return no(client, "unknown");
  return (await findIdentityOf(db, staff.id)) ? no(client, "another") : { ok: true, staff };
}

const auditOf = (ctx: Ctx, { id }: StaffRow) => ({
  at: ctx.now,
  actor: id,
  action: "session.identity_linked",
  subjectType: "staff",
  subjectId: id,
});
