import { expect, test } from "vitest";
import { bundleWorker } from "./bench/bundle.ts";

test("the deployed Worker stays within 440 kB, compressed", { timeout: 60_000 }, () => {
  expect(bundleWorker().gzipBytes).toBeLessThanOrEqual(440_000);
});
