import type { ModuleSlug } from "#worker/domain/round/schema.ts";
import type { Module } from "#worker/domain/survey/schema.ts";
import { accountManager } from "./account-manager.ts";
import { annualReview } from "./annual-review.ts";
import { awareness } from "./awareness.ts";
import { board } from "./board.ts";
import { competition } from "./competition.ts";
import { future } from "./future.ts";
import { managers } from "./managers.ts";
import { recommend } from "./recommend.ts";
import { users } from "./users.ts";

/** The registry of base templates: one line each. */
export const templates = { users, managers, board, "annual-review": annualReview };

/** The registry of modules, in the order in which a page shows them. */
export const modules: Record<ModuleSlug, Module> = {
  "account-manager": accountManager,
  awareness,
  future,
  competition,
  recommend,
};
