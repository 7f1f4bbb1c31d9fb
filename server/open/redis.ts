import type { Redis } from 'ioredis';
import { openConnection } from '../../datasources/redis/connection.ts';
import type { Logger } from '../../datasources/logger.ts';

/** A command that takes longer fails. */
const TIMEOUT_MS = 500;

/**
 * Opens a connection to Redis that never keeps a request waiting: while Redis is down, commands fail at once and the connection is retried
 * in the background.
 */
export function openRedis(url: string, log: Logger): Redis {
  const redis = openConnection(url, TIMEOUT_MS, log, 'Redis for budgets and persisted operations');
  redis.options.commandTimeout = TIMEOUT_MS;
  return redis;
}

/** Whether Redis answers now. Never throws, and takes half a second at most. */
export async function isAnswering(redis: Redis): Promise<boolean> {
  return redis.ping().then(
    () => true,
    () => false,
  );
}
