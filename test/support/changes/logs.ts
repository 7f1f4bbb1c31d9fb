import { randomUUID } from 'node:crypto';
import type { ChangeLog } from '../../../changes/log.ts';
import { openRedisLog } from '../../../changes/redis/log.ts';
import { createLog } from '../../../server/log.ts';
import { RedisServer } from '../redis.ts';
import { memoryLog } from './door.ts';

/** Logs of one kind, of which several can be the same one, as replicas have it. */
export interface Logs extends AsyncDisposable {
  /** Another replica's way to a log of this name. */
  readonly open: (name: string) => ChangeLog;
}

const REACH = { maxEvents: 1_000_000, maxAgeMs: 86_400_000 };

/** Opens the log at a Redis, apart from all others there whose name is another. */
export function redisLogAt(redis: string, name: string, timeoutMs = 2_000): ChangeLog {
  const log = createLog({ level: 'silent', pretty: false });
  return openRedisLog({ redis, log, timeoutMs, prefix: `test:${name}:`, ...REACH });
}

/** Both kinds of logs. SQLite belongs to one process: its name means nothing. */
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

/** A name that no other log has. */
export function newName(): string {
  return randomUUID();
}
