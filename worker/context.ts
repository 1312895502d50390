import { Buffer } from "node:buffer";
import { connect, type Database } from "#db/client.ts";
import type { Role, Scope } from "./domain/staff/schema.ts";
import { configOf, type Config, type Env, type MailJob } from "./env.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { createSealing, type Sealing } from "./sealing.ts";
import { createTokens, type Tokens } from "./tokens.ts";

/** Who acts. A staff member acts through a session or through an API token of theirs. */
export type StaffActor = {
  kind: "staff";
  id: string;
  name: string;
  email: string;
  role: Role;
  scope: Scope;
};
export type Actor = StaffActor | { kind: "respondent" } | { kind: "system" };

/** Wakes the mail consumer for message rows that are already written; a lost call is caught by the sweep, and no error. */
type Mail = { wake(ids: string[]): Promise<void> };

/** Everything an action may use of the world outside: our code reads no clock and no randomness elsewhere. */
export type Ctx = {
  db: Database;
  mail: Mail;
  config: Config;
  now: Date;
  actor: Actor;
  tokens: Tokens;
  sealing: Sealing;
  ledger: Ledger;
  /** A fresh id: 128 random bits, base64url. */
  newId(): string;
  /** Uniform in [0, 1), from the platform's generator; for shuffling. */
  random(): number;
};

/** What every route has at hand. */
export type App = { Bindings: Env; Variables: { ctx: Ctx } };

/** The same context, acted in by a signed-in person. */
export type StaffCtx = Ctx & { actor: StaffActor };

const queueBatch = 100;

const mailOf = (queue: Queue<MailJob>, now: Date): Mail => ({
  async wake(ids) {
    const at = now.getTime();
    try {
      for (let from = 0; from < ids.length; from += queueBatch)
        await queue.send({ ids: ids.slice(from, from + queueBatch), at });
    } catch (error) {
      // The rows are written, so that what was done is done: the sweep wakes them within two minutes.
      console.error("waking mail failed", error instanceof Error ? error.name : "unknown");
    }
  },
});

export function createCtx(env: Env, actor: Actor, now = new Date()): Ctx {
  const config = configOf(env);
  return {
    db: connect(env.DB),
    mail: mailOf(env.MAIL, now),
    config,
    now,
    actor,
    tokens: createTokens(config.TOKEN_SECRET),
    sealing: createSealing(env.KEYS, config.SEALING_SECRET),
    ledger: createLedger(env.KEYS),
    newId: () => base64url(crypto.getRandomValues(new Uint8Array(16))),
    random: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32,
  };
}

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
