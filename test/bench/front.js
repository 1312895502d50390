import worker from "./index.mjs";

// The local runtime plays the rate limiter with a Durable Object, which takes as long as a query. The
// platform's is a counter beside the Worker, so the timing goes without.
const limiter = { limit: async () => ({ success: true }) };
let known;

const add = (count, meta) => {
  count.read += meta.rows_read ?? 0;
  count.written += meta.rows_written ?? 0;
};

const statement = (inner, sql, count) => ({
  inner,
  bind: (...values) => statement(inner.bind(...values), sql, count),
  async all() {
    count.calls++;
    const result = await inner.all();
    add(count, result.meta);
    return result;
  },
  async run() {
    count.calls++;
    const result = await inner.run();
    add(count, result.meta);
    return result;
  },
  // `raw` gives no figures, so what it reads is read once more to be counted; what it writes is not written again.
  async raw(options) {
    count.calls++;
    const { meta, results } = await inner.all();
    add(count, meta);
    const reads = /^\s*(select|with)\b/i.test(sql);
    return reads ? inner.raw(options) : results.map((row) => Object.values(row));
  },
});

const counted = (db, count) => ({
  prepare: (sql) => statement(db.prepare(sql), sql, count),
  async batch(statements) {
    count.calls++;
    const results = await db.batch(statements.map(({ inner }) => inner));
    for (const { meta } of results) add(count, meta);
    return results;
  },
});

const remembered = new Map();

/** What D1 said when it was first asked this, whatever it was given: written and read as text, as the real one is. */
async function recalled(sql, given, ask) {
  if (!remembered.has(sql)) remembered.set(sql, JSON.stringify(await ask()));
  JSON.stringify(given);
  return JSON.parse(remembered.get(sql));
}

const recall = (inner, sql, given = []) => ({
  inner,
  sql,
  bind: (...values) => recall(inner.bind(...values), sql, values),
  all: () => recalled(`all ${sql}`, given, () => inner.all()),
  run: () => recalled(`run ${sql}`, given, () => inner.run()),
  raw: (options) => recalled(`raw ${sql}`, given, () => inner.raw(options)),
});

/** In place of what runs beside the Worker on the platform and inside of it here, so that only the Worker is left to measure. */
const alone = (env) => ({
  ...env,
  DB: {
    prepare: (sql) => recall(env.DB.prepare(sql), sql),
    batch: (all) =>
      recalled(all.map(({ sql }) => sql).join(";"), all, () =>
        env.DB.batch(all.map(({ inner }) => inner)),
      ),
  },
  MAIL: { send: async () => {} },
});
let byItself;

/** Answers a request; one of them stands for what the clock starts every minute. */
async function answer(request, env, context) {
  if (!request.url.endsWith("/sweeps")) return worker.fetch(request, env, context);
  await worker.scheduled({ scheduledTime: Date.now() }, env, context);
  return new Response("swept");
}

/** Says in a header what the request asked of D1. Used beside the timing, never in it. */
async function count(request, env, context) {
  const count = { calls: 0, read: 0, written: 0 };
  const answered = await answer(request, { ...env, DB: counted(env.DB, count) }, context);
  const body = await answered.arrayBuffer();
  const headers = new Headers(answered.headers);
  headers.set("x-d1", JSON.stringify(count));
  return new Response(answered.status === 204 ? null : body, { status: answered.status, headers });
}

export default {
  fetch(request, env, context) {
    known ??= { ...env, RESPONDENT_LIMIT: limiter, API_LIMIT: limiter };
    if (request.headers.has("x-alone"))
      return answer(request, (byItself ??= alone(known)), context);
    if (request.headers.has("x-count")) return count(request, known, context);
    return answer(request, known, context);
  },
};
