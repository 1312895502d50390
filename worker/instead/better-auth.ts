import * as z from "zod";

// In the place of parts of better-auth that are asked for at every start and then do nothing here.

export const socialProviders = {};
export const SocialProviderListEnum = z.string();

export const createTelemetry = async () => ({ publish: async () => {} });

export const memoryAdapter = () => null;

/** Off by our settings, but asked on every request. */
export const onRequestRateLimit = async () => undefined;

/** Names of indexes, for a migration that better-auth would write. */
export const resolveDatabaseSchemaIndexes = () => new Map();

/** Its log is off, and in no terminal. */
export const getColorDepth = () => 1;
