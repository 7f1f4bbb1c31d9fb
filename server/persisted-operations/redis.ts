import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { Redis } from 'ioredis';
import { Script } from '../../datasources/redis/script.ts';
import type { Logger } from '../../datasources/logger.ts';
import { errorText } from '../../datasources/thrown.ts';

/** The documents by hash, and when each was last used. */
const DOCUMENTS = ['isthmus:document:texts', 'isthmus:document:uses'] as const;
const DOCUMENT_SECONDS = 7 * 24 * 3_600;
/**
 * The most documents kept, because any client can register some; the least recently used go first. With the limit on the size of each
 * (`store.ts`) they take 80 MB at worst.
 */
const MAX_DOCUMENTS = 5_000;

const TRACK_USE = `
local now = tonumber(redis.call('TIME')[1])
-- A full Redis refuses to note it.
local function used()
  redis.pcall('ZADD', KEYS[2], now, ARGV[1])
  redis.pcall('EXPIRE', KEYS[1], ARGV[2])
  redis.pcall('EXPIRE', KEYS[2], ARGV[2])
end
`;

/** KEYS: documents, uses. ARGV: hash, seconds. Returns the text of the document. */
const FIND = new Script(`${TRACK_USE}
local text = redis.call('HGET', KEYS[1], ARGV[1])
if text then used() end
return text
`);

/**
 * KEYS: documents, uses. ARGV: hash, seconds, maximum number, text. Removes documents that were not used for that many seconds, and the
 * least recently used if there are too many. If Redis has evicted the list of uses, the remaining documents can no longer be tracked, so
 * all are removed.
 */
const TEACH = new Script(`${TRACK_USE}
local function forget(hashes)
  if #hashes == 0 then return end
  redis.call('HDEL', KEYS[1], unpack(hashes))
  redis.call('ZREM', KEYS[2], unpack(hashes))
end
if redis.call('HLEN', KEYS[1]) > redis.call('ZCARD', KEYS[2]) then redis.call('DEL', KEYS[1], KEYS[2]) end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
used()
forget(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[2], 'LIMIT', 0, 1000))
local surplus = redis.call('ZCARD', KEYS[2]) - ARGV[3]
if surplus > 0 then forget(redis.call('ZRANGE', KEYS[2], 0, math.min(surplus, 1000) - 1)) end
`);

/**
 * Automatic persisted queries, shared by all replicas: what is registered with one is known to all, until it has not been used for a week
 * or `most` others have been used since. While Redis is down no document is known, so clients send their operations in full.
 */
export function persistedInRedis(redis: Redis, log: Logger, most = MAX_DOCUMENTS): KeyValueCache {
  let isAway = false;
  const orElse = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      const result = await work;
      isAway = false;
      return result;
    } catch (error) {
      // Logged once: a line per request would bury everything else.
      const reason = errorText(error);
      if (!isAway) log.warn({ reason }, 'persisted operations are unknown while Redis fails');
      isAway = true;
      return otherwise;
    }
  };
  return {
    get: async (key) => {
      const text = await orElse(FIND.run(redis, DOCUMENTS, [key, DOCUMENT_SECONDS]), null);
      return typeof text === 'string' ? text : undefined;
    },
    set: async (key, value) => {
      await orElse(TEACH.run(redis, DOCUMENTS, [key, DOCUMENT_SECONDS, most, value]), null);
    },
    delete: async (key) => (await orElse(redis.hdel(DOCUMENTS[0], key), 0)) > 0,
  };
}
