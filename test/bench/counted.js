// Wraps the Worker to say, in headers, what one request asked of D1. Used beside the timing, never in it.
import worker from "./index.js";

const add = (count, meta) => {
  count.read += meta.rows_read ?? 0;
  count.written += meta.rows_written ?? 0;
};

const statement = (inner, count) => ({
  inner,
  bind: (...values) => statement(inner.bind(...values), count),
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
  // `raw` gives no figures, so what it reads is read once more to be counted.
  async raw(options) {
    count.calls++;
    add(count, (await inner.all()).meta);
    return inner.raw(options);
  },
});

const counted = (db, count) => ({
  prepare: (sql) => statement(db.prepare(sql), count),
  async batch(statements) {
    count.calls++;
    const results = await db.batch(statements.map(({ inner }) => inner));
    for (const { meta } of results) add(count, meta);
    return results;
  },
});

export default {
  ...worker,
  async fetch(request, env, context) {
    const count = { calls: 0, read: 0, written: 0 };
    const answer = await worker.fetch(request, { ...env, DB: counted(env.DB, count) }, context);
    const headers = new Headers(answer.headers);
    headers.set("x-d1", JSON.stringify(count));
    return new Response(answer.body, { status: answer.status, headers });
  },
};
