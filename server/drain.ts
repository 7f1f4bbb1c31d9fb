import type { ServerResponse } from 'node:http';
import { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** Who was answered in the last second, before the end or since, may be asking again already, over the same connection. */
const QUIET_MS = 100;
/** However much goes on, it is not waited for longer than this. */
const LINGER_MS = 1_000;

/**
 * Closes the server once it has answered what it was asked. New connections are refused at once. Over those that stand, each answer says
 * that it is the last (`Connection: close`, RFC 9112, section 9.6), so that a client that asks again and again goes elsewhere by itself: to
 * close a connection between two of its requests would lose the one that is on its way. Connections that are idle are closed when there
 * was no answer for a moment. Node closes none that has not had its first request yet, as browsers open them in advance: with one of
 * these it would never be done.
 */
export function addDrain(app: FastifyInstance): { close: () => Promise<void> } {
  const running = new Set<ServerResponse>();
  let stage: 'open' | 'lingering' | 'closing' = 'open';
  let lastAnswered = -Infinity;
  const cut = (): void => {
    if (stage === 'closing' && running.size === 0) app.server.closeAllConnections();
  };
  // Before Fastify, which may answer at once.
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
      // Of `net`: that of `http` closes idle connections as well.
      Server.prototype.close.call(app.server);
      for (const response of running) {
        response.shouldKeepAlive = false;
        // A stream of events has begun, and has told its client that it may ask again over the same connection.
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
