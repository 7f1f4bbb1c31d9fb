import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** The machine that packages are installed on. */
export interface Machine {
  readonly isRoot: boolean;
  /** Whether a command of this name exists. */
  readonly has: (command: string) => boolean;
  /** Runs a command to completion and shows its output. Returns whether it succeeded. */
  readonly run: (command: string, args: readonly string[]) => boolean;
}

/**
 * Makes sure that Debian packages are installed, each named after the command it provides. Installs missing ones as
 * root, or with sudo if that needs no password. Returns null if all are installed, otherwise the command with which
 * a person can install them.
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

/** The folders to search for commands. Some servers are installed outside an ordinary user's PATH. */
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
