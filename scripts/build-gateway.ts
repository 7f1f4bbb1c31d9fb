/**
 * Bundles the gateway and its packages into one file, `dist/gateway.js`, which `server/main.js` runs as long as the sources are those it was
 * made of. Usage: node scripts/build-gateway.ts. Runs after `npm ci`. Without the development packages it cannot bundle: it says so and
 * changes nothing.
 */
import { existsSync, statSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';
import { errorText } from '../datasources/thrown.ts';
import { BUNDLE, digestOf, isCurrent, SOURCES } from '../server/start/bundle.js';

const ROOT = join(import.meta.dirname, '..');
const FILE = fileURLToPath(BUNDLE);
/** Packages may be links to elsewhere. */
const isPackage = (id: string) => id.includes('/node_modules/');

const BUILTIN = '\0builtin:';

/** Lets a source find files beside it, although the bundle lies elsewhere. */
const locations: Plugin = {
  name: 'locations',
  transform(code, id) {
    if (isPackage(id) || !code.includes('import.meta.url')) return null;
    const path = relative(dirname(FILE), id);
    return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(path)}, import.meta.url).href`);
  },
};

/**
 * Gives Node's own modules as they are. Importing `node:http` would make a copy of it with all that it exports, and so load what it has only
 * when asked for, like a second HTTP client.
 */
const builtins: Plugin = {
  name: 'builtins',
  resolveId(source, importer) {
    // The bundler's own runtime comes before all modules.
    return isBuiltin(source) && !importer?.includes('rolldown/runtime') ? `${BUILTIN}${source}` : null;
  },
  load(id) {
    if (!id.startsWith(BUILTIN)) return null;
    const name = JSON.stringify(id.slice(BUILTIN.length));
    return { code: `module.exports = process.getBuiltinModule(${name});`, moduleType: 'js' };
  },
};

/** Packages may call `module.require`, which a bundle does not have; they would take it for a browser, and use slower code. */
const requires: Plugin = {
  name: 'requires',
  transform(code) {
    return code.includes('module.require') ? code.replaceAll('module.require', 'require') : null;
  },
};

/** The same program in ASCII: Node reads it faster, and V8, which keeps it, would take two bytes for each character if one needs them. */
function escaped(code: string): string {
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return code.replace(/[^\0-\x7f]/g, escape);
}

async function bundle(): Promise<void> {
  const { build } = await import('rolldown');
  const began = Date.now();
  const { output } = await build({
    input: join(ROOT, 'server/command.ts'),
    platform: 'node',
    plugins: [locations, builtins, requires],
    output: { format: 'esm', codeSplitting: false, comments: false },
    logLevel: 'warn',
    write: false,
  });
  const { code, moduleIds } = output[0];
  const own = moduleIds.filter((id) => id.startsWith(ROOT) && !isPackage(id));
  const files = ['package-lock.json', ...own.map((id) => relative(ROOT, id)).toSorted()];
  // The digest would be that of sources which are not in the bundle.
  const changed = files.find((file) => statSync(join(ROOT, file)).mtimeMs >= began);
  if (changed !== undefined) throw new Error(`${changed} has changed in the meantime. Run it again.`);
  const draft = `${FILE}-${process.pid}`;
  await mkdir(dirname(FILE), { recursive: true });
  await writeFile(draft, escaped(code));
  // Never beside a bundle of other sources, even if this is interrupted.
  await rm(SOURCES, { force: true });
  await rename(draft, FILE);
  await writeFile(SOURCES, JSON.stringify({ digest: digestOf(files), files }));
}

async function main(): Promise<string> {
  if (!existsSync(join(ROOT, 'node_modules/rolldown'))) {
    return 'Gateway: not bundled, because the development packages are not installed. It runs from its sources.';
  }
  if (isCurrent()) return 'Gateway: up to date.';
  const started = performance.now();
  await bundle();
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  return `Gateway: bundled in ${seconds} s, ${((await stat(FILE)).size / 1e6).toFixed(1)} MB.`;
}

try {
  console.log(await main());
} catch (error) {
  console.error(`Gateway: could not be bundled. ${errorText(error)}`);
  // An installation is complete without the bundle: the sources run as they are.
  if (process.env['npm_lifecycle_event'] !== 'postinstall') process.exitCode = 1;
}
