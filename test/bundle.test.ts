import { expect, test } from "vitest";
import { bundleWorker } from "./bench/bundle.ts";

test("the deployed Worker stays within 400 kB, compressed", { timeout: 60_000 }, async () => {
  expect((await bundleWorker()).gzipBytes).toBeLessThanOrEqual(400_000);
});
