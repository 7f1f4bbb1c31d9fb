import type { FastifyInstance } from 'fastify';

/**
 * Closes the server once it has answered what it was asked. Node closes connections that wait for their next request,
 * but none that has not had its first yet, as browsers open them in advance: with one of these it would never be done.
 */
export function addDrain(app: FastifyInstance): { close: () => Promise<void> } {
  let running = 0;
  let closing = false;
  const cut = (): void => {
    if (closing && running === 0) app.server.closeAllConnections();
  };
  app.server.on('request', (_request, response) => {
    running += 1;
    response.once('close', () => {
      running -= 1;
      cut();
    });
  });
  return {
    close: async () => {
      const closed = app.close();
      closing = true;
      cut();
      await closed;
    },
  };
}
