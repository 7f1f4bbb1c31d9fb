import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Cursor } from '../../../changes/event.ts';
import type { ChangeLog, Recording } from '../../../changes/log.ts';
import { LogUnavailableError } from '../../../changes/errors/log-unavailable.ts';
import { CursorExpiredError } from '../../../changes/errors/cursor-expired.ts';
import { openRedisLog, type RedisLogOptions } from '../../../changes/redis/log.ts';
import { quiet } from '../redis-tier.ts';
import type { TcpProxy } from '../tcp-proxy.ts';
import { change, FAR, type Listener, numbers } from './support.ts';

/** A replica's log, with a long timeout. */
export class Replica implements AsyncDisposable {
  readonly log: ChangeLog;

  constructor(where: string | TcpProxy, options: Partial<RedisLogOptions> = {}) {
    const redis = typeof where === 'string' ? where : `redis://127.0.0.1:${where.port}`;
    this.log = openRedisLog({ redis, log: quiet, timeoutMs: 5_000, ...FAR, ...options });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.log.close();
  }
}

/** Records, and tries again until the outcome is known, as the gateway does. */
async function insist(log: ChangeLog, what: Recording): Promise<void> {
  for (;;) {
    const recorded = await log.append(what).catch((error: unknown) => {
      if (!(error instanceof LogUnavailableError)) throw error;
      return null;
    });
    if (recorded) return;
    await pause(10);
  }
}

/** Records these one by one, each under a key of its own. */
export async function insistOnAll(log: ChangeLog, ids: readonly string[]): Promise<void> {
  for (const id of ids) await insist(log, { changes: [change(id, { key: id })], step: null, name: null });
}

/** Checks that a listener received this many events, each once and in order. */
export function inOrderOnce(listener: Listener, count: number): void {
  expect(listener.lost).toEqual([]);
  expect(listener.ids).toEqual(numbers(0, count));
}

/** Checks that a cursor is refused as expired, and which one is named as the oldest. */
export async function expectExpired(log: ChangeLog, cursor: Cursor, oldest: Cursor): Promise<void> {
  const error: unknown = await log.read(cursor, 10).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CursorExpiredError);
  expect(error).toMatchObject({ oldest });
}
