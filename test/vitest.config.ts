import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const root = `${import.meta.dirname}/..`;
const migrations = await readD1Migrations(`${root}/db/migrations`);

const attack = process.env["ATTACK"] ?? "0";
/** The longest of the long forms, which go beside the routes so that both runtimes have about as much to do. */
const longest = [
  "test/attack/faulty-database.test.ts",
  "test/attack/confidential-matching.test.ts",
];
const moved = attack === "1" ? longest : [];

/** Tests in the Worker's runtime. There are two such projects, each with a runtime of its own, for two cores. */
const inWorkerd = (name: string, include: string[], exclude: string[] = []) => ({
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
          ATTACK: attack,
        },
      },
    }),
  ],
  test: {
    name,
    include,
    exclude,
    setupFiles: ["test/setup/worker.ts", "test/setup/secrets.ts"],
    isolate: false,
    // The first sign-in of a run loads better-auth, which takes seconds outside a bundle.
    testTimeout: 30_000,
    sequence: { groupOrder: 0 },
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      inWorkerd("worker", ["test/routes/**/*.test.{ts,tsx}", ...moved]),
      inWorkerd(
        "worker-jobs",
        ["test/{db,jobs,attack}/**/*.test.{ts,tsx}", "test/unit/mail.test.ts"],
        moved,
      ),
      {
        root,
        test: {
          name: "node",
          // Rules are pure: they need neither the Worker's runtime nor a database to be tested.
          include: ["test/*.test.ts", "test/unit/**/*.test.ts"],
          exclude: ["test/unit/mail.test.ts"],
          environment: "node",
          sequence: { groupOrder: 1 },
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
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
