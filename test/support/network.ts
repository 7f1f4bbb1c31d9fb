import { spawnSync } from 'node:child_process';

/** A host of its own on this machine: a network namespace with a cable to it (ip-netns(8), veth(4)), which can be pulled. */
export interface Host {
  /** Where it finds this process. */
  readonly here: string;
  /** Put before a command, runs it there. */
  readonly run: readonly string[];
  /** From now on nothing comes or goes, and neither side is told. */
  readonly pull: () => void;
  readonly [Symbol.dispose]: () => void;
}

/** Of RFC 2544, which no network uses. */
const HERE = '198.18.7.1';
const THERE = '198.18.7.2';

/** Makes one; a text that says why not where this process may not, or the machine has no `ip` (iproute2). */
export function openHost(name: string): Host | string {
  const [near, far] = [`${name}0`, `${name}1`];
  const remove = () => {
    ip('link', 'del', near);
    ip('netns', 'del', name);
  };
  const steps = [
    ['netns', 'add', name],
    ['link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name],
    ['addr', 'add', `${HERE}/30`, 'dev', near],
    ['link', 'set', near, 'up'],
    ['-n', name, 'addr', 'add', `${THERE}/30`, 'dev', far],
    ['-n', name, 'link', 'set', far, 'up'],
  ];
  for (const step of steps) {
    const fault = ip(...step);
    if (fault === null) continue;
    remove();
    return `ip ${step.join(' ')}: ${fault}`;
  }
  return {
    here: HERE,
    run: ['ip', 'netns', 'exec', name],
    pull: () => ip('-n', name, 'link', 'set', far, 'down'),
    [Symbol.dispose]: remove,
  };
}

/** Null where it went well. */
function ip(...args: readonly string[]): string | null {
  const { status, error, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}
