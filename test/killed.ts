import type { Env } from "#worker/env.ts";
import { env } from "./bindings.ts";
import { wrappedD1 } from "./wrapped-d1.ts";

export type When = "before" | "after";
type Step = <T>(run: () => Promise<T>) => Promise<T>;
/** `step` counts other things as steps too: a mail that is handed over. */
type Killed = { env: Env; taken: () => number; step: Step };

/**
 * A deployment whose process dies at its nth step, just before the step or just after it was done; a step is a call
 * of the database, of the key store or of the queue. Whatever it tries from then on fails as well.
 */
export function killedAt(nth: number, when: When): Killed {
  let steps = 0;
  let dead = false;
  const step = async <T>(run: () => Promise<T>): Promise<T> => {
    const fatal = ++steps === nth;
    if (fatal && when === "before") dead = true;
    if (dead) throw new Error("killed");
    const result = await run();
    if (fatal) dead = true;
    if (dead) throw new Error("killed");
    return result;
  };
  const { DB, KEYS, MAIL, ...rest } = env;
  const stepped = <T extends object>(target: T, methods: string[]) =>
    new Proxy(target, {
      get(on, name) {
        const value: unknown = Reflect.get(on, name);
        if (typeof value !== "function") return value;
        const call = (...given: unknown[]) => value.apply(on, given) as Promise<unknown>;
        return methods.includes(String(name))
          ? (...given: unknown[]) => step(() => call(...given))
          : call;
      },
    });
  const killed: Env = {
    ...rest,
    DB: wrappedD1(DB, step),
    KEYS: stepped(KEYS, ["get", "put", "list", "delete"]),
    MAIL: stepped(MAIL, ["send"]),
  };
  return { env: killed, taken: () => steps, step };
}

/**
 * Runs something in a process that dies at each of its steps in turn, before it and after it, each time in a world
 * of its own that `check` then looks at. Gives the number of deaths. `every` leaves steps out.
 */
export async function atEachStep<World>(
  prepare: () => Promise<World>,
  run: (killed: Killed, world: World) => Promise<unknown>,
  check: (world: World) => Promise<void>,
  every = 1,
): Promise<number> {
  const whole = killedAt(Infinity, "after");
  const first = await prepare();
  await run(whole, first);
  await check(first);
  let deaths = 0;
  for (let nth = 1; nth <= whole.taken(); nth += every)
    for (const when of ["before", "after"] satisfies When[]) {
      const world = await prepare();
      // A last step whose failure is left to the sweep does not reach the caller.
      await run(killedAt(nth, when), world).catch(() => undefined);
      await check(world);
      deaths++;
    }
  return deaths;
}
