/**
 * Prints a bill of materials (CycloneDX, JSON) of the packages that run in production: `npm run sbom`. It is npm's own, for a lock file
 * without development packages: `npm sbom --omit dev` would also leave out production packages that a development package needs, such as
 * `graphql` and `ws` (npm 10 and 11).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from './command/options.ts';

interface Manifest {
  readonly devDependencies?: unknown;
}

interface Lock {
  readonly packages: Readonly<Record<string, Manifest & { readonly dev?: boolean }>>;
}

const ROOT = join(import.meta.dirname, '..');
const read = (name: string) => JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as unknown;

/** The lock without development packages and what only these need. */
function productionLock(lock: Lock): Lock {
  const running = Object.entries(lock.packages).filter(([, { dev = false }]) => !dev);
  const packages = running.map(([path, entry]) => [path, path === '' ? manifestOf(entry) : entry]);
  return { ...lock, packages: Object.fromEntries(packages) as Lock['packages'] };
}

function manifestOf(manifest: Manifest): Manifest {
  return { ...manifest, devDependencies: undefined };
}

function print(): void {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-sbom-'));
  try {
    const put = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
    put('package.json', manifestOf(read('package.json') as Manifest));
    put('package-lock.json', productionLock(read('package-lock.json') as Lock));
    const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { help } = readOptions({ help: { type: 'boolean', short: 'h' } });
if (help)
  console.log(
    'npm run -s sbom   prints a bill of materials (CycloneDX, JSON) of the packages that run in production',
  );
else print();
