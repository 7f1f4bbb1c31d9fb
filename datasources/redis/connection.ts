import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../logger.ts';

/**
 * Where Redis is: its URL, or a function that creates a client with these options, for TLS files and the like. The client must keep all of
 * the options.
 */
export type RedisAt = string | ((options: RedisOptions) => Redis);

const MAX_PAUSE_MS = 1_000;

/**
 * Opens a connection for a single use; `whose` names that use in the log. Without a connection, commands fail at once, and they are never
 * resent over the next one: what is known of the server belongs to one connection, and the sender must find out whether a command was
 * executed.
 */
export function openConnection(at: RedisAt, timeoutMs: number, log: Logger, whose: string): Redis {
  const options = {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    // A host that disappears sends no reset: without this, its connection would be waited on for a quarter of an hour.
    socketTimeout: Math.max(5_000, 4 * timeoutMs),
    retryStrategy: (tries: number) => Math.min(25 * 2 ** tries, MAX_PAUSE_MS),
  } satisfies RedisOptions;
  const redis = typeof at === 'string' ? new Redis(at, options) : at(options);
  logOnce(redis, log, whose);
  return redis;
}

/**
 * Logs each distinct error message once until the connection is ready again. ioredis attaches the failed command to its error, and with it
 * the password, so only the message is logged.
 */
function logOnce(redis: Redis, log: Logger, whose: string): void {
  let last = '';
  redis.on('error', ({ message }: Error) => {
    if (message !== last) log.warn({ reason: message }, `${whose} fails`);
    last = message;
  });
  redis.on('ready', () => {
    last = '';
  });
}
