import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { Redis } from 'ioredis';
import { openConnection } from '../datasources/redis/connection.ts';
import type { Logger } from '../datasources/scope.ts';
import { errorText } from '../datasources/thrown.ts';

const DOCUMENT_PREFIX = 'isthmus:document:';
const DOCUMENT_SECONDS = 7 * 24 * 3_600;

/** A command that takes longer fails. */
const TIMEOUT_MS = 500;

/**
 * A connection to Redis that never keeps a request waiting: while Redis is away, commands fail at once and
 * the connection is tried again in the background.
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

/**
 * Automatically persisted operations, shared by all replicas: what one was taught, all know, for a week. While
 * Redis is away nothing is known, so that clients send their operations in full.
 */
export function documentsIn(redis: Redis, log: Logger): KeyValueCache {
  let isAway = false;
  const orElse = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      const result = await work;
      isAway = false;
      return result;
    } catch (error) {
      // Told once: a line for each request would bury everything else.
      const reason = errorText(error);
      if (!isAway) log.warn({ reason }, 'persisted operations are unknown while Redis fails');
      isAway = true;
      return otherwise;
    }
  };
  return {
    get: async (key) => (await orElse(redis.get(DOCUMENT_PREFIX + key), null)) ?? undefined,
    set: async (key, value) => {
      await orElse(redis.set(DOCUMENT_PREFIX + key, value, 'EX', DOCUMENT_SECONDS), null);
    },
    delete: async (key) => (await orElse(redis.del(DOCUMENT_PREFIX + key), 0)) > 0,
  };
}
