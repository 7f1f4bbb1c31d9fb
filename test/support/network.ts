import { spawnSync } from 'node:child_process';

/** A separate host on this machine: a network namespace whose virtual cable can be pulled (ip-netns(8), veth(4)). */
export interface Host {
  /** The address at which it reaches this process. */
  readonly here: string;
  /** The prefix of a command that is to run there. */
  readonly run: readonly string[];
  /** From now on no packets pass, and neither side is notified. */
  readonly pull: () => void;
  readonly [Symbol.dispose]: () => void;
}

/** Addresses for benchmarks (RFC 2544), which no network uses. */
const HERE = '198.18.7.1';
const THERE = '198.18.7.2';

/** Creates a host; gives the reason as text if this process lacks the rights, or the machine has no `ip` (iproute2). */
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

/** Runs `ip`; gives its error, or null if it succeeded. */
function ip(...args: readonly string[]): string | null {
  const { status, error, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}
