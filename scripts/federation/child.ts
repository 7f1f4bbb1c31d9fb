import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process of this house that answers at `url`. */
export interface Running {
  readonly name: string;
  readonly url: string;
  /** Resolves with its exit code, or the signal that ended it, when it is no more. */
  readonly ended: Promise<string>;
  /** Stops it; ends it hard where it does not stop within 10 s. */
  readonly close: () => Promise<void>;
}

/** A process did not come up; the message has what it said. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

const CLOSE_FUSE_MS = 10_000;

/**
 * Waits until `ready` gives the address at which a child answers. What the child says on standard error before
 * goes into the StartError where it ends instead, and to this process's own afterwards.
 */
export async function whenReady(
  name: string,
  child: ChildProcess,
  ready: (ended: Promise<string>) => Promise<string>,
): Promise<Running> {
  const ended = endOf(child);
  let said: string | null = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (said === null) process.stderr.write(chunk);
    else said += String(chunk);
  });
  const close = () => stop(child, ended);
  const failed = ended.then((code) => {
    throw new StartError(`${name} ended (${code}) before it was up. ${said?.trim()}`);
  });
  try {
    const url = await Promise.race([ready(ended), failed]);
    // It is up: an end from now on is for whoever waits for `ended`.
    failed.catch(() => undefined);
    said = null;
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
