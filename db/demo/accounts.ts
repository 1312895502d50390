import type { DemoAccount } from "./account.ts";
import { farther } from "./clients-far.ts";
import { northern } from "./clients-north.ts";
import { southern } from "./clients-south.ts";
import { western } from "./clients-west.ts";

export const demoAccounts: DemoAccount[] = [...northern, ...western, ...southern, ...farther];
