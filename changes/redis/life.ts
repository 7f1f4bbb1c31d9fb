import { randomInt } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Script } from '../../datasources/redis/script.ts';
import { newLife } from '../cursor.ts';
import type { Keys } from './keys.ts';

const MOST_BEGINNINGS = 2 ** 48 - 1;

/**
 * The beginning of every script that writes, whose first key is a hash: the log, or an endpoint. Its first write is one without effect,
 * because Redis refuses a script that would take memory only up to its first write: what changed must get through when Redis is full, as
 * then others go on reading, and what it takes is bounded, by the log's reach and by how much may wait.
 */
export const LUA_WRITE = `
local function whole(number) return string.format('%.0f', number) end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HDEL', KEYS[1], ' nothing')`;

/**
 * The beginning of a script that needs a log; KEYS: log, events; ARGV: a name for a new life, the place where it begins. Begins the log
 * anew where there is none, or where its events are gone, although some were recorded. An empty stream is still there after the last
 * event in it was trimmed.
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
 * What a new life would be called, and where it would begin: before all events, as their ids are times, and at a place of its own, so
 * that nobody takes the beginning of one life for that of another.
 */
export function lifeArgs(): readonly [life: string, beginning: string] {
  return [newLife(), `0-${randomInt(1, MOST_BEGINNINGS)}`];
}

/** Whether a stand is one of a log that has to begin anew, as {@link LUA_LIFE} finds it. */
export function isLost(life: string | null, last: string | null, hasEvents: boolean): boolean {
  return life === null || last === null || (!last.startsWith('0-') && !hasEvents);
}

/** Begins the log where it has to. */
export async function begin(redis: Redis, keys: Keys): Promise<void> {
  await BEGIN.run(redis, [keys.log, keys.events], lifeArgs());
}
