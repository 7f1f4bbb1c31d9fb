import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keep, stop } from './children.ts';
import type { Command } from './target.ts';

/** A running child process. */
export interface Started {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to its first valid answer. */
  readonly startMs: number;
  readonly stop: () => Promise<void>;
}

const START_MS = 60_000;
const POLL_MS = 5;

/**
 * Starts a server on a free port and waits until `isUp` resolves with true. Of this process's environment the server gets only PATH and HOME;
 * its DATA_DIR is a temporary folder, which is removed when it stops. Throws an Error that ends with what the server printed if it exits or
 * does not answer within 60 s.
 */
export async function startServer(
  { args, cwd, env }: Command,
  before: readonly string[],
  isUp: (url: string) => Promise<boolean>,
): Promise<Started> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-bench-'));
  const [program = process.execPath, ...rest] = [...before, process.execPath, ...args];
  const began = performance.now();
  const spawned = spawn(program, rest, {
    cwd,
    env: { ...inherited(), NODE_ENV: 'production', DATA_DIR: folder, ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const child = keep(spawned);
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  const printed = printedBy(child);
  while (!(await isUp(url).catch(() => false))) {
    const isLate = performance.now() - began > START_MS;
    if (child.exitCode !== null || isLate) {
      child.kill('SIGKILL');
      removeFolder();
      throw new Error(`${args.join(' ')} does not answer. It printed: ${printed().slice(-600).trim()}`);
    }
    await sleep(POLL_MS);
  }
  return {
    url,
    pid: child.pid ?? 0,
    startMs: performance.now() - began,
    stop: () => stop(child).then(removeFolder),
  };
}

/** A port that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function inherited(): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME };
}

/** The last output of a child process, on either stream. */
function printedBy(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer) => (text = (text + chunk.toString()).slice(-4_000));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text;
}
