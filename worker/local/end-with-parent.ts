import { whenParentEnds } from "./parent.ts";

// Loaded into wrangler's own process by `--import`.
whenParentEnds(() => process.kill(process.pid, "SIGTERM"));
