import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** What this needs of the machine it runs on. */
export interface Machine {
  readonly isRoot: boolean;
  /** Whether a command can be run by this name. */
  readonly has: (command: string) => boolean;
  /** Runs a command to its end, its output shown; whether it succeeded. */
  readonly run: (command: string, args: readonly string[]) => boolean;
}

/**
 * Makes sure that Debian packages are there, each named after the command it brings: installs those that are
 * missing, as root or by a sudo that asks for no password. Returns what a person has to run where neither
 * works; null where all are there.
 */
export function ensurePackages(packages: readonly string[], machine: Machine): string | null {
  const missing = packages.filter((name) => !machine.has(name));
  if (missing.length === 0) return null;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  const asRoot = machine.isRoot ? ['env'] : ['sudo', '-n', 'env'];
  const aptGet = (args: readonly string[]) => {
    const [command = 'env', ...rest] = [...asRoot, 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return machine.run(command, rest);
  };
  const done = machine.has('apt-get') && aptGet(['update', '-q']) && aptGet(install);
  const left = packages.filter((name) => !machine.has(name));
  if (done && left.length === 0) return null;
  const sudo = machine.isRoot ? '' : 'sudo ';
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${left.join(' ')}`;
}

/** The machine that this process runs on. */
export const thisMachine: Machine = {
  isRoot: process.getuid?.() === 0,
  has: (command) => folders().some((folder) => isExecutable(join(folder, command))),
  run: (command, args) => spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0,
};

/** Where commands lie; some servers are installed where a plain user's PATH does not lead. */
function folders(): string[] {
  return [...(process.env['PATH'] ?? '').split(':').filter(Boolean), '/usr/bin', '/usr/sbin'];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
