import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const STOP_MS = 5_000;
const children = new Set<ChildProcess>();

/** Registers a child process, so that it does not outlive this process, however that ends. */
export function keep<Child extends ChildProcess>(child: Child): Child {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** Stops a child process gently, then forcibly. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const fuse = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(fuse);
}

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
