import Fastify, { type FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import { requestIdOf } from './context.ts';

/** How long nothing may move on a connection, in milliseconds, where no operation can take longer. */
const SILENT_MS = 15_000;

/** The HTTP server, with the limits on slow clients; no route yet. */
export function createApp(config: Config): FastifyInstance {
  return Fastify({
    logger: false,
    bodyLimit: config.limits.bodyBytes,
    requestIdHeader: false,
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id']),
    // Node's own defaults let a slow header sit for 85 seconds; it takes these together to change that: 12 and 14 seconds at most.
    requestTimeout: 12_000,
    // Of connections on which nothing moves: longer than an operation may take, as that is silent as well.
    connectionTimeout: Math.max(SILENT_MS, config.requestTimeoutMs + SILENT_MS / 3),
    http: {
      headersTimeout: 10_000,
      connectionsCheckingInterval: 2_000,
      // Clients that offer HTTP/2 in passing (`Upgrade: h2c`, as Java's does) are to be answered over HTTP/1.1.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });
}
