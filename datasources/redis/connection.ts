import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../scope.ts';

/** Where Redis is: its URL, or what makes a client of these options, for TLS files and the like. The options matter: keep them all. */
export type RedisAt = string | ((options: RedisOptions) => Redis);

const LONGEST_PAUSE_MS = 1_000;

/**
 * A connection for one use alone; `whose` names that in the log. A command fails at once without it, and is never sent again over the
 * next one: what is known of the server belongs to one connection, and whether a command was carried out is for its sender to find out.
 */
export function openConnection(at: RedisAt, timeoutMs: number, log: Logger, whose: string): Redis {
  const options = {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    // A host that is gone sends no reset: without this, its connection would be waited on for a quarter of an hour.
    socketTimeout: Math.max(5_000, 4 * timeoutMs),
    retryStrategy: (tries: number) => Math.min(25 * 2 ** tries, LONGEST_PAUSE_MS),
  } satisfies RedisOptions;
  const redis = typeof at === 'string' ? new Redis(at, options) : at(options);
  tellOnce(redis, log, whose);
  return redis;
}

/** Each reason once between two times that all is well; ioredis hangs the failed command onto its error, and with it the password: only the words are logged. */
function tellOnce(redis: Redis, log: Logger, whose: string): void {
  let told = '';
  redis.on('error', ({ message }: Error) => {
    if (message !== told) log.warn({ reason: message }, `${whose} fails`);
    told = message;
  });
  redis.on('ready', () => {
    told = '';
  });
}
