/**
 * Bundles the playground into `console/dist` if its sources or the locked packages have changed since the last time.
 * Usage: node scripts/build-console.ts. Runs after `npm ci`, and on a start that finds no bundle.
 * Without the development packages it cannot bundle: it says so and changes nothing.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { errorText } from '../datasources/thrown.ts';

const ROOT = join(import.meta.dirname, '..');
const CONSOLE = join(ROOT, 'console');
const DIST = join(CONSOLE, 'dist');
/** The file with the digest of the sources that a bundle was made from. */
const STAMP = 'sources.sha256';
/** In bytes. A smaller response fits into one packet, compressed or not. */
const WORTH_COMPRESSING = 1_400;
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** A digest of everything the bundle depends on. */
async function sourcesDigest(): Promise<string> {
  const hash = createHash('sha256');
  const files = (await filesIn(CONSOLE)).filter((file) => !file.startsWith(DIST));
  for (const file of [join(ROOT, 'package-lock.json'), ...files.sort()]) {
    hash.update(relative(ROOT, file)).update(await readFile(file));
  }
  return hash.digest('hex');
}

/** Bundles into a separate folder first, so that an incomplete bundle is never served. */
async function bundle(digest: string): Promise<void> {
  const { build } = await import('vite');
  const folder = `${DIST}-${process.pid}`;
  await mkdir(folder);
  try {
    await build({
      root: CONSOLE,
      configFile: join(CONSOLE, 'vite.config.ts'),
      configLoader: 'native',
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: true },
    });
    await compress(folder);
    await writeFile(join(folder, STAMP), digest);
    await rm(DIST, { recursive: true, force: true });
    await rename(folder, DIST);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Compresses files ahead of time, so that the server need not compress them on each request. */
async function compress(folder: string): Promise<void> {
  for (const file of await filesIn(folder)) {
    const content = await readFile(file);
    if (content.length < WORTH_COMPRESSING) continue;
    await writeFile(`${file}.br`, await promisify(brotliCompress)(content, brotli));
    await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function megabytes(files: readonly string[]): Promise<string> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return `${(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(1)} MB`;
}

async function main(): Promise<string> {
  if (!existsSync(join(ROOT, 'node_modules/vite'))) {
    return 'Playground: not bundled, because the development packages are not installed. Everything else works.';
  }
  const digest = await sourcesDigest();
  if (digest === (await readFile(join(DIST, STAMP), 'utf8').catch(() => null))) {
    return 'Playground: up to date.';
  }
  const started = performance.now();
  await bundle(digest);
  const files = await filesIn(DIST);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  const plain = await megabytes(files.filter((file) => !/\.(br|gz)$/.test(file)));
  const sent = await megabytes(files.filter((file) => file.endsWith('.br')));
  return `Playground: bundled in ${seconds} s, ${plain}, ${sent} as sent.`;
}

// Vite bundles in the mode that NODE_ENV names, which is "test" under the test runner.
process.env['NODE_ENV'] = 'production';
try {
  console.log(await main());
} catch (error) {
  console.error(`Playground: could not be bundled. ${errorText(error)}`);
  // An installation is complete without the playground; the next start tries again.
  if (process.env['npm_lifecycle_event'] !== 'postinstall') process.exitCode = 1;
}
