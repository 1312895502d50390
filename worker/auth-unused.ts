import * as z from "zod";

// In the place of three parts of better-auth (see `wrangler.toml`): sign-in through social networks, which
// nobody here uses, telemetry, which is off, and a store in memory. Without them the Worker is 25 kB lighter.

export const socialProviders = {};
export const SocialProviderListEnum = z.string();

export const createTelemetry = async () => ({ publish: async () => {} });

export const memoryAdapter = () => null;
