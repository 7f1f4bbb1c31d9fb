import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Where the bundled playground lies, once it is built. */
export const CONSOLE_FOLDER = fileURLToPath(new URL('../console/dist/', import.meta.url));

/** Serves the playground at `/`, where it has been bundled; without, `/` says how to do that. */
export async function addConsole(app: FastifyInstance): Promise<void> {
  if (existsSync(CONSOLE_FOLDER)) {
    await app.register(fastifyStatic, { root: CONSOLE_FOLDER, maxAge: '1h', etag: true });
    return;
  }
  const hint = 'The playground is not bundled. Run `npm run build:console`, then start again.';
  app.get('/', (_request, reply) => reply.code(503).type('text/plain').send(hint));
}
