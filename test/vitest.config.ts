import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./setup/longest-first.ts";

const root = `${import.meta.dirname}/..`;
const migrations = await readD1Migrations(`${root}/db/migrations`);

/** Tests in the Worker's runtime. */
const inWorkerd = {
  root,
  plugins: [
    cloudflareTest({
      // The sources, so that a test of one file waits for no build; the built Worker runs in the browser's tests.
      main: `${root}/worker/index.ts`,
      wrangler: { configPath: `${root}/wrangler.toml` },
      miniflare: {
        // The queue is drained by tests that mean to, never behind the back of the others: consumers named in
        // wrangler.toml stay whatever stands here, so mail goes to a queue that has none.
        queueProducers: { MAIL: { queueName: "drained-by-hand" } },
        bindings: {
          MIGRATIONS: migrations,
          BASE_URL: "https://feedback.example.com",
          TOKEN_SECRET: "test-token-secret-test-token-secret",
          AUTH_SECRET: "test-auth-secret-test-auth-secret-0",
          SEALING_SECRET: "test-sealing-secret-test-sealing-0",
          LOCAL: "1",
          // `npm run attack` lives through a round of many more.
          LIFE_PEOPLE: process.env["LIFE_PEOPLE"] ?? "200",
          ATTACK: process.env["ATTACK"] ?? "0",
        },
      },
    }),
  ],
  test: {
    name: "worker",
    include: ["test/{routes,db,jobs,attack}/**/*.test.{ts,tsx}", "test/unit/mail.test.ts"],
    setupFiles: ["test/setup/worker.ts", "test/setup/secrets.ts"],
    isolate: false,
    // The first sign-in of a run loads better-auth, which takes seconds outside a bundle.
    testTimeout: 30_000,
    sequence: { groupOrder: 0 },
  },
};

export default defineConfig({
  test: {
    // For two cores: two runtimes, each of which takes the next file when it is done with one.
    maxWorkers: 2,
    // In a browser most of the time is waiting: for a mail, for what is typed to be saved.
    maxConcurrency: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      inWorkerd,
      {
        root,
        test: {
          name: "node",
          // Rules are pure: they need neither the Worker's runtime nor a database to be tested.
          include: ["test/*.test.ts", "test/unit/**/*.test.ts"],
          exclude: ["test/unit/mail.test.ts"],
          environment: "node",
          isolate: false,
          unstubGlobals: true,
          // Started products and the registry are waited for, beside which the Worker is tested.
          sequence: { groupOrder: 0 },
        },
      },
      {
        root,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/setup/browser.ts"],
          environment: "node",
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
