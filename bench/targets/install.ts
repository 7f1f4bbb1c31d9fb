import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs a peer's packages, unless that has been done for its lock file. Throws an Error if it fails. */
export function installPeer(folder: string, say: (line: string) => void): void {
  // Without a lock file of its own, npm would use that of the parent project.
  if (!existsSync(join(folder, 'package-lock.json'))) throw new Error(`${folder} has no package-lock.json.`);
  if (isInstalled(folder)) return;
  say(`Installing ${folder} (once) …`);
  // No install scripts: none of the packages needs one to run.
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}`);
}

/** npm leaves a list of the installed packages behind: it must match the lock file. */
function isInstalled(folder: string): boolean {
  const done = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(done)) return false;
  const versions = (file: string) => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
      packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;
    };
    return packages;
  };
  const [wanted, there] = [versions(join(folder, 'package-lock.json')), versions(done)];
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional === true || there[path]?.version === version,
  );
}
