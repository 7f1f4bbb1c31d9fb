import type { FastifyInstance } from 'fastify';

/**
 * Node looks after so long whether a connection has taken anything of what waits for it, and closes it when it looks for the second time
 * in vain: so one that takes nothing is closed after up to twice this.
 */
const LOOK_MS = 7_000;

/**
 * Closes connections whose client takes nothing of an answer, which holds the answer in memory, within 14 seconds. The time-out of the
 * server (`connectionTimeout`) cannot be as short: while an operation runs, its connection is silent as well.
 */
export function closeStuckReaders({ server }: FastifyInstance): void {
  // Before Fastify, which may answer at once.
  server.prependListener('request', ({ socket }, response) => {
    response.once('prefinish', () => {
      // Nearly always the machine has all of it by now.
      if (socket.writableLength === 0) return;
      socket.setTimeout(LOOK_MS);
      // Before Node, which then sets how long the connection may be idle.
      response.prependOnceListener('finish', () => socket.setTimeout(server.timeout));
    });
  });
}
