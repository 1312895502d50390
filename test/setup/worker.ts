import { afterEach, beforeEach, vi } from "vitest";
import { emptyUnlessKept } from "../emptied.ts";

// Every test starts on an empty, migrated database, or on the one world that its block looks at.
beforeEach(emptyUnlessKept);

afterEach(() => void vi.useRealTimers());
