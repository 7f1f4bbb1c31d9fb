import { describe, expect, it } from 'vitest';
import { ensurePackages, type Machine } from '../scripts/debian.ts';

const WANTED = ['redis-server', 'chromium'];

/** A machine with these commands; `allows` says which command lines succeed. */
function machine(has: string[], isRoot: boolean, allows: (line: string) => boolean) {
  const commands = new Set(has);
  const ran: string[] = [];
  const fake: Machine = {
    isRoot,
    has: (command) => commands.has(command),
    run: (command, args) => {
      const line = [command, ...args].join(' ');
      ran.push(line);
      if (!allows(line)) return false;
      if (line.includes(' install '))
        for (const name of args.slice(args.indexOf('-y') + 2)) commands.add(name);
      return true;
    },
  };
  return { fake, ran };
}

describe('installing packages for the tests', () => {
  it('does nothing if the machine has all of them', () => {
    const { fake, ran } = machine(['apt-get', ...WANTED], false, () => true);
    expect(ensurePackages(WANTED, fake)).toBeNull();
    expect(ran).toEqual([]);
  });

  it('installs missing packages as root', () => {
    const { fake, ran } = machine(['apt-get', 'redis-server'], true, () => true);
    expect(ensurePackages(WANTED, fake)).toBeNull();
    expect(ran).toEqual([
      'env DEBIAN_FRONTEND=noninteractive apt-get update -q',
      'env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium',
    ]);
  });

  it('installs through sudo if it needs no password', () => {
    const { fake, ran } = machine(['apt-get'], false, (line) => line.startsWith('sudo -n '));
    expect(ensurePackages(WANTED, fake)).toBeNull();
    expect(ran).toHaveLength(2);
  });

  it('says what to run if sudo needs a password', () => {
    const { fake } = machine(['apt-get', 'chromium'], false, () => false);
    expect(ensurePackages(WANTED, fake)).toBe(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends redis-server',
    );
  });

  it('says which packages are needed if there is no apt-get, and runs nothing', () => {
    const { fake, ran } = machine([], false, () => true);
    expect(ensurePackages(WANTED, fake)).toContain('redis-server chromium');
    expect(ran).toEqual([]);
  });
});
