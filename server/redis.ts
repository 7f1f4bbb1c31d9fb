import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import { Redis } from 'ioredis';
import type { Logger } from '../datasources/scope.ts';

const DOCUMENT_PREFIX = 'isthmus:document:';
const DOCUMENT_SECONDS = 7 * 24 * 3_600;

/**
 * A connection to Redis that never keeps a request waiting: while Redis is away, commands fail at once and
 * the connection is tried again in the background.
 */
export function openRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 2_000,
    commandTimeout: 500,
    retryStrategy: (tries) => Math.min(100 * 2 ** tries, 5_000),
  });
  redis.on('error', (err: Error) => log.warn({ err }, 'redis'));
  return redis;
}

/** Automatically persisted operations, shared by all replicas: what one was taught, all know, for a week. */
export function documentsIn(redis: Redis): KeyValueCache {
  return {
    get: async (key) => (await redis.get(DOCUMENT_PREFIX + key)) ?? undefined,
    set: async (key, value) => {
      await redis.set(DOCUMENT_PREFIX + key, value, 'EX', DOCUMENT_SECONDS);
    },
    delete: async (key) => (await redis.del(DOCUMENT_PREFIX + key)) > 0,
  };
}
