import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { NewChange } from '../../changes/event.ts';
import { dataDir } from './gateway.ts';

/** A command to the gateway’s process. */
export type Command =
  | { readonly is: 'record'; readonly changes: readonly NewChange[] }
  | { readonly is: 'memory'; readonly afterCollecting: boolean }
  | { readonly is: 'streams' };

/** A gateway without systems in its own process, so that its memory can be measured. */
export interface Measured extends AsyncDisposable {
  readonly url: string;
  /** Records changes in one append, and gives their cursors. */
  readonly record: (changes: readonly NewChange[]) => Promise<string[]>;
  readonly memory: () => Promise<NodeJS.MemoryUsage>;
  /** The memory use after a garbage collection. */
  readonly collect: () => Promise<NodeJS.MemoryUsage>;
  /** Waits until this many streams are open. */
  readonly streams: (count: number) => Promise<void>;
}

/** Starts a measured gateway; `env` adds settings. */
export async function startMeasured(env: Record<string, string> = {}): Promise<Measured> {
  const child = fork(fileURLToPath(new URL('measured-child.ts', import.meta.url)), {
    env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir(), ...env },
    execArgv: ['--expose-gc'],
    serialization: 'advanced',
  });
  const waiting = new Map<number, (answer: unknown) => void>();
  child.on('message', ({ number, answer }: { number: number; answer: unknown }) => {
    waiting.get(number)?.(answer);
    waiting.delete(number);
  });
  let sent = 0;
  const answerOf = <T>(number: number) =>
    new Promise<T>((resolve) => waiting.set(number, resolve as (answer: unknown) => void));
  const send = <T>(command: Command) => {
    sent += 1;
    child.send({ number: sent, command });
    return answerOf<T>(sent);
  };
  const url = await answerOf<string>(0);
  return {
    url,
    record: (changes) => send({ is: 'record', changes }),
    memory: () => send({ is: 'memory', afterCollecting: false }),
    collect: () => send({ is: 'memory', afterCollecting: true }),
    streams: (count) => expect.poll(() => send({ is: 'streams' })).toBe(count),
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
