import Fastify, { type FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { requestIdOf } from '../context.ts';

/** How long a connection may be silent, in milliseconds, unless operations may take longer. */
const SILENT_MS = 15_000;

/** Creates the HTTP server, with limits on slow clients and without routes. */
export function createApp(config: Config): FastifyInstance {
  return Fastify({
    logger: false,
    bodyLimit: config.limits.bodyBytes,
    requestIdHeader: false,
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id']),
    // By Node's defaults a slow header may take 85 seconds. These settings must be changed together to lower that: 12 and 14 seconds at
    // most.
    requestTimeout: 12_000,
    // For connections without traffic. It exceeds the longest operation, because a connection is silent while one runs.
    connectionTimeout: Math.max(SILENT_MS, config.requestTimeoutMs + SILENT_MS / 3),
    http: {
      headersTimeout: 10_000,
      connectionsCheckingInterval: 2_000,
      // Answer clients that offer HTTP/2 in passing (`Upgrade: h2c`, as Java's does) over HTTP/1.1.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });
}
