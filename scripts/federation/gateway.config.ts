import { defineConfig } from '@graphql-hive/gateway';

/**
 * Hive Gateway's settings. Subgraphs let pass what a gateway makes of a document; what a client may send is for
 * the gateway to bound, here as MAX_TOKENS and MAX_DEPTH do in one process.
 */
export const gatewayConfig = defineConfig({ maxTokens: 4_000, maxDepth: 16 });
