import { randomInt } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Script } from '../../datasources/redis/script.ts';
import { newLife } from '../cursor.ts';
import type { Keys } from './keys.ts';

const MAX_BEGINNING = 2 ** 48 - 1;

/**
 * The prologue of every script that writes; its first key is a hash, the log or an endpoint. It starts with a write that has no effect,
 * because Redis rejects a memory-consuming script only up to its first write. Changes must get through even when Redis is full, because
 * others go on reading then, and what they take is bounded by the log's reach and the limit on pending deliveries.
 */
export const LUA_WRITE = `
local function whole(number) return string.format('%.0f', number) end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HDEL', KEYS[1], ' nothing')`;

/**
 * The prologue of a script that needs a log. KEYS: log, events. ARGV: a name for a new life, the place where it begins. Starts a new log if
 * there is none, or if its events are gone although some were recorded. (A stream still exists, empty, after its last event is trimmed.)
 */
export const LUA_LIFE = `${LUA_WRITE}
local log, events = KEYS[1], KEYS[2]
local life, last = unpack(redis.call('HMGET', log, 'life', 'last'))
if not (life and last) or (string.sub(last, 1, 2) ~= '0-' and redis.call('EXISTS', events) == 0) then
  life, last = ARGV[1], ARGV[2]
  redis.call('HSET', log, 'life', life, 'last', last)
  redis.call('UNLINK', events)
end`;

const BEGIN = new Script(`${LUA_LIFE}
return life`);

/**
 * The name of a new life and the place where it would begin. The place sorts before all events, whose ids are timestamps, and is random, so
 * that the beginning of one life is not mistaken for that of another.
 */
export function lifeArgs(): readonly [life: string, beginning: string] {
  return [newLife(), `0-${randomInt(1, MAX_BEGINNING)}`];
}

/** Whether a log in this state has to start over, by the same rule as {@link LUA_LIFE}. */
export function isLost(life: string | null, last: string | null, hasEvents: boolean): boolean {
  return life === null || last === null || (!last.startsWith('0-') && !hasEvents);
}

/** Starts a new log if necessary. */
export async function begin(redis: Redis, keys: Keys): Promise<void> {
  await BEGIN.run(redis, [keys.log, keys.events], lifeArgs());
}
