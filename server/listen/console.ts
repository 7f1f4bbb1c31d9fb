import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** The folder of the bundled playground, once it is built. */
const CONSOLE_FOLDER = fileURLToPath(new URL('../../console/dist/', import.meta.url));

const BUNDLER = fileURLToPath(new URL('../../scripts/build-console.ts', import.meta.url));
const VITE = fileURLToPath(new URL('../../node_modules/vite/', import.meta.url));

/**
 * The page may run its own scripts and workers and connect to its own origin (HTTP and WebSocket). Monaco sets inline styles and inlines an
 * icon font. No other host is allowed, and no framing.
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
 * Bundles the playground if that is possible and not done yet. It runs in a separate process, so that Vite's memory does not stay with the
 * gateway. `onBundle` is called first. If bundling fails, the gateway starts without the playground.
 */
export async function bundleConsole(onBundle: () => void): Promise<void> {
  if (existsSync(CONSOLE_FOLDER) || !existsSync(VITE)) return;
  onBundle();
  const bundler = spawn(process.execPath, [BUNDLER], { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(bundler, 'exit');
}

/** Serves the playground at `/` if it has been bundled; otherwise `/` explains how to bundle it. */
export async function addConsole(app: FastifyInstance): Promise<void> {
  if (existsSync(CONSOLE_FOLDER)) {
    await app.register(fastifyStatic, {
      root: CONSOLE_FOLDER,
      preCompressed: true,
      cacheControl: false,
      setHeaders: setSecurityHeaders,
    });
    return;
  }
  const hint = 'The playground is not bundled. Run `npm run build:console`, then start again.';
  app.get('/', (_request, reply) => reply.code(503).type('text/plain').send(hint));
}

/** Asset names contain a hash of their content, so assets are cached forever; the page is revalidated each time. */
function setSecurityHeaders(reply: FastifyReply, path: string): void {
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
