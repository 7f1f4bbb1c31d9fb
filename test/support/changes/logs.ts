import { randomUUID } from 'node:crypto';
import type { ChangeLog } from '../../../changes/log.ts';
import { openRedisLog } from '../../../changes/redis/log.ts';
import { createLog } from '../../../server/log.ts';
import { RedisServer } from '../redis.ts';
import { memoryLog } from './intake-server.ts';

/** Logs of one kind. Several can share one store, as those of replicas do. */
export interface Logs extends AsyncDisposable {
  /** Opens the log of this name, as one more replica. */
  readonly open: (name: string) => ChangeLog;
}

const RETENTION = { maxEvents: 1_000_000, maxAgeMs: 86_400_000 };

/** Opens the log of this name in a Redis, separate from logs of other names. */
export function redisLogAt(redis: string, name: string, timeoutMs = 2_000): ChangeLog {
  const log = createLog({ level: 'silent', pretty: false });
  return openRedisLog({ redis, log, timeoutMs, prefix: `test:${name}:`, ...RETENTION });
}

/** Both kinds of logs. A SQLite log is in memory and belongs to one process, so its name is ignored. */
export const LOGS: readonly (readonly [string, () => Promise<Logs>])[] = [
  ['SQLite', async () => ({ open: () => memoryLog(), [Symbol.asyncDispose]: async () => undefined })],
  [
    'Redis',
    async () => {
      const redis = await RedisServer.start();
      return {
        open: (name) => redisLogAt(redis.url, name),
        [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
      };
    },
  ],
];

/** A unique name for a log. */
export function newName(): string {
  return randomUUID();
}
