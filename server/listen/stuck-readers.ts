import type { FastifyInstance } from 'fastify';

/**
 * After this long, Node checks whether a connection has taken any of the data waiting for it, and closes the connection when the second
 * check in a row finds that it has not. So a connection that takes nothing is closed after up to twice this.
 */
const CHECK_MS = 6_000;

/**
 * Closes connections whose client does not read an answer, within 12 seconds, because the unread answer stays in memory. The server's own
 * timeout (`connectionTimeout`) cannot be that short: a connection is also silent while an operation runs.
 */
export function closeStuckReaders({ server }: FastifyInstance): void {
  // Must run before Fastify's listener, which may answer at once.
  server.prependListener('request', ({ socket }, response) => {
    response.once('prefinish', () => {
      // Nearly always the kernel has taken all of it by now.
      if (socket.writableLength === 0) return;
      socket.setTimeout(CHECK_MS);
      // Must run before Node's listener, which then sets how long the connection may be idle.
      response.prependOnceListener('finish', () => socket.setTimeout(server.timeout));
    });
  });
}
