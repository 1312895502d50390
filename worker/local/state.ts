import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** What a local run keeps beside its database: its secrets, so that links stay the same, and whom to name. */
export type LocalState = {
  tokenSecret: string;
  authSecret: string;
  sealingSecret: string;
  /** Null until the first load is complete. */
  starting: StartingPoints | null;
};

/** Ids that the printed lines are made from. What a run does not have is absent. */
export type StartingPoints = {
  user?: string;
  manager?: string;
  board?: string;
  annualReview?: string;
  accountManager?: string;
  leader?: string;
  admin: string;
  /** The link by which somebody at a client reads their plan. */
  client?: string;
};

/** Demo and empty runs live side by side and never mix. */
export const stateFolder = (empty: boolean): string =>
  resolve(process.env.CLEARGRADE_STATE ?? ".wrangler/local", empty ? "empty" : "demo");

const fileOf = (folder: string) => join(folder, "start.json");

/** Reads the state. A first load that was cut short left no starting points: it begins again from nothing. */
export function openState(folder: string): LocalState {
  const known = existsSync(fileOf(folder))
    ? (JSON.parse(readFileSync(fileOf(folder), "utf8")) as Partial<LocalState>)
    : {};
  // A run of an earlier version may lack a secret: it gets the missing one and keeps the others.
  const state = { ...newState(), ...known };
  saveState(folder, state);
  if (state.starting) return state;
  rmSync(join(folder, "v3"), { recursive: true, force: true });
  return state;
}

const newState = (): LocalState => ({
  tokenSecret: secret(),
  authSecret: secret(),
  sealingSecret: secret(),
  starting: null,
});

export function saveState(folder: string, state: LocalState): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(folder), JSON.stringify(state, null, 2), { mode: 0o600 });
}

const secret = () => randomBytes(32).toString("base64url");
