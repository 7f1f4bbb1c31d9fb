import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A child process that serves `url`. */
export interface Running {
  readonly name: string;
  readonly url: string;
  /** Resolves with its exit code, or the signal that ended it, when it has exited. */
  readonly ended: Promise<string>;
  /** Stops it, with SIGKILL if it has not stopped within 10 s. */
  readonly close: () => Promise<void>;
}

/** A process did not start; the message has its error output. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

const CLOSE_FUSE_MS = 10_000;

/**
 * Waits until `ready` gives the address at which a child answers. If the child exits first, throws a StartError with
 * what it wrote to standard error so far. Later output goes to this process's standard error.
 */
export async function whenReady(
  name: string,
  child: ChildProcess,
  ready: (ended: Promise<string>) => Promise<string>,
): Promise<Running> {
  const ended = endOf(child);
  let output: string | null = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (output === null) process.stderr.write(chunk);
    else output += String(chunk);
  });
  const close = () => stop(child, ended);
  const failed = ended.then((code) => {
    throw new StartError(`${name} ended (${code}) before it was up. ${output?.trim()}`);
  });
  try {
    const url = await Promise.race([ready(ended), failed]);
    // It is up: from now on, an exit is reported through `ended` only.
    failed.catch(() => undefined);
    output = null;
    return { name, url, ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function endOf(child: ChildProcess): Promise<string> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal ?? `exit code ${code}`;
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const fuse = setTimeout(() => child.kill('SIGKILL'), CLOSE_FUSE_MS);
  await ended;
  clearTimeout(fuse);
}
