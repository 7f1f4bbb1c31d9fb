import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Where the bundled playground lies, once it is built. */
const CONSOLE_FOLDER = fileURLToPath(new URL('../console/dist/', import.meta.url));

const BUNDLER = fileURLToPath(new URL('../scripts/build-console.ts', import.meta.url));
const VITE = fileURLToPath(new URL('../node_modules/vite/', import.meta.url));

/**
 * What the page may do: run its own scripts and workers, and speak to where it came from (HTTP and
 * WebSocket). Monaco sets styles of its own and has an icon font inlined. No other host, no frame around it.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Bundles the playground where that has not been done and can be, in a process of its own: Vite's memory is
 * not to stay with the gateway. `onBundle` is told before. Where it fails, the gateway starts without.
 */
export async function bundleConsole(onBundle: () => void): Promise<void> {
  if (existsSync(CONSOLE_FOLDER) || !existsSync(VITE)) return;
  onBundle();
  const bundler = spawn(process.execPath, [BUNDLER], { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(bundler, 'exit');
}

/** Serves the playground at `/`, where it has been bundled; without, `/` says how to do that. */
export async function addConsole(app: FastifyInstance): Promise<void> {
  if (existsSync(CONSOLE_FOLDER)) {
    await app.register(fastifyStatic, {
      root: CONSOLE_FOLDER,
      preCompressed: true,
      cacheControl: false,
      setHeaders: secure,
    });
    return;
  }
  const hint = 'The playground is not bundled. Run `npm run build:console`, then start again.';
  app.get('/', (_request, reply) => reply.code(503).type('text/plain').send(hint));
}

/** The names of assets hold a hash of their content: they are kept for good, the page is asked for each time. */
function secure(reply: FastifyReply, path: string): void {
  const isAsset = path.includes('/assets/');
  void reply.headers({
    'cache-control': isAsset ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
}
