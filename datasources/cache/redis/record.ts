import type { Redis } from 'ioredis';
import { MAX_AGE_MS } from '../freshness.ts';
import type { Tag } from '../tier.ts';
import { CLOCK, FLOOR, lifeOn, type Names } from './names.ts';
import { Script } from '../../redis/script.ts';

/**
 * The maximum number of evictions remembered, at 100 to 150 bytes each. Beyond it, the oldest are forgotten, and values filled before them
 * become invalid.
 */
const MAX_EVICTIONS = 1_000_000;

/**
 * What this replica knows of the record while the record is trusted. Each time it joins anew, a new object is created, so that an answer
 * can tell whether the state is still the one under which it was requested.
 */
export interface RecordState {
  /** The member of the record that holds its life. */
  readonly member: string;
  /** The number of the life, drawn at random when it begins. */
  readonly life: number;
  /** The record's clock on joining. */
  readonly clock: number;
  /** Redis's time on joining, in microseconds. */
  readonly time: number;
}

/** Versions and times are near 2^51: exact as a double, but Lua prints numbers with 14 digits by default. */
const LUA_WHOLE = `local function whole(number) return string.format('%.0f', number) end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]`;

/**
 * ARGV: member, number for a new life, number of the known life, newest known moment. A record from before a restart or a flush is started
 * anew, as is one whose floor is not past every moment that this replica holds from another life: the wall clock may have gone back, and
 * such a moment would be mistaken for one of this life.
 */
const JOIN = new Script(`${LUA_WHOLE}
local scores = redis.call('ZMSCORE', KEYS[1], ARGV[1], '${CLOCK}', '${FLOOR}')
local life, clock, floor = tonumber(scores[1] or nil), tonumber(scores[2] or nil), tonumber(scores[3] or nil)
if life and clock and floor and (life == tonumber(ARGV[3]) or floor > tonumber(ARGV[4])) then
  return { whole(life), whole(clock), whole(now) }
end
clock = whole(math.max((clock or 0) + 1, tonumber(ARGV[4]) + 1, now))
redis.call('DEL', KEYS[1])
redis.call('ZADD', KEYS[1], clock, '${CLOCK}', clock, '${FLOOR}', ARGV[2], ARGV[1])
return { ARGV[2], clock, whole(now) }`);

/**
 * ARGV: member, microseconds for which an eviction is remembered, the maximum number of them, tags; without tags, everything.
 *
 * The first write has no effect. When Redis is full, it refuses scripts that would take memory, but only until their first write; and an
 * eviction of a few bytes must succeed even then, because reads continue.
 *
 * Trimming raises the floor to the newest eviction that is forgotten. Everything filled before it is then invalid whatever its tags, so
 * forgetting is safe at any time; after a day it is also free, since nothing filled before then is still in use.
 */
const EVICT = new Script(`${LUA_WHOLE}
local record = KEYS[1]
local scores = redis.call('ZMSCORE', record, ARGV[1], '${CLOCK}')
if not (scores[1] and scores[2]) then return 0 end
redis.call('ZREM', record, ' nothing')
local version = whole(math.max(tonumber(scores[2]) + 1, now))
if #ARGV == 3 then
  redis.call('DEL', record)
  redis.call('ZADD', record, version, '${CLOCK}', version, '${FLOOR}', whole(tonumber(scores[1])), ARGV[1])
  return 1
end
for i = 4, #ARGV do redis.call('ZADD', record, version, ARGV[i]) end
redis.call('ZADD', record, version, '${CLOCK}')
local most = 100 + 2 * (#ARGV - 3)
local surplus = redis.call('ZCARD', record) - tonumber(ARGV[3])
local old
if surplus > 0 then
  old = redis.call('ZRANGE', record, 0, math.min(surplus, most) - 1, 'WITHSCORES')
else
  old = redis.call('ZRANGEBYSCORE', record, '-inf', whole(now - ARGV[2]), 'WITHSCORES', 'LIMIT', 0, most)
end
for i = 1, #old, 2 do
  if string.sub(old[i], 1, 1) ~= ' ' then
    redis.call('ZREM', record, old[i])
    redis.call('ZADD', record, 'GT', old[i + 1], '${FLOOR}')
  end
end
return 1`);

/** Joins the record, restarting it if necessary. `known` is the previous life, `newest` the newest moment from it. */
export async function join(
  redis: Redis,
  names: Names,
  run: string,
  { known, newest }: { readonly known: number; readonly newest: number },
): Promise<RecordState> {
  const member = lifeOn(run);
  const answer = await JOIN.run(redis, [names.record], [member, newLife(), known, newest]);
  const [life, clock, time] = (answer as readonly unknown[]).map(Number);
  if (life === undefined || clock === undefined || time === undefined) throw new Error('not joined');
  return { member, life, clock, time };
}

/**
 * Records the eviction of these tags, or of everything. Resolves with false if the record is lost: then nothing from before is trusted
 * anyway.
 */
export async function recordEviction(
  redis: Redis,
  names: Names,
  { member }: RecordState,
  tags: readonly Tag[] | 'everything',
): Promise<boolean> {
  const list = tags === 'everything' ? [] : tags;
  const answer = await EVICT.run(redis, [names.record], [member, MAX_AGE_MS * 1_000, MAX_EVICTIONS, ...list]);
  return answer === 1;
}

/** At least 2^52: still exact, yet above every version until the year 2112, so it is never trimmed with them. */
function newLife(): number {
  return 2 ** 52 + Math.floor(Math.random() * 2 ** 52);
}
