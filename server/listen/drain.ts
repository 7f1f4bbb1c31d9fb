import type { ServerResponse } from 'node:http';
import { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/**
 * How long to wait after the last answer: a client that was answered in the second before the shutdown, or since, may already be sending
 * its next request over the same connection.
 */
const QUIET_MS = 100;
/** The longest wait for connections to become idle, whatever else happens. */
const LINGER_MS = 1_000;

/**
 * Closes the server once it has answered all requests. New connections are refused at once. On open connections, each answer says that it
 * is the last (`Connection: close`, RFC 9112, section 9.6), so that a busy client moves elsewhere by itself: closing a connection between
 * two of its requests would lose the one already on its way. Idle connections are closed once nothing has been answered for a moment. Node
 * does not close connections that have not had their first request yet, such as those browsers open in advance, so without this the server
 * would never finish closing.
 */
export function addDrain(app: FastifyInstance): { close: () => Promise<void> } {
  const running = new Set<ServerResponse>();
  let stage: 'open' | 'lingering' | 'closing' = 'open';
  let lastAnswered = -Infinity;
  const cut = (): void => {
    if (stage === 'closing' && running.size === 0) app.server.closeAllConnections();
  };
  // Must run before Fastify's listener, which may answer at once.
  app.server.prependListener('request', (_request, response) => {
    running.add(response);
    if (stage !== 'open') response.shouldKeepAlive = false;
    response.once('close', () => {
      running.delete(response);
      lastAnswered = performance.now();
      cut();
    });
  });
  return {
    close: async () => {
      stage = 'lingering';
      // From `net`: the `close` of `http` also closes idle connections.
      Server.prototype.close.call(app.server);
      for (const response of running) {
        response.shouldKeepAlive = false;
        // This is an event stream that has begun, and whose headers have told the client that it may reuse the connection.
        if (response.headersSent) response.once('finish', () => response.req.socket.end());
      }
      const begun = performance.now();
      if (begun - lastAnswered < LINGER_MS) lastAnswered = begun;
      const end = begun + LINGER_MS;
      for (let now = performance.now(); now < Math.min(end, lastAnswered + QUIET_MS); now = performance.now())
        await sleep(lastAnswered + QUIET_MS - now);
      const closed = app.close();
      stage = 'closing';
      cut();
      await closed;
    },
  };
}
