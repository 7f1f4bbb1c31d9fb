import type { Redis } from 'ioredis';
import { Script } from '../../datasources/redis/script.ts';
import { cursorOf } from '../cursor.ts';
import type { Cursor } from '../event.ts';
import type { Keys } from './keys.ts';
import { LUA_LIFE, lifeArgs } from './life.ts';
import { PATIENCE_MS } from './term.ts';

/** A replica's entry on the roll. */
export interface Entry {
  readonly id: string;
  /** Differs on each call: the call's number, and the cursor up to which the replica has dropped what changed. */
  readonly value: string;
}

/** The arguments of one call of the roll. */
export interface Call {
  /** The `run_id` of the server, as known for this connection. */
  readonly run: string;
  readonly id: string;
  /** The value of this replica's entry; null if it must not be on the roll. */
  readonly value: string | null;
  /** Replicas that have not called for longer than the timeout: they are removed, unless they have called since. */
  readonly silent: readonly Entry[];
}

/** The state of the roll. */
export interface Roll {
  /** The newest cursor of the log. */
  readonly newest: Cursor;
  /**
   * Whether replicas may be missing from it: it started over, with the log or with its server, more recently than the timeout. By the end
   * of that period, a replica that was on it before has either rejoined or stopped serving from its caches.
   */
  readonly isYoung: boolean;
  readonly entries: readonly Entry[];
}

/**
 * KEYS: log, events, replicas. ARGV: new life, its beginning, run, id, value or nothing, then the id and value of each silent replica.
 *
 * The roll is a hash: each replica's value by its id; ` era`, the server run and log life for which it is valid; and ` since`, the time at
 * which that era began. It is one atomic step, so what it says of the others held after everything that `newest` covers.
 */
const CALL = new Script(`${LUA_LIFE}
local roll, era = KEYS[3], ARGV[3] .. ' ' .. life
if redis.call('HGET', roll, ' era') ~= era then
  redis.call('DEL', roll)
  redis.call('HSET', roll, ' era', era, ' since', now)
end
for i = 6, #ARGV, 2 do
  if redis.call('HGET', roll, ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', roll, ARGV[i]) end
end
if ARGV[5] == '' then redis.call('HDEL', roll, ARGV[4]) else redis.call('HSET', roll, ARGV[4], ARGV[5]) end
return { life, last, whole(now - redis.call('HGET', roll, ' since')), redis.call('HGETALL', roll) }`);

/** Updates and reads the roll in one step. */
export async function callRoll(redis: Redis, keys: Keys, { run, id, value, silent }: Call): Promise<Roll> {
  const others = silent.flatMap((entry) => [entry.id, entry.value]);
  const args = [...lifeArgs(), run, id, value ?? '', ...others];
  const answer = await CALL.run(redis, [keys.log, keys.events, keys.replicas], args);
  const [life, place, ageMs, fields] = answer as [string, string, string, readonly string[]];
  return {
    newest: cursorOf({ life, place }),
    isYoung: Number(ageMs) < PATIENCE_MS,
    entries: entriesIn(fields),
  };
}

/** Removes a replica from the roll. */
export async function strikeOff(redis: Redis, keys: Keys, id: string): Promise<void> {
  await redis.hdel(keys.replicas, id);
}

function entriesIn(fields: readonly string[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    const [id = '', value = ''] = [fields[at], fields[at + 1]];
    if (!id.startsWith(' ')) entries.push({ id, value });
  }
  return entries;
}
