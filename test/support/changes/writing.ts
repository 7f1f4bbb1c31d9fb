import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { ChangeLog } from '../../../changes/log.ts';
import { until } from '../until.ts';
import { allAfter, idsOf } from './support.ts';

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url));

/** A process that runs `writer.ts`, which records until it is killed. */
export class Writing implements AsyncDisposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'isthmus-writer-'));
  readonly #output = join(this.#folder, 'said');
  readonly #child: ChildProcess;

  constructor(kind: 'sqlite' | 'redis', where: string) {
    const output = openSync(this.#output, 'a');
    this.#child = spawn(process.execPath, [WRITER, kind, where], { stdio: ['ignore', output, output] });
    closeSync(output);
  }

  /** The last step that it printed as recorded; 0 if none. */
  get last(): number {
    const lines = readFileSync(this.#output, 'utf8').split('\n').slice(0, -1);
    const last = Number(lines.at(-1) ?? 0);
    if (Number.isNaN(last)) throw new Error(lines.join('\n'));
    return last;
  }

  /** Waits until it has recorded this step. */
  async reached(step: number): Promise<void> {
    await until(async () => expect(this.last).toBeGreaterThanOrEqual(step));
  }

  /** Kills it abruptly, if it is still running. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Checks that a log holds only whole steps, each once, and at least those reported as recorded; returns how many there are. */
export async function wholeSteps(log: ChangeLog, reported: number): Promise<number> {
  const steps = Number((await log.positionOf('commerce')) ?? 0);
  expect(steps).toBeGreaterThanOrEqual(reported);
  const expected = Array.from({ length: steps }, (_, at) =>
    ['a', 'b', 'c'].map((part) => `${at + 1}${part}`),
  );
  expect(idsOf(await allAfter(log, await log.oldest()))).toEqual(expected.flat());
  for (const at of [1, steps]) {
    expect(await log.append({ changes: [], step: null, name: `step ${at}` })).toEqual({ is: 'known' });
  }
  return steps;
}
