import { defineConfig } from '@graphql-hive/gateway';

/**
 * Hive Gateway's settings. Subgraphs accept whatever a gateway makes of a document, so the gateway must limit what
 * clients send: here as MAX_TOKENS and MAX_DEPTH do in a single process.
 */
export const gatewayConfig = defineConfig({ maxTokens: 4_000, maxDepth: 16 });
