import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ChangeLog } from '../../../changes/log.ts';
import { openSqliteLog } from '../../../changes/sqlite/log.ts';
import { RedisServer } from '../redis.ts';
import { newName, redisLogAt } from './logs.ts';

/** Places for logs that outlive their processes. */
export interface LogPlaces extends AsyncDisposable {
  /** A place without a log yet, for {@link openLasting}. */
  readonly next: () => string;
}

/** Both kinds of places; files are created in the given folder. */
export const LASTING: readonly (readonly [string, (folder: string) => Promise<LogPlaces>])[] = [
  [
    'SQLite',
    async (folder) => ({
      next: () => join(folder, `${randomUUID()}.sqlite`),
      [Symbol.asyncDispose]: async () => undefined,
    }),
  ],
  [
    'Redis',
    async () => {
      const redis = await RedisServer.start();
      return {
        next: () => `${redis.url}#${newName()}`,
        [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
      };
    },
  ],
];

/** Opens the log at a place: a file, or the URL of a Redis and a name. */
export function openLasting(place: string): ChangeLog {
  const [redis = '', name] = place.split('#');
  if (name !== undefined) return redisLogAt(redis, name);
  return openSqliteLog({ file: place, maxEvents: 1_000_000, maxAgeMs: 86_400_000 });
}
