import { readFileSync, writeFileSync } from "node:fs";
import { orderDump } from "./dump.ts";

const [from, to] = process.argv.slice(2);
if (!from || !to) {
  console.error(
    "Say which dump to order, and where to: npm run db:order -- backup.sql ordered.sql",
  );
  process.exit(1);
}
writeFileSync(to, orderDump(readFileSync(from, "utf8")));
