import type { Redis } from 'ioredis';
import { LONGEST_MS } from '../freshness.ts';
import type { Tag } from '../tier.ts';
import { CLOCK, FLOOR, lifeOn, type Names } from './names.ts';
import { Script } from '../../redis/script.ts';

/** How many evictions are remembered at most, at 100 to 150 bytes each. Past that the oldest go, and what was filled before them. */
const MOST_EVICTIONS = 1_000_000;

/**
 * What this replica knows of the record while it may be believed. A new object each time it is looked at anew, so
 * that an answer can tell whether all is still as it was when it was asked for.
 */
export interface Standing {
  /** The record's member that says so. */
  readonly member: string;
  /** The number it holds, drawn by lot at the beginning of each life. */
  readonly life: number;
  /** The clock when it was joined. */
  readonly clock: number;
  /** Redis's time then, in microseconds. */
  readonly time: number;
}

/** Versions and times are near 2^51: exact as a double, but Lua prints 14 digits of a number unless told. */
const LUA_WHOLE = `local function whole(number) return string.format('%.0f', number) end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]`;

/**
 * ARGV: member, number for a new life, number of the life that is known, newest moment that is known. A record from before a
 * restart or a flush is begun anew. So is one whose floor is not past every moment that this replica holds from another life:
 * the wall clock may have gone back, and such a moment would pass for one of this life.
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
 * ARGV: member, microseconds that an eviction is remembered, how many at most, tags; without tags, everything.
 *
 * The first write is one without effect, because Redis refuses a script that would take memory only up to its first write: an
 * eviction of a few bytes must work when Redis is full, for this is when others go on reading.
 *
 * Trimming raises the floor to the newest eviction that is forgotten. What was filled before it is then invalid whatever its
 * tags, so forgetting is safe at any time; after a day it is also free, since nothing filled before then is still in use.
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

/** Believes the record, after it was begun anew where it must be. `known` is the life of before, `newest` the newest moment from it. */
export async function join(
  redis: Redis,
  names: Names,
  run: string,
  { known, newest }: { readonly known: number; readonly newest: number },
): Promise<Standing> {
  const member = lifeOn(run);
  const answer = await JOIN.run(redis, [names.record], [member, newLife(), known, newest]);
  const [life, clock, time] = (answer as readonly unknown[]).map(Number);
  if (life === undefined || clock === undefined || time === undefined) throw new Error('not joined');
  return { member, life, clock, time };
}

/** Records the eviction of these tags, or of everything. False where the record is lost: then nothing from before is believed anyway. */
export async function recordEviction(
  redis: Redis,
  names: Names,
  { member }: Standing,
  tags: readonly Tag[] | 'everything',
): Promise<boolean> {
  const list = tags === 'everything' ? [] : tags;
  const answer = await EVICT.run(
    redis,
    [names.record],
    [member, LONGEST_MS * 1_000, MOST_EVICTIONS, ...list],
  );
  return answer === 1;
}

/** From 2^52 on, so that it is exact and yet above every version until the year 2112: it is never trimmed with them. */
function newLife(): number {
  return 2 ** 52 + Math.floor(Math.random() * 2 ** 52);
}
